#include "stats/answer/show.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/answer/against.h"
#include "stats/answer/compare.h"
#include "stats/answer/overview.h"
#include "stats/figure/counts.h"
#include "stats/figure/doubt.h"
#include "stats/figure/office.h"
#include "stats/figure/reading.h"
#include "stats/figure/ruleset.h"
#include "stats/print/rowout.h"
#include "stats/print/jsonout.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

/* The columns of stats.counts before its counts: office, name, level. */
enum { FIRST_COUNT = 3 };

struct Figures {
    Arena *arena;
    const char *office; /* NULL: all */
    const char *profile;
    struct Reading reading;
    DbRows *counts; /* a row an office */
    DbRows *rates;  /* in the same order, the rates of an office one after the other */
    DbRows *labels; /* of buckets, in Vietnamese */
    DbRows *rule;
    DbRows *doubts; /* in the same order of offices, why the figures may not hold */
    struct Against against;
    struct Overview overview; /* read when it is printed, see wants_overview */
};

/* One reading of the dossiers, from which both counts and rates are made. */
static const char buckets_query[] =
    "SELECT array_agg(b.office), array_agg(b.bucket), array_agg(b.total)"
    " FROM stats.buckets($1, $2, " READING_VIEW ") AS b"
    " WHERE ($3::text IS NULL OR b.office = $3) AND $4::text IS NOT NULL";

static const char counts_query[] =
    "SELECT c.* FROM motcua.counts_of($1, $2, $3) AS c"
    " WHERE $4::text IS NULL OR c.office = $4 ORDER BY c.office COLLATE \"C\"";

/*
 * Both queries sort by the bytes of the code, so that rates can be followed along with the counts;
 * says_something tells an office that did nothing from one that only answered feedback.
 */
static const char rates_query[] =
    "SELECT f.office, f.rate, f.numerator, f.denominator,"
    "       motcua.percent(f.numerator, f.denominator) AS percent, r.text_vi,"
    "       f.denominator > 0 AND (f.profile, f.rate) IN (" READING_OWN_RATES ") AS says_something,"
    "       " DOUBT_RULE_COLUMN ", r.measure, f.dossiers"
    " FROM (SELECT *, NULL::bigint AS dossiers FROM motcua.rates_of($3, $4, $5)"
    "       UNION ALL SELECT * FROM motcua.term_rates($1, $2, $7, $6, $8, $9, $10, $11)) AS f"
    " JOIN motcua.rate AS r ON r.profile = f.profile AND r.rate = f.rate"
    " WHERE f.profile = $7 AND ($6::text IS NULL OR f.office = $6)"
    " ORDER BY f.office COLLATE \"C\", r.position, r.rate";

static bool make_figures(Db *db, const char *office, const DbRows *buckets, struct Figures *figures,
                         struct Error *err)
{
    const char *offices = db_value(buckets, 0, 0), *names = db_value(buckets, 0, 1);
    const char *totals = db_value(buckets, 0, 2);
    const char *counted[] = {offices, names, totals, office};
    const struct Reading *reading = &figures->reading;
    const char *rated[] = {reading->from,
                           reading->to,
                           offices,
                           names,
                           totals,
                           office,
                           figures->profile,
                           reading->by,
                           reading->tree,
                           reading->today,
                           reading->run[0] != '\0' ? reading->run : NULL};

    figures->counts = db_query(db, counts_query, 4, counted, err);
    if (figures->counts != NULL) {
        figures->rates = db_query(db, rates_query, 11, rated, err);
    }
    return figures->rates != NULL;
}

static bool read_buckets(Db *db, const struct CliList *against, const char *office,
                         struct Figures *figures, struct Error *err)
{
    DbRows *buckets =
        reading_query(db, &figures->reading, buckets_query, office, figures->profile, NULL, err);
    bool ok = buckets != NULL && make_figures(db, office, buckets, figures, err) &&
              against_read(db, against, &figures->reading, buckets, office, figures->profile,
                           &figures->against, err);

    db_rows_free(buckets);
    return ok;
}

/* Many offices are a row each, but beside another period each has its own tables. */
static bool wants_overview(const struct Options *options)
{
    return options->office == NULL && options->asked.against.count == 0 &&
           options->format == REPORT_TABLE;
}

/*
 * Names are checked after the transaction has begun and before figures are asked for: an unknown
 * profile would otherwise look like an office without rates.
 */
