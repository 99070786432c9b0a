#include "stats/answer/against.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/counts.h"
#include "stats/figure/doubt.h"
#include "stats/figure/office.h"
#include "stats/figure/ruleset.h"
#include "stats/print/jsonout.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

/*
 * The totals of the other period in the shape of those of the first, which come as parameters. What
 * is called percent and so on is of the other period, as in the rows of a period of its own.
 */
static const char figures_query[] =
    "SELECT a.office, a.figure, a.is_rate, a.numerator AS own_numerator, a.percent AS own_percent,"
    "       a.other_numerator AS numerator, a.other_denominator AS denominator,"
    "       a.other_percent AS percent, a.change_dossiers, a.change_points, r.text_vi, r.measure,"
    "       " DOUBT_RULE_COLUMN
    " FROM (SELECT f.* FROM (SELECT array_agg(b.office) AS offices, array_agg(b.bucket) AS names,"
    "                               array_agg(b.total) AS totals"
    "                        FROM stats.buckets($1, $2, " READING_VIEW ") AS b"
    "                        WHERE $3::text IS NULL OR b.office = $3) AS o"
    "       CROSS JOIN LATERAL motcua.against_of($9, $10, $11, o.offices, o.names, o.totals, $4) "
    "AS f"
    "       UNION ALL SELECT t.*"
    "       FROM motcua.terms_against($12, $13, $1, $2, $4, $3, " READING_VIEW ") AS t) AS a"
    " LEFT JOIN motcua.rate AS r ON a.is_rate AND r.profile = $4 AND r.rate = a.figure"
    " WHERE $3::text IS NULL OR a.office = $3"
    " ORDER BY a.office COLLATE \"C\", a.is_rate, a.position, a.figure";

static const char doubts_query[] =
    "SELECT " DOUBT_COLUMNS " FROM stats.against_doubts($1, $2, $3, $4, $5, $6, $7, $8)"
    " ORDER BY office COLLATE \"C\", kind, source";

static bool read_other(Db *db, const struct Reading *first, const DbRows *buckets,
                       const char *office, const char *profile, struct Other *other,
                       struct Error *err)
{
    const struct Reading *reading = &other->reading;
    const char *figures[] = {reading->from,
                             reading->to,
                             office,
                             profile,
                             reading->by,
                             reading->tree,
                             reading->today,
                             reading->run[0] != '\0' ? reading->run : NULL,
                             db_value(buckets, 0, 0),
                             db_value(buckets, 0, 1),
                             db_value(buckets, 0, 2),
                             first->from,
                             first->to};
    const char *doubts[] = {first->from, first->to,   reading->from, reading->to,
                            office,      reading->by, reading->tree, reading->today};

    other->rows = db_query(db, figures_query, 13, figures, err);
    if (other->rows != NULL) {
        other->doubts = db_query(db, doubts_query, 8, doubts, err);
    }
    return other->doubts != NULL;
}

bool against_read(Db *db, const struct CliList *periods, const struct Reading *reading,
                  const DbRows *buckets, const char *office, const char *profile,
                  struct Against *against, struct Error *err)
{
    bool ok = true;

    for (size_t i = 0; ok && i < periods->count; i++) {
        struct Other *other = &against->others[against->count++];
        ok = reading_other(db, reading, periods->items[i], &other->reading, err) &&
             read_other(db, reading, buckets, office, profile, other, err);
    }
    return ok;
}

void against_release(struct Against *against)
{
    for (size_t i = 0; i < against->count; i++) {
        db_rows_free(against->others[i].rows);
        db_rows_free(against->others[i].doubts);
    }
    against->count = 0;
}

static bool is_rate(const DbRows *rows, int row)
{
    return text_equal(db_field(rows, row, "is_rate"), "t");
}

/* The end of the rows from first on that are of its office, and counts or rates as it is. */
static int kind_end(const DbRows *rows, int first, int end)
{
    int at = first;

    while (at < end && is_rate(rows, at) == is_rate(rows, first)) {
        at++;
    }
    return at;
}

/* The rows of an office: from *first up to the end that is returned. */
static int find_office(const DbRows *rows, const char *office, int *first)
{
    *first = office_start(rows, office);
    return *first < db_row_count(rows) ? office_end(rows, *first, rows, *first) : *first;
}

static void add_figure(cJSON *parent, const DbRows *rows, int row)
{
    cJSON *figure = jsonout_add_object(parent, db_field(rows, row, "figure"));

    if (!is_rate(rows, row)) {
        jsonout_add_number(figure, "value", db_field(rows, row, "numerator"));
        jsonout_add_number_field(figure, rows, row, "change_dossiers");
        return;
    }
    jsonout_add_number_field(figure, rows, row, "numerator");
    jsonout_add_number_field(figure, rows, row, "denominator");
    jsonout_add_number_field(figure, rows, row, "percent");
    jsonout_add_number_field(figure, rows, row, "change_dossiers");
    jsonout_add_number_field(figure, rows, row, "change_points");
    doubt_add_rate_json(figure, rows, row);
}

