#include "stats/page/start.h"

#include "common/text.h"
#include "stats/page/disclosure.h"
#include "stats/page/fields.h"
#include "stats/page/measures.h"
#include "stats/print/jsonout.h"

#include "common/banned.h"

enum { FIRST_COUNT = 3, MONTHS_SHOWN = 12 };

static const char page_title[] = "Kết quả giải quyết thủ tục hành chính";

static void add_period(cJSON *start, const char *key, const char *from, const char *to,
                       const char *name)
{
    cJSON *period = jsonout_add_object(start, key);

    jsonout_add_text(period, "from", from);
    jsonout_add_text(period, "to", to);
    jsonout_add_text(period, "name", name);
}

static void add_head(Arena *arena, cJSON *start, const struct Sets *sets,
                     const struct Family *family, const char *single)
{
    const struct Reading *reading = &sets->reading;
    const char *whole = family->whole >= 0 ? family->members[family->whole].code : NULL;
    const char *name =
        whole != NULL ? db_field(sets->rows[SET_OFFICES], family->whole, "name") : NULL;
    const char *from = db_field(sets->frame, 0, "before_from");
    const char *to = db_field(sets->frame, 0, "before_to");

    jsonout_add_text(start, "version", MOTCUA_VERSION);
    jsonout_add_text(start, "title",
                     name != NULL ? arena_printf(arena, "%s – %s", page_title, name) : page_title);
    jsonout_add_text(start, "whole", whole);
    jsonout_add_text(start, "single", single);
    add_period(start, "period", reading->from, reading->to, sets->request.asked.period);
    add_period(start, "previous", from, to, arena_printf(arena, "%s..%s", from, to));
    jsonout_add_text(start, "as_of", reading->as_of);
    jsonout_add_text_field(start, sets->frame, 0, "counted_to");
    jsonout_add_text(start, "by", reading->by);
    jsonout_add_text(start, "tree", reading->tree);
}

static void add_rules(cJSON *start, const struct Sets *sets)
{
    jsonout_add_text(start, "profile", sets->request.profile);
    jsonout_add_text(start, "scoring", sets->version);
    fields_add(start, sets->rows[SET_FACTS], 0, "tttttt");
    jsonout_add_number(start, "ceiling", sets->request.ceiling);
    jsonout_add_number(start, "min_resolved", SETS_MIN_RESOLVED);
    jsonout_add_number(start, "near_due_days", SETS_NEAR_DUE_DAYS);
    jsonout_add_number(start, "rows_max", SETS_ROWS_MAX);
    jsonout_add_number(start, "stories_each", SETS_STORIES_EACH);
    jsonout_add_flag(start, "public", sets->request.is_public ? "t" : "f");
}

static const char *state_text(const char *state, bool is_english)
{
    if (text_equal(state, "good")) {
        return is_english ? "complete" : "đủ";
    }
    if (text_equal(state, "stale")) {
        return is_english ? "behind" : "chậm";
    }
    return is_english ? "the last run failed" : "lượt thu thập gần nhất bị lỗi";
}

static void add_sources(cJSON *start, const DbRows *rows)
{
    cJSON *sources = jsonout_add_array(start, "sources");

    for (int row = 0; row < db_row_count(rows); row++) {
        cJSON *source = jsonout_add_object(sources, NULL);
        const char *state = db_field(rows, row, "state");
        fields_add(source, rows, row, "ttt");
        jsonout_add_text(source, "text_vi", state_text(state, false));
        jsonout_add_text(source, "text_en", state_text(state, true));
    }
}

static void add_target(cJSON *figure, const DbRows *rows, int row)
{
    if (db_field(rows, row, "target_value") == NULL) {
        jsonout_add_raw(figure, "target", NULL);
        return;
    }
    cJSON *target = jsonout_add_object(figure, "target");
    jsonout_add_number(target, "value", db_field(rows, row, "target_value"));
    jsonout_add_text(target, "direction", db_field(rows, row, "target_direction"));
    jsonout_add_text(target, "legal_source", db_field(rows, row, "target_source"));
}

static void add_figures(cJSON *start, const DbRows *rows)
{
    cJSON *figures = jsonout_add_array(start, "figures");

    for (int row = 0; row < db_row_count(rows); row++) {
        cJSON *figure = jsonout_add_object(figures, NULL);
        fields_add(figure, rows, row, "tttttnttttttttft");
        add_target(figure, rows, row);
    }
}

