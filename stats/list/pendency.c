#include "stats/list/pendency.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/doubt.h"
#include "stats/figure/office.h"
#include "stats/figure/reading.h"
#include "stats/print/jsonout.h"
#include "stats/print/listing.h"
#include "stats/print/notation.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/banned.h"

struct Pendency {
    Arena *arena;
    const char *office; /* NULL: all */
    const char *band;   /* NULL: figures and no list */
    struct Reading reading;
    DbRows *frame;    /* one row: the day that counts, and the one before */
    DbRows *offices;  /* a row an office */
    DbRows *bands;    /* in the same order of offices, their bands one after the other */
    DbRows *doubts;   /* in the same order */
    DbRows *dossiers; /* with a band, and then nothing else */
};

/* Of a period only the end counts: $1 is there for the type that it is bound with. */
#define OF_PERIOD " WHERE $1::date IS NOT NULL AND $4::text IS NULL"

static const char frame_query[] =
    "SELECT least($1::date, $2::date) AS on_day, motcua.month_before(least($1::date, $2::date))"
    " AS before";

static const char offices_query[] = "SELECT * FROM stats.pendency($2, $3, " READING_VIEW
                                    ")" OF_PERIOD " ORDER BY office COLLATE \"C\"";

static const char bands_query[] = "SELECT b.office, o.name, b.band, b.dossiers, b.dossiers_before, "
                                  "least($2::date, $7::date) AS on_day,"
                                  "       motcua.month_before(least($2::date, $7::date)) AS before"
                                  " FROM stats.pendency_bands($2, $3, " READING_VIEW ") AS b"
                                  " JOIN motcua.office AS o ON o.code = b.office" OF_PERIOD
                                  " ORDER BY b.office COLLATE \"C\", b.from_days";

static const enum ListingKind band_kinds[LISTING_COLUMNS] = {
    LISTING_TEXT,   LISTING_TEXT, LISTING_TEXT, LISTING_NUMBER,
    LISTING_NUMBER, LISTING_DAY,  LISTING_DAY};

static const char dossiers_query[] =
    "SELECT band, days_overdue, source, code, office, procedure, procedure_name, status,"
    "       to_char(received_at, " READING_ISO ") AS received_at,"
    "       to_char(due_at, " READING_ISO ") AS due_at,"
    "       to_char(apology_at, " READING_ISO ") AS apology_at, reason"
    " FROM stats.pendency_dossiers($2, $9, $3, " READING_VIEW ")" OF_PERIOD;

static const enum ListingKind kinds[LISTING_COLUMNS] = {
    LISTING_TEXT, LISTING_NUMBER, LISTING_TEXT, LISTING_TEXT, LISTING_TEXT, LISTING_TEXT,
    LISTING_TEXT, LISTING_NUMBER, LISTING_TIME, LISTING_TIME, LISTING_TIME, LISTING_TEXT};

static bool read_figures(Db *db, struct Pendency *pendency, struct Error *err)
{
    const struct Reading *reading = &pendency->reading;
    const char *office = pendency->office;

    pendency->offices = reading_query(db, reading, offices_query, office, NULL, NULL, err);
    if (pendency->offices != NULL) {
        pendency->bands = reading_query(db, reading, bands_query, office, NULL, NULL, err);
    }
    if (pendency->bands != NULL) {
        pendency->doubts = doubt_read(db, reading, office, err);
    }
    return pendency->doubts != NULL;
}

static bool read_pendency(const struct Context *context, struct Pendency *pendency,
                          struct Error *err)
{
    const struct Reading *reading = &pendency->reading;
    const char *days[] = {reading->to, reading->today};
    Db *db = context->db;

    if (!reading_begin_period(db, &context->options->asked, &pendency->reading, err) ||
        !reading_check(db, READING_OFFICE, pendency->office, NULL, err) ||
        !reading_check(db, READING_BAND, pendency->band, NULL, err)) {
        return false;
    }
    pendency->frame = db_query(db, frame_query, 2, days, err);
    if (pendency->frame == NULL) {
        return false;
    }
    if (pendency->band == NULL) {
        return read_figures(db, pendency, err);
    }
    pendency->dossiers =
        reading_query(db, reading, dossiers_query, pendency->office, NULL, pendency->band, err);
    return pendency->dossiers != NULL;
}

