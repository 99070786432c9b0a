#include "stats/answer/compare.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/doubt.h"
#include "stats/figure/office.h"
#include "stats/figure/reading.h"
#include "stats/print/jsonout.h"
#include "stats/print/listing.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

struct Compare {
    Arena *arena;
    const char *office; /* NULL: all */
    struct Reading reading;
    DbRows *profiles;
    DbRows *rates;       /* a row an office, rate and profile, those of an office together */
    DbRows *differences; /* in the same order of offices, as doubts */
    DbRows *doubts;      /* why the figures may not hold */
};

static const char profiles_query[] =
    "SELECT profile, text_vi, legal_source, motcua.profile_name(profile) AS profile_name"
    " FROM motcua.profile"
    " WHERE $1::text IS NULL OR profile = ANY (string_to_array($1, ','))"
    " ORDER BY array_position(string_to_array($1, ','), profile::text), profile";

static const char rates_query[] =
    "SELECT c.office, c.name, c.level, c.rate, c.profile, c.numerator, "
    "c.denominator, c.percent,"
    "       c.denominator > 0 AND (c.profile, c.rate) IN (" READING_OWN_RATES ") AS says_something,"
    "       r.text_vi, " DOUBT_RULE_COLUMN ", motcua.rate_name(c.rate) AS rate_name,"
    "       motcua.profile_name(c.profile) AS profile_name"
    " FROM stats.compare($1, $2, string_to_array($4, ','), $3, " READING_VIEW ") AS c"
    " JOIN motcua.rate AS r ON r.profile = c.profile AND r.rate = c.rate"
    " ORDER BY c.office COLLATE \"C\", min(r.position) OVER (PARTITION BY c.rate), c.rate, "
    "c.profile";

static const char differences_query[] =
    "SELECT office, rate, bucket, text_vi, dossiers,"
    "       to_json(numerator_of) AS numerator_of, to_json(denominator_of) AS denominator_of,"
    "       (SELECT string_agg(motcua.profile_name(n), ', ') FROM unnest(numerator_of) AS n)"
    "           AS numerator_names,"
    "       (SELECT string_agg(motcua.profile_name(n), ', ') FROM unnest(denominator_of) AS n)"
    "           AS denominator_names,"
    "       motcua.rate_name(rate) AS rate_name"
    " FROM stats.compare_buckets($1, $2, string_to_array($4, ','), $3, " READING_VIEW ")";

static bool read_compare(const struct Context *context, struct Compare *compare, struct Error *err)
{
    const struct Options *options = context->options;
    struct Reading *reading = &compare->reading;
    const char *office = options->office, *profiles = options->profile;
    Db *db = context->db;

    if (!reading_begin_period(db, &options->asked, reading, err) ||
        !reading_check(db, READING_OFFICE, office, NULL, err) ||
        !reading_check(db, READING_PROFILES, profiles, NULL, err) ||
        !reading_note_not_known(db, reading, profiles, err)) {
        return false;
    }
    compare->profiles = db_query(db, profiles_query, 1, &profiles, err);
    if (compare->profiles != NULL) {
        compare->rates = reading_query(db, reading, rates_query, office, profiles, NULL, err);
    }
    if (compare->rates != NULL) {
        compare->differences =
            reading_query(db, reading, differences_query, office, profiles, NULL, err);
    }
    if (compare->differences != NULL) {
        compare->doubts = doubt_read(db, reading, office, err);
    }
    return compare->doubts != NULL;
}

/* True when the row goes on with the rate of the row before; first is the office's first row. */
static bool is_same_rate(const DbRows *rows, int first, int row)
{
    return row > first && text_equal(db_field(rows, row, "rate"), db_field(rows, row - 1, "rate"));
}

static void add_rates(cJSON *office, const DbRows *rows, int first, int end)
{
    cJSON *rates = jsonout_add_object(office, "rates"), *profiles = NULL;

    for (int row = first; row < end; row++) {
        if (!is_same_rate(rows, first, row)) {
            profiles = jsonout_add_object(rates, db_field(rows, row, "rate"));
        }
        cJSON *rate = jsonout_add_object(profiles, db_field(rows, row, "profile"));
        jsonout_add_number_field(rate, rows, row, "numerator");
        jsonout_add_number_field(rate, rows, row, "denominator");
        jsonout_add_number_field(rate, rows, row, "percent");
        doubt_add_rate_json(rate, rows, row);
    }
}

static void add_differences(cJSON *office, const DbRows *rows, int first, int end)
{
    cJSON *differences = jsonout_add_array(office, "differences");

    for (int row = first; row < end; row++) {
        cJSON *difference = jsonout_add_object(differences, NULL);
        jsonout_add_text_field(difference, rows, row, "rate");
        jsonout_add_text_field(difference, rows, row, "bucket");
        jsonout_add_text(difference, "text", db_field(rows, row, "text_vi"));
        jsonout_add_number_field(difference, rows, row, "dossiers");
        jsonout_add_raw(difference, "numerator_of", db_field(rows, row, "numerator_of"));
        jsonout_add_raw(difference, "denominator_of", db_field(rows, row, "denominator_of"));
    }
}

