#include "stats/list/neardue.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/reading.h"
#include "stats/list/forecast.h"
#include "stats/print/jsonout.h"
#include "stats/print/listing.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

/* The columns of dossiers_query, in order. */
static const enum ListingKind kinds[LISTING_COLUMNS] = {
    LISTING_TEXT,   LISTING_TEXT,   LISTING_TEXT, LISTING_TEXT, LISTING_TEXT,
    LISTING_TEXT,   LISTING_NUMBER, LISTING_FLAG, LISTING_TIME, LISTING_TIME,
    LISTING_NUMBER, LISTING_TIME,   LISTING_DAY,  LISTING_TEXT,
};

struct NearDue {
    Arena *arena;
    const char *office; /* NULL: all */
    DbRows *frame;      /* one row: the moment and the last day */
    DbRows *counts;     /* a row an office and procedure, those of an office one after the other */
    DbRows *dossiers;
    struct Forecast forecast; /* empty unless it was asked for */
};

static const char frame_query[] =
    "SELECT to_char(now(), " READING_ISO ") AS as_of, $1 AS days, max(h.day) AS until"
    " FROM motcua.horizon($1::integer) AS h";

static const char counts_query[] =
    "SELECT c.*, o.level FROM stats.near_due_counts($1::integer, $2) AS c"
    " JOIN motcua.office AS o ON o.code = c.office"
    " ORDER BY c.office COLLATE \"C\", c.near_due DESC, c.procedure COLLATE \"C\"";

static const char dossiers_query[] =
    "SELECT office, office_name, procedure, procedure_name, source, code, status, paused,"
    "       to_char(received_at, " READING_ISO ") AS received_at,"
    "       to_char(due_at, " READING_ISO ") AS due_at, working_days_left,"
    "       to_char(apology_at, " READING_ISO ") AS apology_at, letter_by, letter"
    " FROM stats.near_due($1::integer, $2)"
    " ORDER BY office COLLATE \"C\", due_on, received_at, source COLLATE \"C\", code COLLATE \"C\"";

static bool read_near_due(const struct Context *context, struct NearDue *near_due,
                          struct Error *err)
{
    const char *days = context->options->days != NULL ? context->options->days : NEAR_DUE_DAYS;
    const char *values[] = {days, near_due->office};
    Db *db = context->db;

    if (!reading_begin(db, err) ||
        !reading_check(db, READING_OFFICE, near_due->office, NULL, err)) {
        return false;
    }
    near_due->frame = db_query(db, frame_query, 1, values, err);
    if (near_due->frame != NULL) {
        near_due->counts = db_query(db, counts_query, 2, values, err);
    }
    if (near_due->counts != NULL) {
        near_due->dossiers = db_query(db, dossiers_query, 2, values, err);
    }
    return near_due->dossiers != NULL &&
           (!context->options->forecast || forecast_read(context, &near_due->forecast, err));
}

static void print_json(const void *read)
{
    const struct NearDue *near_due = read;
    const DbRows *rows = near_due->counts;
    cJSON *root = jsonout_new_object(), *procedures = NULL;
    const char *last = NULL;

    jsonout_add_text_field(root, near_due->frame, 0, "as_of");
    jsonout_add_number_field(root, near_due->frame, 0, "days");
    jsonout_add_text_field(root, near_due->frame, 0, "until");
    cJSON *offices = jsonout_add_array(root, "offices");
    for (int row = 0; row < db_row_count(rows); row++) {
        if (last == NULL || !text_equal(last, db_field(rows, row, "office"))) {
            last = db_field(rows, row, "office");
            cJSON *office = jsonout_add_object(offices, NULL);
            jsonout_add_text(office, "code", last);
            jsonout_add_text(office, "name", db_field(rows, row, "office_name"));
            jsonout_add_text_field(office, rows, row, "level");
            procedures = jsonout_add_array(office, "procedures");
        }
        cJSON *procedure = jsonout_add_object(procedures, NULL);
        jsonout_add_text(procedure, "code", db_field(rows, row, "procedure"));
        jsonout_add_text(procedure, "name", db_field(rows, row, "procedure_name"));
        jsonout_add_number_field(procedure, rows, row, "near_due");
        jsonout_add_number_field(procedure, rows, row, "due_today");
        jsonout_add_number_field(procedure, rows, row, "paused");
        jsonout_add_number_field(procedure, rows, row, "letter_possible");
        jsonout_add_text_field(procedure, rows, row, "first_due_on");
    }
    listing_add_all_json(jsonout_add_array(root, "dossiers"), near_due->dossiers, kinds);
    if (near_due->forecast.ceiling != NULL) {
        forecast_add_json(&near_due->forecast, root);
    }
    jsonout_print(root, stdout);
}