static void add_other(cJSON *list, const struct Other *other, const char *office)
{
    cJSON *object = jsonout_add_object(list, NULL);
    cJSON *period = jsonout_add_object(object, "period");
    cJSON *counts = jsonout_add_object(object, "counts");
    cJSON *rates = jsonout_add_object(object, "rates");
    int row;

    jsonout_add_text(period, "from", other->reading.from);
    jsonout_add_text(period, "to", other->reading.to);
    for (int end = find_office(other->rows, office, &row); row < end; row++) {
        add_figure(is_rate(other->rows, row) ? rates : counts, other->rows, row);
    }
    int end = find_office(other->doubts, office, &row);
    doubt_add_json(object, other->doubts, row, end);
}

void against_add_json(cJSON *object, const struct Against *against, const char *office)
{
    if (against->count == 0) {
        return;
    }
    cJSON *list = jsonout_add_array(object, "against");
    for (size_t i = 0; i < against->count; i++) {
        add_other(list, &against->others[i], office);
    }
}

static void put_figure(struct RowOut *out, const DbRows *rows, int row)
{
    const char *percent = db_field(rows, row, "percent");
    const char *points = db_field(rows, row, "change_points");

    rowout_text(out, db_field(rows, row, "figure"));
    rowout_number(out, db_field(rows, row, "numerator"));
    rowout_number(out, db_field(rows, row, "denominator"));
    rowout_number(out, percent);
    rowout_number(out, db_field(rows, row, "change_dossiers"));
    rowout_number(out, points);
    rowout_text(out, is_rate(rows, row) ? doubt_of_rate(rows, row) : NULL);
    rowout_end_row(out);
}

void against_put_rows(struct RowOut *out, Arena *arena, const struct Against *against,
                      const DbRows *offices, int row, const char *profile)
{
    const char *office = db_field(offices, row, "office");
    const struct Cell *tail = out->tail;

    for (size_t i = 0; i < against->count; i++) {
        const struct Other *other = &against->others[i];
        int at;
        reading_end_rows(out, arena, &other->reading, profile);
        for (int end = find_office(other->rows, office, &at); at < end; at++) {
            rowout_text(out, office);
            rowout_text(out, db_field(offices, row, "name"));
            put_figure(out, other->rows, at);
        }
        int end = find_office(other->doubts, office, &at);
        doubt_put_rows(out, offices, row, other->doubts, at, end, 3 + AGAINST_COLUMN_COUNT);
    }
    out->tail = tail;
}

/* Rows from first up to, without, end are counts. */
static void print_counts(Arena *arena, const DbRows *rows, int first, int end, const DbRows *labels)
{
    static const char *const titles[] = {"Số lượng", "Kỳ này", "Kỳ so sánh", "Tăng, giảm"};
    Table *table = table_new(arena, "lrrr", 0);

    table_add(table, titles);
    table_rule(table);
    for (int row = first; row < end; row++) {
        const char *cells[] = {
            counts_label(labels, db_field(rows, row, "figure")),
            notation_count(arena, db_field(rows, row, "own_numerator")),
            notation_count(arena, db_field(rows, row, "numerator")),
            notation_change(arena, db_field(rows, row, "change_dossiers")),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
}

/* Rows from first up to, without, end are rates. */
static void print_rates(Arena *arena, const DbRows *rows, int first, int end,
                        struct DoubtSpan doubts)
{
    static const char *const titles[] = {"Tỷ lệ",    "Kỳ này",    "Kỳ so sánh",
                                         "Số hồ sơ", "+/- hồ sơ", "+/- điểm %"};
    Table *table = table_new(arena, "lrrrrr", 0);

    table_add(table, titles);
    table_rule(table);
    for (int row = first; row < end; row++) {
        const char *cells[] = {
            db_field(rows, row, "text_vi"),
            notation_percent(arena, db_field(rows, row, "own_percent")),
            doubt_percent(arena, db_field(rows, row, "percent"),
                          doubt_concerns(arena, doubts, db_field(rows, row, "figure")) ||
                              doubt_of_rule(rows, row) != NULL),
            ruleset_fraction(arena, rows, row),
            notation_change(arena, db_field(rows, row, "change_dossiers")),
            notation_change(arena, db_field(rows, row, "change_points")),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
}

bool against_is_idle(const struct Against *against, const char *office)
{
    for (size_t i = 0; i < against->count; i++) {
        const DbRows *rows = against->others[i].rows;
        int row;
        for (int end = find_office(rows, office, &row); row < end && !is_rate(rows, row); row++) {
            if (!text_equal(db_field(rows, row, "numerator"), "0")) {
                return false;
            }
        }
    }
    return true;
}

void against_print(Arena *arena, const struct Against *against, const char *office,
                   const DbRows *labels)
{
    for (size_t i = 0; i < against->count; i++) {
        const struct Other *other = &against->others[i];
        int row, doubt;
        int end = find_office(other->rows, office, &row);
        int last_doubt = find_office(other->doubts, office, &doubt);
        int rates = kind_end(other->rows, row, end);

        printf("So với kỳ từ %s đến %s:\n\n", notation_day(arena, other->reading.from),
               notation_day(arena, other->reading.to));
        print_counts(arena, other->rows, row, rates, labels);
        putchar('\n');
        print_rates(arena, other->rows, rates, end,
                    (struct DoubtSpan){other->doubts, doubt, last_doubt});
        doubt_print_rules(arena, other->rows, rates, end);
        putchar('\n');
        doubt_print(arena, other->doubts, doubt, last_doubt);
    }
}