/* In the order of the columns of counts, each with the words of the bucket of that name. */
static void add_counts(cJSON *start, const DbRows *counts, const DbRows *words)
{
    cJSON *list = jsonout_add_array(start, "counts");

    for (int i = FIRST_COUNT; i < db_column_count(counts); i++) {
        for (int row = 0; row < db_row_count(words); row++) {
            if (text_equal(db_field(words, row, "count"), db_column_name(counts, i))) {
                fields_add(jsonout_add_object(list, NULL), words, row, "tttttn");
            }
        }
    }
}

/* Every row of doubts has the place of its reason among all reasons, from 0 on. */
static void add_doubts(Arena *arena, cJSON *start, const DbRows *rows)
{
    cJSON *doubts = jsonout_add_array(start, "doubts");
    int *row_of = arena_alloc(arena, (size_t)(db_row_count(rows) + 1) * sizeof *row_of);
    long long place, last = -1;

    for (int row = 0; row < db_row_count(rows); row++) {
        if (text_to_int(db_field(rows, row, "place"), 0, db_row_count(rows), &place)) {
            row_of[place] = row;
            last = place > last ? place : last;
        }
    }
    for (place = 0; place <= last; place++) {
        fields_add(jsonout_add_object(doubts, NULL), rows, row_of[place], "-ttt");
    }
}

cJSON *start_new(Arena *arena, const struct Sets *sets, const struct Family *family,
                 const char *single)
{
    cJSON *start = jsonout_new_object();

    add_head(arena, start, sets, family, single);
    add_rules(start, sets);
    add_sources(start, sets->rows[SET_SOURCES]);
    fields_add_list(start, "levels", sets->rows[SET_LEVELS], 0,
                    db_row_count(sets->rows[SET_LEVELS]), "ttt");
    add_figures(start, sets->rows[SET_FIGURES]);
    add_counts(start, sets->rows[SET_COUNTS], sets->rows[SET_COUNT_WORDS]);
    add_doubts(arena, start, sets->rows[SET_DOUBTS]);
    jsonout_add_raw(start, "months", db_field(sets->frame, 0, "months"));
    jsonout_add_array(start, "offices");
    return start;
}

static void add_person(cJSON *office, const struct Sets *sets, const struct Family *family, int at)
{
    const struct Member *member = &family->members[at];

    jsonout_add_text(office, "code", member->code);
    jsonout_add_text_field(office, sets->rows[SET_OFFICES], at, "name");
    jsonout_add_text_field(office, sets->rows[SET_OFFICES], at, "level");
    jsonout_add_text(office, "parent",
                     member->parent >= 0 ? family->members[member->parent].code : NULL);
    jsonout_add_text(office, "file", member->file);
}

/* An office that is added: its place, and what of it is not told. */
struct Added {
    const struct Sets *sets;
    const struct Family *family;
    int at;
};

static bool hides(const struct Added *added, const char *figure)
{
    return disclosure_hides(added->family->disclosure, added->at, figure);
}

static void append_counts(cJSON *office, const struct Added *added)
{
    const DbRows *counts = added->sets->rows[SET_COUNTS];
    int row = added->sets->first[SET_COUNTS];
    cJSON *list = jsonout_add_array(office, "counts");

    for (int i = FIRST_COUNT; i < db_column_count(counts); i++) {
        const char *count = db_value(counts, row, i);
        jsonout_add_number(list, NULL, hides(added, db_column_name(counts, i)) ? NULL : count);
    }
}

/* Rows of rates have the order of the figures. */
static void append_rates(cJSON *office, const char *key, const struct Added *added,
                         enum SetName name, const char *prefix)
{
    const struct Sets *sets = added->sets;
    cJSON *list = jsonout_add_array(office, key);

    for (int row = sets->first[name]; row < sets->end[name]; row++) {
        char figure[READING_NAME_SIZE];
        snprintf(figure, sizeof figure, "%s%s", prefix,
                 db_field(sets->rows[SET_FIGURES], row - sets->first[name], "figure"));
        if (hides(added, figure)) {
            jsonout_add_raw(list, NULL, NULL);
        } else {
            fields_append_fraction(list, sets->rows[name], row);
        }
    }
}

