#include "stats/list/dossiers.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/office.h"
#include "stats/figure/reading.h"
#include "stats/figure/ruleset.h"
#include "stats/print/jsonout.h"
#include "stats/print/listing.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

/* The columns of the query below, in order. */
static const enum ListingKind kinds[LISTING_COLUMNS] = {
    LISTING_TEXT, LISTING_TEXT,   LISTING_TEXT, LISTING_TEXT,   LISTING_TEXT,
    LISTING_TEXT, LISTING_NUMBER, LISTING_TIME, LISTING_TIME,   LISTING_TIME,
    LISTING_TIME, LISTING_TIME,   LISTING_DAY,  LISTING_NUMBER, LISTING_TEXT,
};

struct Dossiers {
    Arena *arena;
    const char *figure;
    const char *office; /* NULL: all */
    const char *profile;
    bool missing; /* those that the rate does not find */
    struct Reading reading;
    DbRows *rule;
    DbRows *rows;
    char label[512]; /* the figure in Vietnamese */
};

/* Of two functions with the same arguments and columns. */
#define DOSSIERS_OF(function)                                                                      \
    "SELECT bucket, source, code, handling_office, procedure, procedure_name, status,"             \
    "       to_char(received_at, " READING_ISO ") AS received_at,"                                 \
    "       to_char(due_at, " READING_ISO ") AS due_at,"                                           \
    "       to_char(finished_at, " READING_ISO ") AS finished_at,"                                 \
    "       to_char(returned_at, " READING_ISO ") AS returned_at,"                                 \
    "       to_char(apology_at, " READING_ISO ") AS apology_at, closed_on, days_late, reason"      \
    " FROM " function "($9, $1, $2, $3, $4, " READING_VIEW ")"

/* A rate goes before a bucket of the same name, as in stats.dossiers. */
static const char label_query[] =
    "SELECT left(text_vi, 120) FROM ("
    "SELECT text_vi FROM motcua.rate WHERE rate = $1 AND profile = $2"
    " UNION ALL SELECT text_vi FROM motcua.bucket WHERE bucket = $1 LIMIT 1) AS label";

static const char not_known_query[] =
    "SELECT coalesce(json_agg(DISTINCT $1::text), '[]') FROM motcua.bucket AS b"
    " WHERE b.bucket = ANY (motcua.buckets_behind($1, $2)) AND b.event IN " READING_TIMELESS;

static bool read_dossiers(const struct Context *context, struct Dossiers *dossiers,
                          struct Error *err)
{
    const struct Options *options = context->options;
    const char *names[] = {dossiers->figure, dossiers->profile};
    struct Reading *reading = &dossiers->reading;
    Db *db = context->db;

    if (!reading_begin_period(db, &options->asked, reading, err) ||
        !reading_check(db, READING_OFFICE, options->office, NULL, err) ||
        !reading_check(db, READING_PROFILE, dossiers->profile, NULL, err) ||
        !reading_check(db, READING_RATE, options->rate, dossiers->profile, err) ||
        !reading_check(db, READING_BUCKET, options->bucket, NULL, err) ||
        !db_query_value(db, label_query, 2, names, dossiers->label, sizeof dossiers->label, err)) {
        return false;
    }
    if (reading->run[0] != '\0' &&
        !db_query_value(db, not_known_query, 2, names, reading->not_known,
                        sizeof reading->not_known, err)) {
        return false;
    }
    dossiers->rule = ruleset_read(db, RULESET_PROFILE, dossiers->profile, reading, err);
    if (dossiers->rule != NULL) {
        dossiers->rows = reading_query(db, reading,
                                       dossiers->missing ? DOSSIERS_OF("stats.missing_dossiers")
                                                         : DOSSIERS_OF("stats.dossiers"),
                                       dossiers->office, dossiers->profile, dossiers->figure, err);
    }
    return dossiers->rows != NULL;
}

static void print_json(const void *read)
{
    const struct Dossiers *dossiers = read;
    cJSON *root = jsonout_new_object();

    reading_add_json(&dossiers->reading, root);
    jsonout_add_text(root, "profile", dossiers->profile);
    ruleset_add_json(root, dossiers->rule);
    jsonout_add_text(root, "figure", dossiers->figure);
    jsonout_add_flag(root, "missing", dossiers->missing ? "t" : "f");
    jsonout_add_text(root, "office", dossiers->office);
    listing_add_all_json(jsonout_add_array(root, "dossiers"), dossiers->rows, kinds);
    jsonout_print(root, stdout);
}

/* True when the list is of more than one office, or of another one than was asked for. */
static bool needs_offices(const struct Dossiers *dossiers)
{
    for (int row = 0; row < db_row_count(dossiers->rows); row++) {
        const char *office = db_field(dossiers->rows, row, "handling_office");
        if (office != NULL && (dossiers->office == NULL || !text_equal(office, dossiers->office))) {
            return true;
        }
    }
    return false;
}

/* The columns that fit beside each other, that of the offices first and left out where all are of
 * the one asked for; the other formats have them all. */
static void print_rows(const struct Dossiers *dossiers)
{
    static const char *const titles[] = {"Cơ quan",   "Mã hồ sơ", "Thủ tục",
                                         "Tiếp nhận", "Hẹn trả",  "Lý do"};
    const DbRows *rows = dossiers->rows;
    Arena *arena = dossiers->arena;
    int left_out = needs_offices(dossiers) ? 0 : 1;
    Table *table = table_new(arena, &"llllll"[left_out], 5 - left_out);

    table_add(table, titles + left_out);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *cells[] = {
            db_field(rows, row, "handling_office"),
            db_field(rows, row, "code"),
            db_field(rows, row, "procedure"),
            notation_day(arena, db_field(rows, row, "received_at")),
            notation_day(arena, db_field(rows, row, "due_at")),
            db_field(rows, row, "reason"),
        };
        table_add(table, cells + left_out);
    }
    table_print(table, stdout);
}

static void print_table(const void *read)
{
    const struct Dossiers *dossiers = read;
    Arena *arena = dossiers->arena;

    printf("Hồ sơ của chỉ tiêu: %s\n", text_sanitize(arena, dossiers->label));
    if (dossiers->missing) {
        puts("Chỉ gồm hồ sơ thuộc mẫu số mà không thuộc tử số.");
    }
    printf("Cơ quan: %s.\n",
           dossiers->office != NULL ? text_sanitize(arena, dossiers->office) : "tất cả");
    office_print_period(arena, &dossiers->reading);
    ruleset_print(arena, dossiers->rule);
    putchar('\n');
    if (db_row_count(dossiers->rows) > 0) {
        print_rows(dossiers);
        putchar('\n');
    }
    printf("Tổng số: %s.\n",
           notation_count(arena, arena_printf(arena, "%d", db_row_count(dossiers->rows))));
}

static void put_rows(const void *read, struct RowOut *out)
{
    const struct Dossiers *dossiers = read;

    listing_put_rows(out, dossiers->rows, kinds);
}

static const struct Report report = {print_table, print_json, put_rows};

bool stats_dossiers(const struct Context *context, struct Error *err)
{
    const struct Options *options = context->options;
    struct Dossiers dossiers = {
        .arena = context->arena,
        .figure = options->rate != NULL ? options->rate : options->bucket,
        .office = options->office,
        .profile = context_profile(context),
        .missing = options->missing,
    };

    bool ok =
        read_dossiers(context, &dossiers, err) && context_print(context, &report, &dossiers, err);
    db_rows_free(dossiers.rule);
    db_rows_free(dossiers.rows);
    return ok;
}