static void print_json(const void *read)
{
    const struct Compare *compare = read;
    static const enum ListingKind kinds[LISTING_COLUMNS] = {LISTING_TEXT, LISTING_TEXT,
                                                            LISTING_TEXT};
    cJSON *root = jsonout_new_object();
    int at = 0, doubt = 0;

    reading_add_json(&compare->reading, root);
    listing_add_all_json(jsonout_add_array(root, "profiles"), compare->profiles, kinds);
    cJSON *offices = jsonout_add_array(root, "offices");
    for (int row = 0, end; row < db_row_count(compare->rates); row = end) {
        int differences = office_end(compare->differences, at, compare->rates, row);
        int doubts = office_end(compare->doubts, doubt, compare->rates, row);
        end = office_end(compare->rates, row, compare->rates, row);
        cJSON *office = jsonout_add_office(offices, compare->rates, row);
        add_rates(office, compare->rates, row, end);
        add_differences(office, compare->differences, at, differences);
        doubt_add_json(office, compare->doubts, doubt, doubts);
        at = differences;
        doubt = doubts;
    }
    jsonout_print(root, stdout);
}

static void print_rates(const struct Compare *compare, int first, int end, struct DoubtSpan doubts)
{
    static const char *const titles[] = {"Tỷ lệ", "Bộ quy tắc", "Cách tính", "Số hồ sơ", "Kết quả"};
    const DbRows *rows = compare->rates;
    Arena *arena = compare->arena;
    Table *table = table_new(arena, "lllrr", 2);

    table_add(table, titles);
    table_rule(table);
    for (int row = first; row < end; row++) {
        const char *cells[] = {
            is_same_rate(rows, first, row) ? "" : db_field(rows, row, "rate_name"),
            db_field(rows, row, "profile_name"),
            db_field(rows, row, "text_vi"),
            notation_fraction(arena, db_field(rows, row, "numerator"),
                              db_field(rows, row, "denominator")),
            doubt_percent(arena, db_field(rows, row, "percent"),
                          doubt_concerns(arena, doubts, db_field(rows, row, "rate")) ||
                              doubt_of_rule(rows, row) != NULL),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
    doubt_print_rules(arena, rows, first, end);
}

static void print_differences(const struct Compare *compare, int first, int end)
{
    static const char *const titles[] = {"Tỷ lệ", "Ô đếm", "Số hồ sơ", "Ở tử số của",
                                         "Ở mẫu số của"};
    const DbRows *rows = compare->differences;
    Table *table = table_new(compare->arena, "llrll", 1);

    table_add(table, titles);
    table_rule(table);
    for (int row = first; row < end; row++) {
        const char *cells[] = {
            db_field(rows, row, "rate_name"),
            db_field(rows, row, "text_vi"),
            notation_count(compare->arena, db_field(rows, row, "dossiers")),
            db_field(rows, row, "numerator_names"),
            db_field(rows, row, "denominator_names"),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
}

static void print_profiles(const struct Compare *compare)
{
    static const char *const titles[] = {"Bộ quy tắc", "Nội dung", "Căn cứ"};
    const DbRows *rows = compare->profiles;
    Table *table = table_new(compare->arena, "lll", 1);

    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *cells[] = {db_field(rows, row, "profile_name"), db_field(rows, row, "text_vi"),
                               db_field(rows, row, "legal_source")};
        table_add(table, cells);
    }
    table_print(table, stdout);
    putchar('\n');
}

static void print_table(const void *read)
{
    const struct Compare *compare = read;
    int left_out = 0, at = 0, doubt = 0;

    print_profiles(compare);

    for (int row = 0, end; row < db_row_count(compare->rates); row = end) {
        int first = at, first_doubt = doubt;
        doubt = office_end(compare->doubts, first_doubt, compare->rates, row);
        end = office_end(compare->rates, row, compare->rates, row);
        at = office_end(compare->differences, first, compare->rates, row);
        if (compare->office == NULL && office_is_silent(compare->rates, row, end)) {
            left_out++;
            continue;
        }
        office_print_title(compare->arena, compare->rates, row, &compare->reading);
        putchar('\n');
        print_rates(compare, row, end, (struct DoubtSpan){compare->doubts, first_doubt, doubt});
        if (at > first) {
            puts("\nCác nhóm hồ sơ tạo nên chênh lệch:\n");
            print_differences(compare, first, at);
        }
        putchar('\n');
        doubt_print(compare->arena, compare->doubts, first_doubt, doubt);
    }
    office_print_left_out(left_out);
}

/* One row an office, rate and profile: whoever wants them side by side pivots. */
static void put_rows(const void *read, struct RowOut *out)
{
    const struct Compare *compare = read;
    static const enum ListingKind kinds[LISTING_COLUMNS] = {
        LISTING_TEXT,   LISTING_TEXT,   LISTING_TEXT,    LISTING_TEXT,   LISTING_TEXT,
        LISTING_NUMBER, LISTING_NUMBER, LISTING_DECIMAL, LISTING_HIDDEN, LISTING_HIDDEN};

    listing_put_rows(out, compare->rates, kinds);
}

static const struct Report report = {print_table, print_json, put_rows};

bool stats_compare(const struct Context *context, struct Error *err)
{
    struct Compare compare = {.arena = context->arena, .office = context->options->office};

    bool ok =
        read_compare(context, &compare, err) && context_print(context, &report, &compare, err);
    db_rows_free(compare.profiles);
    db_rows_free(compare.rates);
    db_rows_free(compare.differences);
    db_rows_free(compare.doubts);
    return ok;
}
