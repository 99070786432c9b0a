#include "stats/answer/points.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/doubt.h"
#include "stats/figure/office.h"
#include "stats/figure/reading.h"
#include "stats/figure/ruleset.h"
#include "stats/print/rowout.h"
#include "stats/print/jsonout.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

struct Points {
    Arena *arena;
    const char *office;  /* NULL: all */
    const char *scoring; /* as asked for */
    char version[READING_NAME_SIZE];
    struct Reading reading;
    DbRows *rule;
    DbRows *rows;   /* the criteria of an office one after the other */
    DbRows *doubts; /* in the same order of offices, why the figures may not hold */
};

/*
 * Only what is scored counts for the sums: a criterion whose rate has an empty denominator, and
 * that earns nothing for it by rule, takes its maximum out too. Nothing scored: no sum.
 */
static const char points_query[] =
    "SELECT p.*, c.text_vi, sum(p.points) OVER of_office AS points_sum,"
    "       coalesce(sum(p.max_points) FILTER (WHERE p.points IS NOT NULL) OVER of_office, 0)"
    "           AS max_points_sum,"
    "       sum(p.max_points) OVER of_office AS set_max_points,"
    "       sum(p.points_lost) OVER of_office AS points_lost_sum,"
    "       coalesce(p.denominator > 0, false) AND (s.profile, p.rate) IN (" READING_OWN_RATES ")"
    "           AS says_something"
    " FROM stats.points($1, $2, $4, " READING_VIEW ") AS p"
    " JOIN motcua.scoring AS s ON s.scoring = $4"
    " JOIN motcua.criterion AS c ON c.scoring = $4 AND c.criterion = p.criterion"
    " WHERE $3::text IS NULL OR p.office = $3"
    " WINDOW of_office AS (PARTITION BY p.office)"
    " ORDER BY p.office COLLATE \"C\", p.criterion COLLATE \"C\"";

static bool read_points(const struct Context *context, struct Points *points, struct Error *err)
{
    const char *office = context->options->office;
    Db *db = context->db;

    if (!reading_begin_period(db, &context->options->asked, &points->reading, err) ||
        !reading_check(db, READING_OFFICE, office, NULL, err) ||
        !reading_check(db, READING_SCORING, points->scoring, NULL, err) ||
        !reading_find_version(db, &points->reading, points->scoring, points->version, err) ||
        !reading_note_not_known(db, &points->reading, points->version, err)) {
        return false;
    }
    points->rows =
        reading_query(db, &points->reading, points_query, office, points->version, NULL, err);
    if (points->rows != NULL) {
        points->rule = ruleset_read(db, RULESET_SCORING, points->version, &points->reading, err);
    }
    if (points->rule != NULL) {
        points->doubts = doubt_read_points(db, &points->reading, office, points->version, err);
    }
    return points->doubts != NULL;
}

static void add_criterion(cJSON *criteria, const DbRows *rows, int row)
{
    cJSON *criterion = jsonout_add_object(criteria, NULL);

    jsonout_add_text_field(criterion, rows, row, "criterion");
    jsonout_add_text_field(criterion, rows, row, "rate");
    jsonout_add_number_field(criterion, rows, row, "numerator");
    jsonout_add_number_field(criterion, rows, row, "denominator");
    jsonout_add_number_field(criterion, rows, row, "percent");
    jsonout_add_number_field(criterion, rows, row, "points");
    jsonout_add_number_field(criterion, rows, row, "max_points");
    jsonout_add_number_field(criterion, rows, row, "points_lost");
    jsonout_add_number_field(criterion, rows, row, "dossiers_needed");
    if (db_field(rows, row, "no_rate") != NULL) {
        jsonout_add_text(criterion, "doubt", "no_rate");
        jsonout_add_text(criterion, "reason", db_field(rows, row, "no_rate"));
    } else {
        doubt_add_figure_json(criterion, rows, row);
    }
}

