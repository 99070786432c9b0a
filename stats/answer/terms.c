#include "stats/answer/terms.h"

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

struct Terms {
    Arena *arena;
    const char *office; /* NULL: all */
    struct Reading reading;
    DbRows *offices;    /* a row an office that resolved dossiers with a due date */
    DbRows *procedures; /* of the office that is asked for, the most days to spare first; or NULL */
    DbRows *doubts;     /* in the same order of offices */
};

/* $9 says whether procedures are told apart. There are no rules to be named: $4 is NULL. */
static const char terms_query[] =
    "SELECT t.office, o.name, o.level, t.procedure, p.name AS procedure_name, t.resolved,"
    "       t.days_taken, t.days_given, t.percent, t.median_given, t.median_taken, t.p90_taken,"
    "       t.median_spare"
    " FROM motcua.terms_of($1, $2, $3, $9::boolean, " READING_VIEW ") AS t"
    " JOIN motcua.office AS o ON o.code = t.office"
    " LEFT JOIN motcua.procedure AS p ON p.code = t.procedure"
    " WHERE $4::text IS NULL"
    " ORDER BY t.office COLLATE \"C\", t.median_spare DESC, t.resolved DESC,"
    "          t.procedure COLLATE \"C\"";

/* Its columns, in order: of offices, and of procedures, which are all of one office. */
static const enum ListingKind office_kinds[LISTING_COLUMNS] = {
    LISTING_TEXT,   LISTING_TEXT,   LISTING_TEXT,   LISTING_HIDDEN,  LISTING_HIDDEN,
    LISTING_NUMBER, LISTING_NUMBER, LISTING_NUMBER, LISTING_DECIMAL, LISTING_NUMBER,
    LISTING_NUMBER, LISTING_NUMBER, LISTING_NUMBER};
static const enum ListingKind procedure_kinds[LISTING_COLUMNS] = {
    LISTING_TEXT,   LISTING_HIDDEN, LISTING_HIDDEN, LISTING_TEXT,    LISTING_TEXT,
    LISTING_NUMBER, LISTING_NUMBER, LISTING_NUMBER, LISTING_DECIMAL, LISTING_NUMBER,
    LISTING_NUMBER, LISTING_NUMBER, LISTING_NUMBER};

static bool read_terms(const struct Context *context, struct Terms *terms, struct Error *err)
{
    const struct Reading *reading = &terms->reading;
    Db *db = context->db;

    if (!reading_begin_period(db, &context->options->asked, &terms->reading, err) ||
        !reading_check(db, READING_OFFICE, terms->office, NULL, err)) {
        return false;
    }
    terms->offices = reading_query(db, reading, terms_query, terms->office, NULL, "false", err);
    if (terms->offices != NULL && terms->office != NULL) {
        terms->procedures =
            reading_query(db, reading, terms_query, terms->office, NULL, "true", err);
    }
    if (terms->offices != NULL && (terms->office == NULL || terms->procedures != NULL)) {
        terms->doubts = doubt_read(db, reading, terms->office, err);
    }
    return terms->doubts != NULL;
}

static int doubts_end(const struct Terms *terms, int first, int row)
{
    return office_end(terms->doubts, first, terms->offices, row);
}

/* The first doubt of the office in a row, or the end of all: idle offices have doubts and no row. */
static int doubts_begin(const struct Terms *terms, int row)
{
    int first = 0;

    while (first < db_row_count(terms->doubts) && doubts_end(terms, first, row) == first) {
        first++;
    }
    return first;
}

static void print_json(const void *read)
{
    const struct Terms *terms = read;
    cJSON *root = jsonout_new_object();

    reading_add_json(&terms->reading, root);
    cJSON *offices = jsonout_add_array(root, "offices");
    for (int row = 0; row < db_row_count(terms->offices); row++) {
        cJSON *office = listing_add_json(offices, terms->offices, row, office_kinds);
        int first = doubts_begin(terms, row);
        doubt_add_json(office, terms->doubts, first, doubts_end(terms, first, row));
    }
    if (terms->procedures != NULL) {
        listing_add_all_json(jsonout_add_array(root, "procedures"), terms->procedures,
                             procedure_kinds);
    }
    jsonout_print(root, stdout);
}

static void put_rows(const void *read, struct RowOut *out)
{
    const struct Terms *terms = read;

    if (terms->procedures != NULL) {
        listing_put_rows(out, terms->procedures, procedure_kinds);
    } else {
        listing_put_rows(out, terms->offices, office_kinds);
    }
}

/* Rows from first on, each with a code and a name from the columns of these names. */
static void print_rows(const struct Terms *terms, const DbRows *rows, const char *code,
                       const char *name, const char *const *titles)
{
    Arena *arena = terms->arena;
    Table *table = table_new(arena, "llrrrrrr", 1);

    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        int first = doubts_begin(terms, rows == terms->offices ? row : 0);
        const char *cells[] = {
            db_field(rows, row, code),
            db_field(rows, row, name),
            notation_count(arena, db_field(rows, row, "resolved")),
            db_field(rows, row, "median_given"),
            db_field(rows, row, "median_taken"),
            db_field(rows, row, "p90_taken"),
            db_field(rows, row, "median_spare"),
            doubt_percent(arena, db_field(rows, row, "percent"),
                          first < db_row_count(terms->doubts)),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
    putchar('\n');
}

static void print_doubts(const struct Terms *terms)
{
    for (int row = 0; row < db_row_count(terms->offices); row++) {
        int first = doubts_begin(terms, row), end = doubts_end(terms, first, row);
        if (end > first) {
            office_print_name(terms->arena, terms->offices, row);
            doubt_print(terms->arena, terms->doubts, first, end);
        }
    }
}

static void print_table(const void *read)
{
    static const char *const offices[] = {"Mã cơ quan", "Tên cơ quan", "Số hồ sơ", "Hẹn",
                                          "Thực tế",    "90%",         "Dư",       "Đã dùng"};
    static const char *const procedures[] = {"Mã thủ tục", "Tên thủ tục", "Số hồ sơ", "Hẹn",
                                             "Thực tế",    "90%",         "Dư",       "Đã dùng"};
    const struct Terms *terms = read;

    puts("Thời gian giải quyết so với thời hạn được hẹn, hồ sơ đã giải quyết có ngày hẹn trả");
    office_print_period(terms->arena, &terms->reading);
    puts("Tính bằng ngày làm việc, từ sau ngày tiếp nhận. Hẹn, Thực tế, Dư: trung vị của số ngày "
         "được hẹn,\nđã dùng và còn dư; 90%: 9 trên 10 hồ sơ xong trong số ngày đó; Đã dùng: tổng "
         "số ngày đã dùng\ntrên tổng số ngày được hẹn.\n");
    if (db_row_count(terms->offices) == 0) {
        puts("Không có hồ sơ nào đã giải quyết có ngày hẹn trả.");
        return;
    }
    print_rows(terms, terms->offices, "office", "name", offices);
    if (terms->procedures != NULL) {
        puts("Theo thủ tục, dư nhiều ngày nhất trước: thời hạn có thể rút ngắn.\n");
        print_rows(terms, terms->procedures, "procedure", "procedure_name", procedures);
    }
    print_doubts(terms);
}

static const struct Report report = {print_table, print_json, put_rows};

bool stats_terms(const struct Context *context, struct Error *err)
{
    struct Terms terms = {.arena = context->arena, .office = context->options->office};

    bool ok = read_terms(context, &terms, err) && context_print(context, &report, &terms, err);
    db_rows_free(terms.offices);
    db_rows_free(terms.procedures);
    db_rows_free(terms.doubts);
    return ok;
}