static void add_oldest_json(cJSON *office, const DbRows *rows, int row)
{
    if (db_field(rows, row, "oldest_code") == NULL) {
        jsonout_add_raw(office, "oldest", NULL);
        return;
    }
    cJSON *oldest = jsonout_add_object(office, "oldest");
    jsonout_add_text(oldest, "source", db_field(rows, row, "oldest_source"));
    jsonout_add_text(oldest, "code", db_field(rows, row, "oldest_code"));
    jsonout_add_text(oldest, "due_on", db_field(rows, row, "oldest_due_on"));
    jsonout_add_number(oldest, "days", db_field(rows, row, "oldest_days"));
}

static void add_offices_json(cJSON *offices, const struct Pendency *pendency)
{
    static const char *const counts[] = {"pending", "pending_before", "overdue", "overdue_before"};
    const DbRows *rows = pendency->offices, *bands = pendency->bands;
    int at = 0, doubt = 0;

    for (int row = 0; row < db_row_count(rows); row++) {
        cJSON *office = jsonout_add_office(offices, rows, row);
        for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
            jsonout_add_number_field(office, rows, row, counts[i]);
        }
        cJSON *list = jsonout_add_array(office, "bands");
        for (int end = office_end(bands, at, rows, row); at < end; at++) {
            cJSON *band = jsonout_add_object(list, NULL);
            jsonout_add_text_field(band, bands, at, "band");
            jsonout_add_number_field(band, bands, at, "dossiers");
            jsonout_add_number_field(band, bands, at, "dossiers_before");
        }
        add_oldest_json(office, rows, row);
        int first = doubt;
        doubt = office_end(pendency->doubts, first, rows, row);
        doubt_add_json(office, pendency->doubts, first, doubt);
    }
}

static void print_json(const void *read)
{
    const struct Pendency *pendency = read;
    cJSON *root = jsonout_new_object();

    reading_add_json(&pendency->reading, root);
    jsonout_add_text_field(root, pendency->frame, 0, "on_day");
    if (pendency->band != NULL) {
        jsonout_add_text(root, "band", pendency->band);
        jsonout_add_text(root, "office", pendency->office);
        listing_add_all_json(jsonout_add_array(root, "dossiers"), pendency->dossiers, kinds);
    } else {
        jsonout_add_text_field(root, pendency->frame, 0, "before");
        add_offices_json(jsonout_add_array(root, "offices"), pendency);
    }
    jsonout_print(root, stdout);
}

/* One row a band of an office, so that a band that is added moves no column. */
static void put_rows(const void *read, struct RowOut *out)
{
    const struct Pendency *pendency = read;

    if (pendency->band != NULL) {
        listing_put_rows(out, pendency->dossiers, kinds);
    } else {
        listing_put_rows(out, pendency->bands, band_kinds);
    }
}

/* Adds a row of what there is, what there was, and the change with its sign. */
static void add_change(Arena *arena, Table *table, const char *label, const char *now,
                       const char *before)
{
    long long change = strtoll(now, NULL, 10) - strtoll(before, NULL, 10);
    const char *digits = notation_count(arena, arena_printf(arena, "%lld", change));
    const char *cells[] = {label, notation_count(arena, now), notation_count(arena, before),
                           arena_printf(arena, "%s%s", change > 0 ? "+" : "", digits)};

    table_add(table, cells);
}

