#include "stats/reconcile/matches.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/office.h"
#include "stats/print/jsonout.h"
#include "stats/print/listing.h"
#include "stats/print/notation.h"
#include "stats/reconcile/apart.h"

#include <stdio.h>

#include "common/banned.h"

/* CSV has these columns in this order; names that a reading and ours share are told apart. */
static const char rows_query[] =
    "SELECT r.line, r.office, r.name, r.figure, r.meaning, r.published, r.numerator, r.denominator,"
    "       r.value, r.difference, r.agrees, r.place,"
    "       r.reading ->> 'profile' AS profile, r.reading ->> 'variant' AS variant,"
    "       r.reading ->> 'by' AS by, r.reading ->> 'tree' AS tree, r.reading ->> 'as_of' AS as_of,"
    "       r.reading #>> '{period,from}' AS period_from, r.reading #>> '{period,to}' AS period_to,"
    "       r.reading ->> 'digits' AS digits, r.reading ->> 'rounding' AS rounding,"
    "       r.reading ->> 'numerator' AS their_numerator,"
    "       r.reading ->> 'denominator' AS their_denominator,"
    "       r.reading ->> 'dossiers' AS dossiers, r.explanation, r.fault_vi,"
    "       r.is_rate, r.printed, r.ours_profile, r.dossiers AS apart, r.readings, r.reading,"
    "       r.readings - 1 AS others, r.wrong_column, r.wrong_value, r.fault, r.hint"
    " FROM stats.reconcile($1, $2, (SELECT coalesce(jsonb_agg(l ORDER BY l.line), '[]')"
    "                               FROM motcua.published_lines($3::jsonb) AS l), $4) AS r";

/* What the search went through, as JSON and in words. */
static const char searched_query[] =
    "SELECT s.searched, s.searched_text FROM motcua.reading_scope($1, $2) AS s";

bool matches_read(Db *db, const char *figures, struct Matches *matches, struct Error *err)
{
    const struct Reading *reading = &matches->reading;
    const char *values[] = {reading->from, reading->to, figures, matches->profile};

    matches->rows = db_query(db, rows_query, 4, values, err);
    if (matches->rows != NULL) {
        matches->searched = db_query(db, searched_query, 2, values, err);
    }
    return matches->searched != NULL;
}

/* ---- the rows of a line ---- */

static const char *field(const struct Matches *matches, int row, const char *column)
{
    return db_field(matches->rows, row, column);
}

bool matches_is_wrong(const struct Matches *matches, int row)
{
    return field(matches, row, "fault") != NULL;
}

/* Nothing was published: told, not compared. */
static bool is_silent(const struct Matches *matches, int row)
{
    return !matches_is_wrong(matches, row) && field(matches, row, "published") == NULL;
}

static bool agrees(const struct Matches *matches, int row)
{
    const char *value = field(matches, row, "agrees");

    return value != NULL && text_equal(value, "t");
}

static bool is_nearest(const struct Matches *matches, int row)
{
    const char *place = field(matches, row, "place");

    return place != NULL && text_equal(place, "0");
}

static int line_end(const struct Matches *matches, int first)
{
    int end = first + 1;

    while (end < db_row_count(matches->rows) &&
           text_equal(field(matches, end, "line"), field(matches, first, "line"))) {
        end++;
    }
    return end;
}

/* ---- JSON ---- */

static void add_names(cJSON *object, const struct Matches *matches, int row)
{
    jsonout_add_number_field(object, matches->rows, row, "line");
    jsonout_add_text_field(object, matches->rows, row, "office");
    jsonout_add_text_field(object, matches->rows, row, "name");
    jsonout_add_text_field(object, matches->rows, row, "figure");
    jsonout_add_text(object, "text", field(matches, row, "meaning"));
}

static void add_ours(cJSON *object, const struct Matches *matches, int row)
{
    cJSON *ours = jsonout_add_object(object, "ours");

    jsonout_add_text(ours, "profile", field(matches, row, "ours_profile"));
    jsonout_add_number_field(ours, matches->rows, row, "numerator");
    jsonout_add_number_field(ours, matches->rows, row, "denominator");
    jsonout_add_number_field(ours, matches->rows, row, "value");
}

