#include "stats/answer/targets.h"

#include "common/buf.h"
#include "common/text.h"
#include "stats/answer/targetrows.h"
#include "stats/answer/targettable.h"
#include "stats/figure/doubt.h"
#include "stats/figure/office.h"
#include "stats/figure/reading.h"
#include "stats/print/rowout.h"
#include "stats/print/jsonout.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

enum { RANGES_SIZE = CLI_LIST_MAX * 40 };

static const char targets_query[] =
    "SELECT t.*, coalesce(k.measure, 'dossiers') AS measure, coalesce(t.denominator > 0, false)"
    "            AND (t.profile, t.figure) IN (" READING_OWN_RATES ") AS says_something,"
    "       concat_ws(chr(10), t.set, t.legal_source, t.valid_from, '-', t.valid_to) AS paper"
    " FROM stats.targets($1, $2, $4, $3, $9, " READING_VIEW ") AS t"
    " LEFT JOIN motcua.rate AS k ON k.profile = t.profile AND k.rate = t.figure"
    " ORDER BY motcua.level_order(t.level), t.office COLLATE \"C\", t.set, t.position, t.figure,"
    "          t.place";

/* Of those rates that are asked for here; see reading_note_not_known. */
static const char not_known_query[] =
    "SELECT coalesce(json_agg(DISTINCT m.rate), '[]') FROM motcua.target AS t"
    " JOIN motcua.term AS m ON m.profile = t.profile AND m.rate = t.figure"
    " JOIN motcua.bucket AS b ON b.bucket = m.bucket"
    " WHERE b.event IN " READING_TIMELESS " AND ($1::text IS NULL OR t.set = $1)";

static bool note_not_known(Db *db, struct Targets *targets, struct Error *err)
{
    struct Reading *reading = &targets->reading;

    return reading->run[0] == '\0' ||
           db_query_value(db, not_known_query, 1, &targets->set, reading->not_known,
                          sizeof reading->not_known, err);
}

/* The other periods, as an array of ranges of days in ranges. */
static bool read_others(Db *db, const struct CliList *periods, struct Targets *targets,
                        struct Buf *ranges, struct Error *err)
{
    buf_putc(ranges, '{');
    for (size_t i = 0; i < periods->count; i++) {
        struct Reading *other = &targets->others[i];
        if (!reading_other(db, &targets->reading, periods->items[i], other, err)) {
            return false;
        }
        buf_printf(ranges, "%s\"[%s,%s]\"", i > 0 ? "," : "", other->from, other->to);
        targets->other_count++;
    }
    buf_putc(ranges, '}');
    return true;
}

static bool read_rows(Db *db, const struct CliList *periods, struct Targets *targets,
                      struct Error *err)
{
    struct Buf ranges;

    buf_init(&ranges, RANGES_SIZE);
    if (read_others(db, periods, targets, &ranges, err)) {
        targets->rows = reading_query(db, &targets->reading, targets_query, targets->office,
                                      targets->set, ranges.data, err);
    }
    buf_release(&ranges);
    return targets->rows != NULL;
}

static bool read_targets(const struct Context *context, struct Targets *targets, struct Error *err)
{
    const struct Asked *asked = &context->options->asked;
    Db *db = context->db;

    if (!reading_begin_period(db, asked, &targets->reading, err) ||
        !reading_check(db, READING_OFFICE, targets->office, NULL, err) ||
        !reading_check(db, READING_TARGET_SET, targets->set, NULL, err) ||
        !note_not_known(db, targets, err) || !read_rows(db, &asked->against, targets, err)) {
        return false;
    }
    targets->doubts = doubt_read(db, &targets->reading, targets->office, err);
    return targets->doubts != NULL;
}

/* What a target has become in one period. */
static void add_result(cJSON *object, Arena *arena, const DbRows *rows, int row)
{
    jsonout_add_number_field(object, rows, row, "value");
    jsonout_add_number_field(object, rows, row, "required");
    jsonout_add_number_field(object, rows, row, "numerator");
    jsonout_add_number_field(object, rows, row, "denominator");
    jsonout_add_number_field(object, rows, row, "percent");
    jsonout_add_text_field(object, rows, row, "state");
    if (!targetrows_is_first(rows, row)) {
        jsonout_add_number_field(object, rows, row, "change_points");
    }
    if (targetrows_kind(rows, row) != NULL) {
        jsonout_add_text(object, "doubt", targetrows_kind(rows, row));
        jsonout_add_text(object, "reason", targetrows_reason(arena, rows, row));
    }
}

