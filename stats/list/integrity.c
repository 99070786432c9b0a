#include "stats/list/integrity.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/reading.h"
#include "stats/print/jsonout.h"
#include "stats/print/listing.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

struct Integrity {
    Arena *arena;
    const char *office; /* NULL: all */
    const char *flag;   /* NULL: only counts */
    struct Reading reading;
    DbRows *checks;
    DbRows *rates;
    DbRows *dossiers; /* NULL without a flag */
    char label[READING_NAME_SIZE];
};

static const char checks_query[] = "SELECT flag, text_vi, dossiers, checked, percent,"
                                   "       dossiers_before, checked_before, percent_before, trend"
                                   " FROM stats.integrity($1, $2, $3)";

static const enum ListingKind checks_kinds[LISTING_COLUMNS] = {
    LISTING_TEXT,   LISTING_TEXT,   LISTING_NUMBER,  LISTING_NUMBER, LISTING_DECIMAL,
    LISTING_NUMBER, LISTING_NUMBER, LISTING_DECIMAL, LISTING_DECIMAL};

static const char rates_query[] = "SELECT figure, text_vi, numerator, denominator, percent"
                                  " FROM stats.integrity_rates($1, $2, $3)";

static const enum ListingKind rates_kinds[LISTING_COLUMNS] = {
    LISTING_TEXT, LISTING_TEXT, LISTING_NUMBER, LISTING_NUMBER, LISTING_DECIMAL};

static const char dossiers_query[] =
    "SELECT flag, source, code, office, status,"
    "       to_char(received_at, " READING_ISO ") AS received_at,"
    "       to_char(due_at, " READING_ISO ") AS due_at,"
    "       to_char(finished_at, " READING_ISO ") AS finished_at,"
    "       to_char(returned_at, " READING_ISO ") AS returned_at, reason"
    " FROM stats.integrity_dossiers($1, $2, $4, $3)";

static const enum ListingKind dossiers_kinds[LISTING_COLUMNS] = {
    LISTING_TEXT, LISTING_TEXT, LISTING_TEXT, LISTING_TEXT, LISTING_NUMBER,
    LISTING_TIME, LISTING_TIME, LISTING_TIME, LISTING_TIME, LISTING_TEXT};

static const char label_query[] =
    "SELECT left(text_vi, 120) FROM motcua.integrity_check WHERE flag = $1";

static bool read_integrity(const struct Context *context, struct Integrity *integrity,
                           struct Error *err)
{
    Db *db = context->db;

    if (!reading_begin_period(db, &context->options->asked, &integrity->reading, err) ||
        !reading_check(db, READING_OFFICE, integrity->office, NULL, err) ||
        !reading_check(db, READING_FLAG, integrity->flag, NULL, err)) {
        return false;
    }
    const char *values[] = {integrity->reading.from, integrity->reading.to, integrity->office,
                            integrity->flag};
    if (integrity->flag != NULL) {
        integrity->dossiers = db_query(db, dossiers_query, 4, values, err);
        return integrity->dossiers != NULL &&
               db_query_value(db, label_query, 1, &integrity->flag, integrity->label,
                              sizeof integrity->label, err);
    }
    integrity->checks = db_query(db, checks_query, 3, values, err);
    if (integrity->checks != NULL) {
        integrity->rates = db_query(db, rates_query, 3, values, err);
    }
    return integrity->rates != NULL;
}

static void print_json(const void *read)
{
    const struct Integrity *integrity = read;
    cJSON *root = jsonout_new_object();

    reading_add_json(&integrity->reading, root);
    jsonout_add_text(root, "office", integrity->office);
    if (integrity->flag != NULL) {
        jsonout_add_text(root, "flag", integrity->flag);
        listing_add_all_json(jsonout_add_array(root, "dossiers"), integrity->dossiers,
                             dossiers_kinds);
    } else {
        listing_add_all_json(jsonout_add_array(root, "checks"), integrity->checks, checks_kinds);
        listing_add_all_json(jsonout_add_array(root, "rates"), integrity->rates, rates_kinds);
    }
    jsonout_print(root, stdout);
}