/* Rows from first up to, without, end belong to one line. */
static cJSON *add_figure(cJSON *figures, const struct Matches *matches, int first, int end)
{
    cJSON *figure = jsonout_add_object(figures, NULL);

    add_names(figure, matches, first);
    jsonout_add_number_field(figure, matches->rows, first, "published");
    jsonout_add_text_field(figure, matches->rows, first, "printed");
    add_ours(figure, matches, first);
    jsonout_add_number_field(figure, matches->rows, first, "difference");
    jsonout_add_number_field(figure, matches->rows, first, "apart");
    jsonout_add_flag(figure, "agrees", field(matches, first, "agrees"));
    jsonout_add_number(figure, "readings_found", field(matches, first, "readings"));
    cJSON *readings = jsonout_add_array(figure, "readings");
    for (int row = first; row < end && !is_nearest(matches, first); row++) {
        if (field(matches, row, "reading") != NULL) {
            jsonout_add_raw(readings, NULL, field(matches, row, "reading"));
        }
    }
    jsonout_add_raw(figure, "nearest",
                    is_nearest(matches, first) ? field(matches, first, "reading") : NULL);
    return figure;
}

static void add_rejected(cJSON *rejected, const struct Matches *matches, int row)
{
    cJSON *line = jsonout_add_object(rejected, NULL);

    jsonout_add_number_field(line, matches->rows, row, "line");
    jsonout_add_text(line, "column", field(matches, row, "wrong_column"));
    jsonout_add_text(line, "value", field(matches, row, "wrong_value"));
    jsonout_add_text(line, "reason", field(matches, row, "fault_vi"));
    jsonout_add_text_field(line, matches->rows, row, "hint");
}

static void print_json(const void *read)
{
    const struct Matches *matches = read;
    cJSON *root = jsonout_new_object();
    int apart = 0;

    reading_add_json(&matches->reading, root);
    jsonout_add_text(root, "profile", matches->profile);
    jsonout_add_raw(root, "searched", db_field(matches->searched, 0, "searched"));
    cJSON *figures = jsonout_add_array(root, "figures");
    cJSON *silent = jsonout_add_array(root, "not_published");
    cJSON *rejected = jsonout_add_array(root, "rejected");
    for (int row = 0, end; row < db_row_count(matches->rows); row = end) {
        end = line_end(matches, row);
        if (matches_is_wrong(matches, row)) {
            add_rejected(rejected, matches, row);
        } else if (is_silent(matches, row)) {
            cJSON *line = jsonout_add_object(silent, NULL);
            add_names(line, matches, row);
            add_ours(line, matches, row);
        } else {
            cJSON *figure = add_figure(figures, matches, row, end);
            if (matches->apart != NULL) {
                int first = apart;
                apart = apart_end(matches->apart, first, matches->rows, row);
                apart_add_json(figure, matches->apart, first, apart);
            }
        }
    }
    jsonout_print(root, stdout);
}

/* ---- CSV ---- */

/* The columns of rows_query, in order: one row a line and reading; what is left out here is for JSON. */
static const enum ListingKind kinds[LISTING_COLUMNS] = {
    LISTING_NUMBER,  LISTING_TEXT,   LISTING_TEXT,   LISTING_TEXT,    LISTING_TEXT,
    LISTING_DECIMAL, LISTING_NUMBER, LISTING_NUMBER, LISTING_DECIMAL, LISTING_DECIMAL,
    LISTING_FLAG,    LISTING_NUMBER, LISTING_TEXT,   LISTING_TEXT,    LISTING_TEXT,
    LISTING_TEXT,    LISTING_TIME,   LISTING_DAY,    LISTING_DAY,     LISTING_NUMBER,
    LISTING_TEXT,    LISTING_NUMBER, LISTING_NUMBER, LISTING_NUMBER,  LISTING_TEXT,
    LISTING_TEXT,
};

static void put_rows(const void *read, struct RowOut *out)
{
    const struct Matches *matches = read;

    if (matches->apart != NULL) {
        apart_put_rows(out, matches->apart);
    } else {
        listing_put_rows(out, matches->rows, kinds);
    }
}