static void print_json(const void *read)
{
    const struct Points *points = read;
    const DbRows *rows = points->rows;
    cJSON *root = jsonout_new_object();
    int doubt = 0;

    reading_add_json(&points->reading, root);
    jsonout_add_text(root, "scoring", points->scoring);
    jsonout_add_text(root, "version", points->version);
    ruleset_add_json(root, points->rule);
    cJSON *offices = jsonout_add_array(root, "offices");
    for (int row = 0; row < db_row_count(rows);) {
        int first = row, end = office_end(rows, first, rows, first);
        cJSON *office = jsonout_add_office(offices, rows, first);
        cJSON *criteria = jsonout_add_array(office, "criteria");
        for (; row < end; row++) {
            add_criterion(criteria, rows, row);
        }
        jsonout_add_number(office, "points", db_field(rows, first, "points_sum"));
        jsonout_add_number(office, "max_points", db_field(rows, first, "max_points_sum"));
        jsonout_add_number(office, "set_max_points", db_field(rows, first, "set_max_points"));
        jsonout_add_number(office, "points_lost", db_field(rows, first, "points_lost_sum"));
        int first_doubt = doubt;
        doubt = office_end(points->doubts, first_doubt, rows, first);
        doubt_add_json(office, points->doubts, first_doubt, doubt);
    }
    jsonout_print(root, stdout);
}

static void put_doubt(struct RowOut *out, const DbRows *rows, int row)
{
    const char *reason = db_field(rows, row, "no_rate");

    if (reason == NULL && db_field(rows, row, "percent") == NULL) {
        reason = DOUBT_EMPTY;
    }
    rowout_text(out, reason);
}

/* Rows of one office end with its doubts, which are about all of them. */
static void put_rows(const void *read, struct RowOut *out)
{
    const struct Points *points = read;
    static const char *const columns[] = {
        "office",          "name",    "criterion",     "rate",       "numerator",
        "denominator",     "percent", "points",        "max_points", "points_lost",
        "dossiers_needed", "doubt",   READING_COLUMNS, NULL};
    const DbRows *rows = points->rows;
    int doubt = 0;

    rowout_begin(out, columns);
    reading_end_rows(out, points->arena, &points->reading, points->version);
    for (int row = 0; row < db_row_count(rows);) {
        int first = row, first_doubt = doubt;
        for (int end = office_end(rows, first, rows, first); row < end; row++) {
            rowout_text(out, db_field(rows, row, "office"));
            rowout_text(out, db_field(rows, row, "name"));
            rowout_text(out, db_field(rows, row, "criterion"));
            rowout_text(out, db_field(rows, row, "rate"));
            rowout_number(out, db_field(rows, row, "numerator"));
            rowout_number(out, db_field(rows, row, "denominator"));
            rowout_number(out, db_field(rows, row, "percent"));
            rowout_number(out, db_field(rows, row, "points"));
            rowout_number(out, db_field(rows, row, "max_points"));
            rowout_number(out, db_field(rows, row, "points_lost"));
            rowout_number(out, db_field(rows, row, "dossiers_needed"));
            put_doubt(out, rows, row);
            rowout_end_row(out);
        }
        doubt = office_end(points->doubts, first_doubt, rows, first);
        doubt_put_rows(out, rows, first, points->doubts, first_doubt, doubt, 8);
    }
}

/* "12 hồ sơ (+0,19)": so many more dossiers win so many points; nothing where none is missing. */
static const char *way_to_maximum(const struct Points *points, int row)
{
    const char *needed = db_field(points->rows, row, "dossiers_needed");

    if (needed == NULL || text_equal(needed, "0")) {
        return needed == NULL ? NULL : "";
    }
    return arena_printf(
        points->arena, "%s hồ sơ (+%s)", notation_count(points->arena, needed),
        notation_decimal(points->arena, db_field(points->rows, row, "points_lost")));
}