static void add_target(cJSON *list, Arena *arena, const DbRows *rows, int first, int end)
{
    cJSON *target = jsonout_add_object(list, NULL);

    jsonout_add_text_field(target, rows, first, "set");
    jsonout_add_text_field(target, rows, first, "figure");
    jsonout_add_text_field(target, rows, first, "profile");
    jsonout_add_text(target, "text", db_field(rows, first, "text_vi"));
    jsonout_add_text_field(target, rows, first, "direction");
    jsonout_add_number_field(target, rows, first, "base_year");
    jsonout_add_text_field(target, rows, first, "growth_in");
    jsonout_add_text_field(target, rows, first, "legal_source");
    jsonout_add_text_field(target, rows, first, "valid_from");
    jsonout_add_text_field(target, rows, first, "valid_to");
    add_result(target, arena, rows, first);
    cJSON *against = jsonout_add_array(target, "against");
    for (int row = first + 1; row < end; row++) {
        cJSON *object = jsonout_add_object(against, NULL);
        cJSON *period = jsonout_add_object(object, "period");
        jsonout_add_text(period, "from", db_field(rows, row, "from_day"));
        jsonout_add_text(period, "to", db_field(rows, row, "to_day"));
        add_result(object, arena, rows, row);
    }
}

static void print_json(const void *read)
{
    const struct Targets *targets = read;
    const DbRows *rows = targets->rows;
    cJSON *root = jsonout_new_object();

    reading_add_json(&targets->reading, root);
    jsonout_add_text(root, "set", targets->set);
    cJSON *offices = jsonout_add_array(root, "offices");
    for (int row = 0; row < db_row_count(rows);) {
        int first = row, doubt;
        cJSON *office = jsonout_add_office(offices, rows, first);
        cJSON *list = jsonout_add_array(office, "targets");
        for (int end = office_end(rows, first, rows, first); row < end;) {
            int next = targetrows_end(rows, row);
            add_target(list, targets->arena, rows, row, next);
            row = next;
        }
        int last_doubt = targetrows_find_doubts(targets, first, &doubt);
        doubt_add_json(office, targets->doubts, doubt, last_doubt);
    }
    jsonout_print(root, stdout);
}

static void put_row(struct RowOut *out, const struct Targets *targets, int row)
{
    const DbRows *rows = targets->rows;

    rowout_text(out, db_field(rows, row, "office"));
    rowout_text(out, db_field(rows, row, "name"));
    rowout_text(out, db_field(rows, row, "figure"));
    rowout_text(out, db_field(rows, row, "set"));
    rowout_text(out, db_field(rows, row, "text_vi"));
    rowout_text(out, db_field(rows, row, "direction"));
    rowout_number(out, db_field(rows, row, "value"));
    rowout_text(out, db_field(rows, row, "base_year"));
    rowout_text(out, db_field(rows, row, "growth_in"));
    rowout_number(out, db_field(rows, row, "required"));
    rowout_number(out, db_field(rows, row, "numerator"));
    rowout_number(out, db_field(rows, row, "denominator"));
    rowout_number(out, db_field(rows, row, "percent"));
    rowout_text(out, db_field(rows, row, "state"));
    rowout_number(out, db_field(rows, row, "change_points"));
    rowout_text(out, db_field(rows, row, "legal_source"));
    rowout_day(out, db_field(rows, row, "valid_from"));
    rowout_day(out, db_field(rows, row, "valid_to"));
    rowout_text(out, targetrows_reason(targets->arena, rows, row));
    rowout_end_row(out);
}

/* The period of a row stands at its end, as in all CSV. */
static void put_rows(const void *read, struct RowOut *out)
{
    const struct Targets *targets = read;
    static const char *const columns[] = {"office",       "name",          "figure",
                                          "set",          "text",          "direction",
                                          "value",        "base_year",     "growth_in",
                                          "required",     "numerator",     "denominator",
                                          "percent",      "state",         "change_points",
                                          "legal_source", "valid_from",    "valid_to",
                                          "doubt",        READING_COLUMNS, NULL};
    const DbRows *rows = targets->rows;

    rowout_begin(out, columns);
    for (int row = 0, place = 0; row < db_row_count(rows); row++) {
        place = targetrows_is_first(rows, row) ? 0 : place + 1;
        reading_end_rows(out, targets->arena,
                         place == 0 ? &targets->reading : &targets->others[place - 1],
                         db_field(rows, row, "profile"));
        put_row(out, targets, row);
        if (row + 1 == office_end(rows, row, rows, row)) {
            int doubt, end = targetrows_find_doubts(targets, row, &doubt);
            reading_end_rows(out, targets->arena, &targets->reading, NULL);
            doubt_put_rows(out, rows, row, targets->doubts, doubt, end, 15);
        }
    }
}

static const struct Report report = {targettable_print, print_json, put_rows};

bool stats_targets(const struct Context *context, struct Error *err)
{
    struct Targets targets = {
        .arena = context->arena,
        .office = context->options->office,
        .set = context_target_set(context),
    };

    bool ok =
        read_targets(context, &targets, err) && context_print(context, &report, &targets, err);
    db_rows_free(targets.rows);
    db_rows_free(targets.doubts);
    return ok;
}
