/*
 * Two readings are compared: what was stored (a snapshot is never changed) and what is computed today. Which dossiers
 * made the difference is found by asking once more for the marks as they were known then, from the versions kept of every
 * dossier; a figure whose rule has another version since is told as such, because no dossier need have moved.
 */
#include "stats/answer/restated.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/answer/moved.h"
#include "stats/figure/office.h"
#include "stats/figure/reading.h"
#include "stats/figure/ruleset.h"
#include "stats/print/rowout.h"
#include "stats/print/jsonout.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

struct Restated {
    Arena *arena;
    const char *profile;
    bool only_moved; /* in CSV */
    struct Reading reading;
    DbRows *rule;
    DbRows *published; /* one row: when */
    DbRows *figures;   /* the figures of an office one after the other */
    DbRows *moved;     /* dossiers */
};

static const char published_query[] =
    "SELECT run_id, to_char(taken_at, " READING_ISO ") AS taken_at, counted_to"
    " FROM motcua.last_publication($1, $2, CASE WHEN $3::text IS NOT NULL THEN"
    "     (SELECT p.period_to FROM stats.period($3) AS p) END)";

static const char figures_query[] =
    "SELECT f.*, coalesce(l.text_vi, b.text_vi, f.figure) AS text_vi,"
    "       (f.published_numerator, f.published_denominator, f.rule_changed IS TRUE)"
    "           IS DISTINCT FROM (f.numerator, f.denominator, false) AS says_something"
    " FROM stats.restated($1, $2, $4, $5) AS f"
    " LEFT JOIN motcua.rate AS l ON f.is_rate AND l.profile = $4 AND l.rate = f.figure"
    " LEFT JOIN motcua.bucket AS b ON NOT f.is_rate AND b.bucket = f.figure"
    " WHERE $3::text IS NULL OR f.office = $3"
    " ORDER BY f.office COLLATE \"C\", f.is_rate, l.position, f.figure COLLATE \"C\"";

static bool read_restated(const struct Context *context, struct Restated *restated,
                          struct Error *err)
{
    const struct Options *options = context->options;
    struct Reading *reading = &restated->reading;
    const char *stored[] = {reading->from, reading->to, options->published};
    Db *db = context->db;

    if (!reading_begin_period(db, &options->asked, reading, err) ||
        !reading_check(db, READING_OFFICE, options->office, NULL, err) ||
        !reading_check(db, READING_PROFILE, restated->profile, NULL, err)) {
        return false;
    }
    restated->published = db_query(db, published_query, 3, stored, err);
    if (restated->published == NULL) {
        return false;
    }
    const char *values[] = {reading->from, reading->to, options->office, restated->profile,
                            db_field(restated->published, 0, "counted_to")};
    restated->figures = db_query(db, figures_query, 5, values, err);
    if (restated->figures != NULL) {
        restated->moved = moved_read(db, reading, options->office, values[4], err);
    }
    if (restated->moved != NULL) {
        restated->rule = ruleset_read(db, RULESET_PROFILE, restated->profile, reading, err);
    }
    return restated->rule != NULL;
}

static bool is_set(const DbRows *rows, int row, const char *column)
{
    const char *value = db_field(rows, row, column);

    return value != NULL && text_equal(value, "t");
}

static void add_fraction(cJSON *figure, const char *key, const DbRows *rows, int row,
                         const char *const columns[3])
{
    cJSON *fraction = jsonout_add_object(figure, key);

    jsonout_add_number(fraction, "numerator", db_field(rows, row, columns[0]));
    jsonout_add_number(fraction, "denominator", db_field(rows, row, columns[1]));
    jsonout_add_number(fraction, "percent", db_field(rows, row, columns[2]));
}

static void add_figure(cJSON *counts, cJSON *rates, const DbRows *rows, int row)
{
    static const char *const was[] = {"published_numerator", "published_denominator",
                                      "published_percent"};
    static const char *const is_now[] = {"numerator", "denominator", "percent"};
    bool is_rate = is_set(rows, row, "is_rate");
    cJSON *figure = jsonout_add_object(is_rate ? rates : counts, db_field(rows, row, "figure"));

    if (is_rate) {
        add_fraction(figure, "published", rows, row, was);
        add_fraction(figure, "recomputed", rows, row, is_now);
        jsonout_add_flag(figure, "rule_changed", db_field(rows, row, "rule_changed"));
    } else {
        jsonout_add_number(figure, "published", db_field(rows, row, "published_numerator"));
        jsonout_add_number(figure, "recomputed", db_field(rows, row, "numerator"));
    }
}