/* Bands from first up to, without, end belong to the office in a row. */
static void print_office(const struct Pendency *pendency, int row, int first, int end)
{
    const DbRows *rows = pendency->offices, *bands = pendency->bands;
    Arena *arena = pendency->arena;
    const char *titles[] = {"Quá hạn (ngày)", "Số hồ sơ",
                            notation_day(arena, db_field(pendency->frame, 0, "before")),
                            "Tăng giảm"};
    Table *table = table_new(arena, "lrrr", 0);

    table_add(table, titles);
    table_rule(table);
    for (int at = first; at < end; at++) {
        add_change(arena, table, db_field(bands, at, "band"), db_field(bands, at, "dossiers"),
                   db_field(bands, at, "dossiers_before"));
    }
    table_rule(table);
    add_change(arena, table, "Tổng quá hạn", db_field(rows, row, "overdue"),
               db_field(rows, row, "overdue_before"));
    add_change(arena, table, "Đang giải quyết", db_field(rows, row, "pending"),
               db_field(rows, row, "pending_before"));
    table_print(table, stdout);
    if (db_field(rows, row, "oldest_code") != NULL) {
        printf("Quá hạn lâu nhất: %s, hẹn trả %s, %s ngày.\n",
               text_sanitize(arena, db_field(rows, row, "oldest_code")),
               notation_day(arena, db_field(rows, row, "oldest_due_on")),
               notation_count(arena, db_field(rows, row, "oldest_days")));
    }
    putchar('\n');
}

static bool is_idle(const DbRows *rows, int row)
{
    return text_equal(db_field(rows, row, "pending"), "0") &&
           text_equal(db_field(rows, row, "pending_before"), "0");
}

/* An office that was asked for is shown even when nothing is open there. */
static void print_figures(const struct Pendency *pendency)
{
    const DbRows *rows = pendency->offices;
    int left_out = 0, first = 0, doubt = 0;

    for (int row = 0, end; row < db_row_count(rows); row++, first = end) {
        int first_doubt = doubt;
        doubt = office_end(pendency->doubts, first_doubt, rows, row);
        end = office_end(pendency->bands, first, rows, row);
        if (pendency->office == NULL && is_idle(rows, row)) {
            left_out++;
            continue;
        }
        office_print_title(pendency->arena, rows, row, &pendency->reading);
        putchar('\n');
        print_office(pendency, row, first, end);
        doubt_print(pendency->arena, pendency->doubts, first_doubt, doubt);
    }
    office_print_left_out(left_out);
}

static void print_dossiers(const struct Pendency *pendency)
{
    static const char *const titles[] = {"Cơ quan", "Mã hồ sơ", "Thủ tục",
                                         "Hẹn trả", "Số ngày",  "Lý do"};
    const DbRows *rows = pendency->dossiers;
    Arena *arena = pendency->arena;
    Table *table = table_new(arena, "llllrl", 5);

    office_print_period(arena, &pendency->reading);
    printf("Hồ sơ đang giải quyết, quá hạn %s ngày vào cuối kỳ. Cơ quan: %s.\n\n",
           text_sanitize(arena, pendency->band),
           pendency->office != NULL ? text_sanitize(arena, pendency->office) : "tất cả");
    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *cells[] = {
            db_field(rows, row, "office"),
            db_field(rows, row, "code"),
            db_field(rows, row, "procedure"),
            notation_day(arena, db_field(rows, row, "due_at")),
            notation_count(arena, db_field(rows, row, "days_overdue")),
            db_field(rows, row, "reason"),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
    printf("\nTổng số: %s.\n",
           notation_count(arena, arena_printf(arena, "%d", db_row_count(rows))));
}

static void print_table(const void *read)
{
    const struct Pendency *pendency = read;

    if (pendency->band != NULL) {
        print_dossiers(pendency);
    } else {
        print_figures(pendency);
    }
}

static const struct Report report = {print_table, print_json, put_rows};

bool stats_pendency(const struct Context *context, struct Error *err)
{
    struct Pendency pendency = {
        .arena = context->arena,
        .office = context->options->office,
        .band = context->options->band,
    };

    bool ok =
        read_pendency(context, &pendency, err) && context_print(context, &report, &pendency, err);
    db_rows_free(pendency.frame);
    db_rows_free(pendency.offices);
    db_rows_free(pendency.bands);
    db_rows_free(pendency.doubts);
    db_rows_free(pendency.dossiers);
    return ok;
}