/* A rise gets its sign: 0,34 alone would look like a share. */
static const char *trend_text(Arena *arena, const char *trend)
{
    if (trend == NULL) {
        return NOTATION_NONE;
    }
    return arena_printf(arena, "%s%s", trend[0] != '-' && !text_equal(trend, "0.00") ? "+" : "",
                        notation_decimal(arena, trend));
}

static void print_checks(Arena *arena, const DbRows *rows)
{
    static const char *const titles[] = {"Dấu hiệu", "Số hồ sơ", "Tỷ lệ", "Kỳ trước", "Tăng giảm"};
    Table *table = table_new(arena, "lrrrr", 0);

    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *cells[] = {
            db_field(rows, row, "text_vi"),
            notation_fraction(arena, db_field(rows, row, "dossiers"),
                              db_field(rows, row, "checked")),
            notation_percent(arena, db_field(rows, row, "percent")),
            notation_percent(arena, db_field(rows, row, "percent_before")),
            trend_text(arena, db_field(rows, row, "trend")),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
}

static void print_rates(Arena *arena, const DbRows *rows)
{
    static const char *const titles[] = {"Tỷ lệ theo biểu báo cáo", "Số hồ sơ", "Kết quả"};
    Table *table = table_new(arena, "lrr", 0);

    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *cells[] = {
            db_field(rows, row, "text_vi"),
            notation_fraction(arena, db_field(rows, row, "numerator"),
                              db_field(rows, row, "denominator")),
            notation_percent(arena, db_field(rows, row, "percent")),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
}

static void print_dossiers(Arena *arena, const DbRows *rows)
{
    static const char *const titles[] = {"Mã hồ sơ", "Cơ quan", "Lý do"};
    Table *table = table_new(arena, "lll", 2);

    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *cells[] = {db_field(rows, row, "code"), db_field(rows, row, "office"),
                               db_field(rows, row, "reason")};
        table_add(table, cells);
    }
    table_print(table, stdout);
}

static void print_table(const void *read)
{
    const struct Integrity *integrity = read;
    Arena *arena = integrity->arena;

    printf("Kỳ: từ %s đến %s. Cơ quan: %s. Thời điểm tổng hợp số liệu: %s.\n",
           notation_day(arena, integrity->reading.from), notation_day(arena, integrity->reading.to),
           integrity->office != NULL ? text_sanitize(arena, integrity->office) : "tất cả",
           notation_time(arena, integrity->reading.as_of));
    if (integrity->flag == NULL) {
        puts("Dấu hiệu là câu hỏi cần kiểm tra, không phải kết luận.\n");
        print_checks(arena, integrity->checks);
        putchar('\n');
        print_rates(arena, integrity->rates);
        return;
    }
    int count = db_row_count(integrity->dossiers);
    printf("Dấu hiệu: %s\n\n", text_sanitize(arena, integrity->label));
    if (count > 0) {
        print_dossiers(arena, integrity->dossiers);
        putchar('\n');
    }
    printf("Tổng số: %s.\n", notation_count(arena, arena_printf(arena, "%d", count)));
}

/* Counts are two tables; a spreadsheet gets the one of the checks. */
static void put_rows(const void *read, struct RowOut *out)
{
    const struct Integrity *integrity = read;
    if (integrity->flag != NULL) {
        listing_put_rows(out, integrity->dossiers, dossiers_kinds);
    } else {
        listing_put_rows(out, integrity->checks, checks_kinds);
    }
}

static const struct Report report = {print_table, print_json, put_rows};

bool stats_integrity(const struct Context *context, struct Error *err)
{
    const struct Options *options = context->options;
    struct Integrity integrity = {
        .arena = context->arena, .office = options->office, .flag = options->flag};

    bool ok = read_integrity(context, &integrity, err) &&
              context_print(context, &report, &integrity, err);
    db_rows_free(integrity.checks);
    db_rows_free(integrity.rates);
    db_rows_free(integrity.dossiers);
    return ok;
}