/* Why criteria have no rate, and of how many points of the whole set they therefore say nothing. */
static void print_reasons(const struct Points *points, int first, int end)
{
    const DbRows *rows = points->rows;
    Arena *arena = points->arena;

    for (int row = first; row < end; row++) {
        const char *reason = db_field(rows, row, "no_rate");
        if (reason == NULL && db_field(rows, row, "percent") == NULL) {
            reason = db_field(rows, row, "points") == NULL ? DOUBT_EMPTY_REASON ", không chấm"
                                                           : DOUBT_EMPTY_REASON
                         ", điểm theo quy định của tiêu chí";
        }
        if (reason != NULL) {
            printf("%s: %s.\n", text_sanitize(arena, db_field(rows, row, "criterion")),
                   text_sanitize(arena, reason));
        }
    }
    const char *scored = db_field(rows, first, "max_points_sum");
    const char *whole = db_field(rows, first, "set_max_points");
    if (!text_equal(scored, whole)) {
        printf("Chỉ chấm được %s trong %s điểm của cả bộ tiêu chí.\n",
               notation_decimal(arena, scored), notation_decimal(arena, whole));
    }
}

/* Rows from first up to, without, end belong to one office; each carries the sums. */
static void print_office(const struct Points *points, int first, int end, struct DoubtSpan doubts)
{
    static const char *const titles[] = {"Tiêu chí", "Nội dung", "Số hồ sơ", "Tỷ lệ",
                                         "Điểm",     "Tối đa",   "Mất",      "Cần thêm (điểm)"};
    const DbRows *rows = points->rows;
    Arena *arena = points->arena;
    Table *table = table_new(arena, "llrrrrrr", 1);

    table_add(table, titles);
    table_rule(table);
    for (int row = first; row < end; row++) {
        const char *cells[] = {
            db_field(rows, row, "criterion"),
            db_field(rows, row, "text_vi"),
            notation_fraction(arena, db_field(rows, row, "numerator"),
                              db_field(rows, row, "denominator")),
            doubt_percent(arena, db_field(rows, row, "percent"),
                          doubt_concerns(arena, doubts, db_field(rows, row, "rate"))),
            notation_decimal(arena, db_field(rows, row, "points")),
            notation_decimal(arena, db_field(rows, row, "max_points")),
            notation_decimal(arena, db_field(rows, row, "points_lost")),
            way_to_maximum(points, row),
        };
        table_add(table, cells);
    }
    const char *sums[] = {"",
                          "Tổng các tiêu chí được chấm",
                          "",
                          "",
                          notation_decimal(arena, db_field(rows, first, "points_sum")),
                          notation_decimal(arena, db_field(rows, first, "max_points_sum")),
                          notation_decimal(arena, db_field(rows, first, "points_lost_sum")),
                          ""};
    table_rule(table);
    table_add(table, sums);
    table_print(table, stdout);
    print_reasons(points, first, end);
}

static void print_table(const void *read)
{
    const struct Points *points = read;
    int left_out = 0, doubt = 0;

    for (int row = 0, end; row < db_row_count(points->rows); row = end) {
        int first_doubt = doubt;
        doubt = office_end(points->doubts, first_doubt, points->rows, row);
        end = office_end(points->rows, row, points->rows, row);
        if (points->office == NULL && office_is_silent(points->rows, row, end)) {
            left_out++;
            continue;
        }
        office_print_title(points->arena, points->rows, row, &points->reading);
        ruleset_print(points->arena, points->rule);
        putchar('\n');
        print_office(points, row, end, (struct DoubtSpan){points->doubts, first_doubt, doubt});
        putchar('\n');
        doubt_print(points->arena, points->doubts, first_doubt, doubt);
    }
    office_print_left_out(left_out);
}

static const struct Report report = {print_table, print_json, put_rows};

bool stats_points(const struct Context *context, struct Error *err)
{
    struct Points points = {
        .arena = context->arena,
        .office = context->options->office,
        .scoring = context_scoring(context),
    };

    bool ok = read_points(context, &points, err) && context_print(context, &report, &points, err);
    db_rows_free(points.rule);
    db_rows_free(points.rows);
    db_rows_free(points.doubts);
    return ok;
}