static void print_json(const void *read)
{
    const struct Restated *restated = read;
    const DbRows *figures = restated->figures;
    cJSON *root = jsonout_new_object();

    reading_add_json(&restated->reading, root);
    jsonout_add_text(root, "profile", restated->profile);
    ruleset_add_json(root, restated->rule);
    cJSON *published = jsonout_add_object(root, "published");
    jsonout_add_number(published, "run", db_field(restated->published, 0, "run_id"));
    jsonout_add_text_field(published, restated->published, 0, "taken_at");
    jsonout_add_text_field(published, restated->published, 0, "counted_to");
    cJSON *offices = jsonout_add_array(root, "offices");
    for (int row = 0; row < db_row_count(figures);) {
        cJSON *office = jsonout_add_office(offices, figures, row);
        cJSON *counts = jsonout_add_object(office, "counts");
        cJSON *rates = jsonout_add_object(office, "rates");
        for (int end = office_end(figures, row, figures, row); row < end; row++) {
            add_figure(counts, rates, figures, row);
        }
    }
    moved_add_json(jsonout_add_array(root, "dossiers"), restated->moved);
    jsonout_print(root, stdout);
}

/* Without the dossiers: a list of them has other columns. */
static void put_figures(const void *read, struct RowOut *out)
{
    const struct Restated *restated = read;
    static const char *const columns[] = {"office",
                                          "name",
                                          "figure",
                                          "published_numerator",
                                          "published_denominator",
                                          "published_percent",
                                          "numerator",
                                          "denominator",
                                          "percent",
                                          "rule_changed",
                                          NULL};
    const DbRows *rows = restated->figures;

    rowout_begin(out, columns);
    for (int row = 0; row < db_row_count(rows); row++) {
        rowout_text(out, db_field(rows, row, columns[0]));
        rowout_text(out, db_field(rows, row, columns[1]));
        rowout_text(out, db_field(rows, row, columns[2]));
        for (int i = 3; i < 9; i++) {
            rowout_number(out, db_field(rows, row, columns[i]));
        }
        rowout_text(out, db_field(rows, row, "rule_changed"));
        rowout_end_row(out);
    }
}

/* A count, or a rate as "96,93 % (1.232/1.271)"; what was not published has none. */
static const char *format_figure(Arena *arena, const char *numerator, const char *denominator,
                                 const char *percent)
{
    if (numerator == NULL || denominator == NULL) {
        return notation_count(arena, numerator);
    }
    return arena_printf(arena, "%s (%s)", notation_percent(arena, percent),
                        notation_fraction(arena, numerator, denominator));
}

/* Only what differs: rows from first up to, without, end belong to one office. */
static void print_office(const struct Restated *restated, int first, int end)
{
    static const char *const titles[] = {"Chỉ tiêu", "Đã chốt", "Tính lại", "Ghi chú"};
    const DbRows *rows = restated->figures;
    Arena *arena = restated->arena;
    Table *table = table_new(arena, "lrrl", 0);

    table_add(table, titles);
    table_rule(table);
    for (int row = first; row < end; row++) {
        const char *cells[] = {
            db_field(rows, row, "text_vi"),
            format_figure(arena, db_field(rows, row, "published_numerator"),
                          db_field(rows, row, "published_denominator"),
                          db_field(rows, row, "published_percent")),
            format_figure(arena, db_field(rows, row, "numerator"),
                          db_field(rows, row, "denominator"), db_field(rows, row, "percent")),
            is_set(rows, row, "rule_changed") ? "quy tắc đã đổi" : "",
        };
        if (is_set(rows, row, "says_something")) {
            table_add(table, cells);
        }
    }
    table_print(table, stdout);
    putchar('\n');
}

static void print_table(const void *read)
{
    const struct Restated *restated = read;
    const DbRows *rows = restated->figures;
    Arena *arena = restated->arena;
    int same = 0;

    office_print_period(arena, &restated->reading);
    ruleset_print(arena, restated->rule);
    printf("Đã chốt lúc %s, số liệu tính đến ngày %s.\n\n",
           notation_time(arena, db_field(restated->published, 0, "taken_at")),
           notation_day(arena, db_field(restated->published, 0, "counted_to")));
    for (int row = 0, end; row < db_row_count(rows); row = end) {
        end = office_end(rows, row, rows, row);
        if (office_is_silent(rows, row, end)) {
            same++;
            continue;
        }
        office_print_name(arena, rows, row);
        putchar('\n');
        print_office(restated, row, end);
    }
    if (same > 0) {
        printf("Không liệt kê %02d cơ quan có số liệu không đổi.\n", same);
    }
    moved_print(arena, restated->moved);
}

static void put_rows(const void *read, struct RowOut *out)
{
    const struct Restated *restated = read;

    if (restated->only_moved) {
        moved_put_rows(out, restated->moved);
    } else {
        put_figures(restated, out);
    }
}

static const struct Report report = {print_table, print_json, put_rows};

bool stats_restated(const struct Context *context, struct Error *err)
{
    struct Restated restated = {
        .arena = context->arena,
        .only_moved = context->options->dossiers,
        .profile = context_profile(context),
    };

    bool ok =
        read_restated(context, &restated, err) && context_print(context, &report, &restated, err);
    db_rows_free(restated.rule);
    db_rows_free(restated.published);
    db_rows_free(restated.figures);
    db_rows_free(restated.moved);
    return ok;
}