static void print_counts(const struct NearDue *near_due)
{
    static const char *const titles[] = {"Cơ quan",     "Thủ tục",     "Số hồ sơ", "Hôm nay",
                                         "Chờ bổ sung", "Kịp xin lỗi", "Sớm nhất"};
    const DbRows *rows = near_due->counts;
    Table *table = table_new(near_due->arena, "llrrrrl", 1);

    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *name = db_field(rows, row, "procedure_name");
        const char *cells[] = {
            db_field(rows, row, "office"),
            name != NULL ? name : db_field(rows, row, "procedure"),
            notation_count(near_due->arena, db_field(rows, row, "near_due")),
            notation_count(near_due->arena, db_field(rows, row, "due_today")),
            notation_count(near_due->arena, db_field(rows, row, "paused")),
            notation_count(near_due->arena, db_field(rows, row, "letter_possible")),
            notation_day(near_due->arena, db_field(rows, row, "first_due_on")),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
}

/* Until when a letter with a new appointment goes out in time. */
static const char *letter_text(Arena *arena, const DbRows *rows, int row)
{
    const char *letter = db_field(rows, row, "letter");

    if (text_equal(letter, "sent")) {
        return "đã gửi";
    }
    return text_equal(letter, "possible")
               ? arena_printf(arena, "chậm nhất %s",
                              notation_day(arena, db_field(rows, row, "letter_by")))
               : "không còn kịp";
}

static void print_dossiers(const struct NearDue *near_due)
{
    static const char *const titles[] = {"Mã hồ sơ", "Thủ tục",     "Hẹn trả",
                                         "Còn ngày", "Chờ bổ sung", "Văn bản xin lỗi"};
    const DbRows *rows = near_due->dossiers;
    Arena *arena = near_due->arena;
    Table *table = table_new(arena, "lllrll", 1);

    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *name = db_field(rows, row, "procedure_name");
        const char *cells[] = {
            db_field(rows, row, "code"),
            name != NULL ? name : db_field(rows, row, "procedure"),
            notation_time(arena, db_field(rows, row, "due_at")),
            db_field(rows, row, "working_days_left"),
            text_equal(db_field(rows, row, "paused"), "t") ? "có" : "",
            letter_text(arena, rows, row),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
}

/* Of all offices the list would run to thousands of rows. */
static void print_table(const void *read)
{
    const struct NearDue *near_due = read;
    Arena *arena = near_due->arena;
    int count = db_row_count(near_due->dossiers);

    printf("Hồ sơ đến hạn trong %s ngày làm việc tới, đến hết ngày %s. Cơ quan: %s.\n"
           "Thời điểm tổng hợp số liệu: %s.\n\n",
           db_field(near_due->frame, 0, "days"),
           notation_day(arena, db_field(near_due->frame, 0, "until")),
           near_due->office != NULL ? text_sanitize(arena, near_due->office) : "tất cả",
           notation_time(arena, db_field(near_due->frame, 0, "as_of")));
    if (count > 0) {
        print_counts(near_due);
        putchar('\n');
    }
    if (count > 0 && near_due->office != NULL) {
        print_dossiers(near_due);
        putchar('\n');
    }
    printf("Tổng số đến hạn: %s.\n", notation_count(arena, arena_printf(arena, "%d", count)));
    if (near_due->forecast.ceiling != NULL) {
        putchar('\n');
        forecast_print(arena, &near_due->forecast, near_due->office);
    }
}

static void put_rows(const void *read, struct RowOut *out)
{
    const struct NearDue *near_due = read;

    listing_put_rows(out, near_due->dossiers, kinds);
}

static const struct Report report = {print_table, print_json, put_rows};

bool stats_near_due(const struct Context *context, struct Error *err)
{
    struct NearDue near_due = {.arena = context->arena, .office = context->options->office};

    bool ok =
        read_near_due(context, &near_due, err) && context_print(context, &report, &near_due, err);
    db_rows_free(near_due.frame);
    db_rows_free(near_due.counts);
    db_rows_free(near_due.dossiers);
    forecast_release(&near_due.forecast);
    return ok;
}