static bool read_figures(const struct Context *context, struct Figures *figures, struct Error *err)
{
    const char *office = context->options->office;
    const struct Reading *reading = &figures->reading;
    Db *db = context->db;

    if (!reading_begin_period(db, &context->options->asked, &figures->reading, err) ||
        !reading_check(db, READING_OFFICE, office, NULL, err) ||
        !reading_check(db, READING_PROFILE, figures->profile, NULL, err) ||
        !reading_note_not_known(db, &figures->reading, figures->profile, err)) {
        return false;
    }
    if (read_buckets(db, &context->options->asked.against, office, figures, err)) {
        figures->labels = db_query(db, "SELECT bucket, text_vi FROM motcua.bucket", 0, NULL, err);
    }
    if (figures->labels != NULL) {
        figures->rule = ruleset_read(db, RULESET_PROFILE, figures->profile, reading, err);
    }
    if (figures->rule != NULL) {
        figures->doubts = doubt_read(db, &figures->reading, office, err);
    }
    return figures->doubts != NULL &&
           (!wants_overview(context->options) ||
            overview_read(db, reading, context_scoring(context), &figures->overview, err));
}

/* The names of the counts come from the columns: a count added to stats.counts needs no C. */
static void print_json(const void *read)
{
    const struct Figures *figures = read;
    cJSON *root = jsonout_new_object();
    int at = 0, doubt = 0;

    reading_add_json(&figures->reading, root);
    jsonout_add_text(root, "profile", figures->profile);
    ruleset_add_json(root, figures->rule);
    cJSON *offices = jsonout_add_array(root, "offices");
    for (int row = 0; row < db_row_count(figures->counts); row++) {
        cJSON *office = jsonout_add_office(offices, figures->counts, row);
        cJSON *counts = jsonout_add_object(office, "counts");
        for (int i = FIRST_COUNT; i < db_column_count(figures->counts); i++) {
            jsonout_add_number(counts, db_column_name(figures->counts, i),
                               db_value(figures->counts, row, i));
        }
        cJSON *rates = jsonout_add_object(office, "rates");
        for (int end = office_end(figures->rates, at, figures->counts, row); at < end; at++) {
            cJSON *rate = jsonout_add_object(rates, db_field(figures->rates, at, "rate"));
            jsonout_add_number_field(rate, figures->rates, at, "numerator");
            jsonout_add_number_field(rate, figures->rates, at, "denominator");
            jsonout_add_number_field(rate, figures->rates, at, "percent");
            if (db_field(figures->rates, at, "dossiers") != NULL) {
                jsonout_add_text_field(rate, figures->rates, at, "measure");
                jsonout_add_number_field(rate, figures->rates, at, "dossiers");
            }
            doubt_add_rate_json(rate, figures->rates, at);
        }
        against_add_json(office, &figures->against, db_field(figures->counts, row, "office"));
        int first = doubt;
        doubt = office_end(figures->doubts, first, figures->counts, row);
        doubt_add_json(office, figures->doubts, first, doubt);
    }
    jsonout_print(root, stdout);
}

/* Long format: one row a figure, so that a new rate adds rows and no column moves. */
static void start_row(struct RowOut *out, const struct Figures *figures, int row)
{
    rowout_text(out, db_field(figures->counts, row, "office"));
    rowout_text(out, db_field(figures->counts, row, "name"));
}

/* Beside another period every row has its changes, which those of the period itself leave empty. */
static void end_row(struct RowOut *out, const struct Figures *figures, const char *doubt)
{
    for (int i = 0; figures->against.count > 0 && i < AGAINST_COLUMN_COUNT; i++) {
        rowout_number(out, NULL);
    }
    rowout_text(out, doubt);
    rowout_end_row(out);
}

/* A count has no denominator. */
static void put_rows(const void *read, struct RowOut *out)
{
    const struct Figures *figures = read;
    static const char *const columns[] = {"office",    "name",          "figure",
                                          "numerator", "denominator",   "percent",
                                          "doubt",     READING_COLUMNS, NULL};
    static const char *const compared_columns[] = {
        "office",  "name",          "figure", "numerator",     "denominator",
        "percent", AGAINST_COLUMNS, "doubt",  READING_COLUMNS, NULL};
    int at = 0, doubt = 0;

    rowout_begin(out, figures->against.count > 0 ? compared_columns : columns);
    reading_end_rows(out, figures->arena, &figures->reading, figures->profile);
    for (int row = 0; row < db_row_count(figures->counts); row++) {
        for (int i = FIRST_COUNT; i < db_column_count(figures->counts); i++) {
            start_row(out, figures, row);
            rowout_text(out, db_column_name(figures->counts, i));
            rowout_number(out, db_value(figures->counts, row, i));
            rowout_number(out, NULL);
            rowout_number(out, NULL);
            end_row(out, figures, NULL);
        }
        for (int end = office_end(figures->rates, at, figures->counts, row); at < end; at++) {
            const char *percent = db_field(figures->rates, at, "percent");
            start_row(out, figures, row);
            rowout_text(out, db_field(figures->rates, at, "rate"));
            rowout_number(out, db_field(figures->rates, at, "numerator"));
            rowout_number(out, db_field(figures->rates, at, "denominator"));
            rowout_number(out, percent);
            end_row(out, figures, doubt_of_rate(figures->rates, at));
        }
        int first = doubt;
        doubt = office_end(figures->doubts, first, figures->counts, row);
        doubt_put_rows(out, figures->counts, row, figures->doubts, first, doubt,
                       3 + (figures->against.count > 0 ? AGAINST_COLUMN_COUNT : 0));
        against_put_rows(out, figures->arena, &figures->against, figures->counts, row,
                         figures->profile);
    }
}