/* ---- table ---- */

/* A count, or a rate as "96,93 % (1.232/1.271)". */
static const char *figure_text(const struct Matches *matches, int row)
{
    Arena *arena = matches->arena;
    const char *numerator = field(matches, row, "numerator");
    const char *denominator = field(matches, row, "denominator");

    if (denominator == NULL) {
        return notation_count(arena, numerator);
    }
    return arena_printf(arena, "%s (%s)", notation_percent(arena, field(matches, row, "value")),
                        notation_fraction(arena, numerator, denominator));
}

static const char *reading_text(const struct Matches *matches, int row)
{
    const char *denominator = field(matches, row, "their_denominator");
    const char *numerator = field(matches, row, "their_numerator");
    const char *text = field(matches, row, "explanation");
    Arena *arena = matches->arena;

    return arena_printf(arena, "%s (%s)", text[0] != '\0' ? text : "cách tính thông thường",
                        denominator == NULL ? notation_count(arena, numerator)
                                            : notation_fraction(arena, numerator, denominator));
}

static const char *others_text(const struct Matches *matches, int row)
{
    const char *others = field(matches, row, "others");

    return text_equal(others, "0") ? ""
                                   : arena_printf(matches->arena, "; và %s cách khác",
                                                  notation_count(matches->arena, others));
}

/* What has come out for the line that begins with this row. */
static const char *outcome_text(const struct Matches *matches, int row)
{
    Arena *arena = matches->arena;

    if (is_silent(matches, row)) {
        return "không công bố";
    }
    if (agrees(matches, row)) {
        return "khớp";
    }
    if (is_nearest(matches, row)) {
        return arena_printf(arena, "chưa giải thích được; gần nhất: %s, lệch %s hồ sơ",
                            reading_text(matches, row),
                            notation_count(arena, field(matches, row, "dossiers")));
    }
    if (field(matches, row, "reading") != NULL) {
        return arena_printf(arena, "%s%s", reading_text(matches, row), others_text(matches, row));
    }
    return "chưa giải thích được";
}

static void add_line(const struct Matches *matches, Table *table, int row)
{
    Arena *arena = matches->arena;
    const char *meaning = field(matches, row, "meaning");
    const char *cells[] = {
        field(matches, row, "line"),
        field(matches, row, "office"),
        field(matches, row, "printed"),
        figure_text(matches, row),
        arena_printf(arena, "%s: %s", meaning != NULL ? meaning : field(matches, row, "figure"),
                     outcome_text(matches, row)),
    };

    table_add(table, cells);
}

static void print_wrong(const struct Matches *matches, int row)
{
    const char *value = field(matches, row, "wrong_value");

    printf("Dòng %s không đọc được: %s%s%s%s.\n", field(matches, row, "line"),
           field(matches, row, "fault_vi"), value != NULL ? " ('" : "",
           value != NULL ? text_sanitize(matches->arena, value) : "", value != NULL ? "')" : "");
}

static void print_lines(const struct Matches *matches)
{
    static const char *const titles[] = {"Dòng", "Cơ quan", "Công bố", "Tính được",
                                         "Chỉ tiêu; cách tính ra số đã công bố"};
    Table *table = table_new(matches->arena, "rlrrl", 4);

    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(matches->rows); row = line_end(matches, row)) {
        if (!matches_is_wrong(matches, row)) {
            add_line(matches, table, row);
        }
    }
    table_print(table, stdout);
}

static void print_table(const void *read)
{
    const struct Matches *matches = read;

    office_print_period(matches->arena, &matches->reading);
    printf("%s\n\n", db_field(matches->searched, 0, "searched_text"));
    print_lines(matches);
    putchar('\n');
    for (int row = 0; row < db_row_count(matches->rows); row = line_end(matches, row)) {
        if (matches_is_wrong(matches, row)) {
            print_wrong(matches, row);
        }
    }
    if (matches->apart != NULL) {
        apart_print(matches->arena, matches->apart);
    }
}

const struct Report matches_report = {print_table, print_json, put_rows};