/* One criterion that is not told would follow from the sum. */
static bool hides_criterion(const struct Added *added)
{
    const struct Sets *sets = added->sets;

    for (int row = sets->first[SET_POINTS]; row < sets->end[SET_POINTS]; row++) {
        const char *rate = db_field(sets->rows[SET_POINTS], row, "rate");
        if (rate != NULL && hides(added, rate)) {
            return true;
        }
    }
    return false;
}

/* Nothing scored: no points, and not 0. */
static void add_points(cJSON *office, const struct Added *added)
{
    const DbRows *rows = added->sets->rows[SET_POINTS];
    int row = added->sets->first[SET_POINTS];

    if (row == added->sets->end[SET_POINTS] || db_field(rows, row, "points_sum") == NULL ||
        hides_criterion(added)) {
        jsonout_add_raw(office, "points", NULL);
        return;
    }
    cJSON *points = jsonout_add_object(office, "points");
    jsonout_add_number(points, "points", db_field(rows, row, "points_sum"));
    jsonout_add_number(points, "max_points", db_field(rows, row, "max_points_sum"));
    jsonout_add_number(points, "lost", db_field(rows, row, "points_lost_sum"));
}

/* Every office has a row for each month, the last twelve of which are shown. */
static void append_months(cJSON *office, const struct Added *added)
{
    const struct Sets *sets = added->sets;
    const DbRows *rows = sets->rows[SET_MONTHS];
    bool hidden = hides(added, MEASURES_MONTHS);
    cJSON *list = jsonout_add_array(office, "months");

    for (int row = sets->end[SET_MONTHS] - MONTHS_SHOWN; row < sets->end[SET_MONTHS]; row++) {
        cJSON *month = jsonout_add_array(list, NULL);
        jsonout_add_number(month, NULL, hidden ? NULL : db_field(rows, row, "late"));
        jsonout_add_number(month, NULL, hidden ? NULL : db_field(rows, row, "resolved"));
    }
}

/* The sums stand in each row of the office; without any there is nothing to do. */
static void add_tasks(cJSON *office, const struct Added *added)
{
    const struct Sets *sets = added->sets;
    const DbRows *rows = sets->rows[SET_DUE_DAYS];
    bool has_rows = rows != NULL && sets->first[SET_DUE_DAYS] < sets->end[SET_DUE_DAYS];
    const char *none = rows != NULL ? "0" : NULL;
    int row = sets->first[SET_DUE_DAYS];
    const char *soon = has_rows ? db_field(rows, row, "soon") : NULL;
    const char *today = has_rows ? db_field(rows, row, "letters_today") : NULL;

    jsonout_add_number(office, "near_due", soon != NULL ? soon : none);
    jsonout_add_number(
        office, "overdue",
        hides(added, "pending_overdue")
            ? NULL
            : db_field(sets->rows[SET_COUNTS], sets->first[SET_COUNTS], "pending_overdue"));
    cJSON *letters = jsonout_add_object(office, "letters");
    jsonout_add_number(letters, "missing",
                       hides(added, "apology") ? NULL
                                               : db_field(sets->rows[SET_LACKING],
                                                          sets->first[SET_LACKING], "missing"));
    jsonout_add_number(letters, "today", today != NULL ? today : none);
}

void start_add_office(cJSON *start, const struct Sets *sets, const struct Family *family,
                      int office)
{
    cJSON *entry = jsonout_add_object(cJSON_GetObjectItemCaseSensitive(start, "offices"), NULL);
    const struct Added added = {sets, family, office};
    cJSON *doubts;

    add_person(entry, sets, family, office);
    append_counts(entry, &added);
    append_rates(entry, "rates", &added, SET_RATES, "");
    append_rates(entry, "previous", &added, SET_PREVIOUS, MEASURES_BEFORE);
    add_points(entry, &added);
    append_months(entry, &added);
    add_tasks(entry, &added);
    doubts = jsonout_add_array(entry, "doubts");
    for (int row = sets->first[SET_DOUBTS]; row < sets->end[SET_DOUBTS]; row++) {
        jsonout_add_number(doubts, NULL, db_field(sets->rows[SET_DOUBTS], row, "place"));
    }
}