/* Rates from first up to, without, end belong to one office. */
static void print_rates(const struct Figures *figures, int first, int end, struct DoubtSpan doubts)
{
    static const char *const titles[] = {"Tỷ lệ", "Số hồ sơ", "Kết quả"};
    Table *table = table_new(figures->arena, "lrr", 0);

    table_add(table, titles);
    table_rule(table);
    for (int at = first; at < end; at++) {
        const char *cells[] = {
            db_field(figures->rates, at, "text_vi"),
            ruleset_fraction(figures->arena, figures->rates, at),
            doubt_percent(
                figures->arena, db_field(figures->rates, at, "percent"),
                doubt_concerns(figures->arena, doubts, db_field(figures->rates, at, "rate")) ||
                    doubt_of_rule(figures->rates, at) != NULL),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
}

/* True when no count and no rate says that anything happened there. */
static bool is_idle(const struct Figures *figures, int row, int first, int end)
{
    for (int i = FIRST_COUNT; i < db_column_count(figures->counts); i++) {
        const char *count = db_value(figures->counts, row, i);
        if (count != NULL && !text_equal(count, "0")) {
            return false;
        }
    }
    return office_is_silent(figures->rates, first, end) &&
           against_is_idle(&figures->against, db_field(figures->counts, row, "office"));
}

static void print_overview(const struct Figures *figures)
{
    struct Overview overview = figures->overview;

    overview.arena = figures->arena;
    overview.counts = figures->counts;
    overview.rates = figures->rates;
    overview.doubts = figures->doubts;
    office_print_period(figures->arena, &figures->reading);
    ruleset_print(figures->arena, figures->rule);
    putchar('\n');
    overview_print(&overview);
}

/* An office that was asked for is shown even when it did nothing. */
static void print_offices(const struct Figures *figures)
{
    int left_out = 0, first = 0, doubt = 0;

    for (int row = 0, end; row < db_row_count(figures->counts); row++, first = end) {
        int first_doubt = doubt;
        doubt = office_end(figures->doubts, first_doubt, figures->counts, row);
        end = office_end(figures->rates, first, figures->counts, row);
        if (figures->office == NULL && is_idle(figures, row, first, end)) {
            left_out++;
            continue;
        }
        office_print_title(figures->arena, figures->counts, row, &figures->reading);
        ruleset_print(figures->arena, figures->rule);
        putchar('\n');
        counts_print(figures->arena, figures->counts, row, FIRST_COUNT, figures->labels);
        putchar('\n');
        print_rates(figures, first, end, (struct DoubtSpan){figures->doubts, first_doubt, doubt});
        if (doubt_has_empty(figures->rates, first, end)) {
            puts(NOTATION_NONE ": " DOUBT_EMPTY_REASON ", nên không có tỷ lệ.");
        }
        doubt_print_rules(figures->arena, figures->rates, first, end);
        putchar('\n');
        doubt_print(figures->arena, figures->doubts, first_doubt, doubt);
        against_print(figures->arena, &figures->against, db_field(figures->counts, row, "office"),
                      figures->labels);
    }
    office_print_left_out(left_out);
}

static void print_table(const void *read)
{
    const struct Figures *figures = read;

    if (figures->overview.points != NULL) {
        print_overview(figures);
    } else {
        print_offices(figures);
    }
}

static const struct Report report = {print_table, print_json, put_rows};

bool stats_show(const struct Context *context, struct Error *err)
{
    if (context->options->compare) {
        return stats_compare(context, err);
    }
    struct Figures figures = {
        .arena = context->arena,
        .office = context->options->office,
        .profile = context_profile(context),
    };

    bool ok =
        read_figures(context, &figures, err) && context_print(context, &report, &figures, err);
    db_rows_free(figures.counts);
    db_rows_free(figures.rates);
    db_rows_free(figures.labels);
    db_rows_free(figures.rule);
    db_rows_free(figures.doubts);
    against_release(&figures.against);
    overview_release(&figures.overview);
    return ok;
}
