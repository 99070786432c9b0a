#include "stats/list/forecast.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/reading.h"
#include "stats/print/jsonout.h"
#include "stats/print/listing.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

static const char letters_query[] =
    "SELECT office, procedure, procedure_name, source, code,"
    "       to_char(due_at, " READING_ISO ") AS due_at,"
    "       to_char(due_at_first, " READING_ISO ") AS due_at_first, letter_by"
    " FROM stats.letters_due(1, $1)";

static const enum ListingKind letters_kinds[LISTING_COLUMNS] = {
    LISTING_TEXT, LISTING_TEXT, LISTING_TEXT, LISTING_TEXT,
    LISTING_TEXT, LISTING_TIME, LISTING_TIME, LISTING_DAY};

/* is_top: the office is not a part of another one that is shown too. */
static const char overdue_query[] =
    "SELECT f.office, f.office_name, f.day, f.falling_due, f.overdue,"
    "       $1::text IS NOT NULL OR o.parent IS NULL AS is_top"
    " FROM stats.overdue_forecast(" FORECAST_DAYS ", $1) AS f"
    " JOIN motcua.office AS o ON o.code = f.office"
    " ORDER BY f.office COLLATE \"C\", f.working_days_ahead";

static const char ceiling_query[] =
    "SELECT office, office_name, late, resolved, percent, late_allowed, overdue,"
    "       percent_with_overdue, crossed_on, state"
    " FROM stats.ceiling_forecast(" FORECAST_DAYS ", $2::numeric, $3, $1)";

static const enum ListingKind ceiling_kinds[LISTING_COLUMNS] = {
    LISTING_TEXT,   LISTING_TEXT,   LISTING_NUMBER,  LISTING_NUMBER, LISTING_DECIMAL,
    LISTING_NUMBER, LISTING_NUMBER, LISTING_DECIMAL, LISTING_DAY,    LISTING_TEXT};

static const char dossiers_query[] =
    "SELECT ceiling_office, office, procedure, procedure_name, source, code,"
    "       to_char(due_at, " READING_ISO ") AS due_at, place, late_allowed"
    " FROM stats.ceiling_dossiers($1, " FORECAST_DAYS ", $2::numeric, $3)";

static const enum ListingKind dossiers_kinds[LISTING_COLUMNS] = {
    LISTING_TEXT, LISTING_TEXT, LISTING_TEXT,   LISTING_TEXT,  LISTING_TEXT,
    LISTING_TEXT, LISTING_TIME, LISTING_NUMBER, LISTING_NUMBER};

static bool comes_near(const DbRows *ceiling)
{
    for (int row = 0; row < db_row_count(ceiling); row++) {
        const char *state = db_field(ceiling, row, "state");
        if (text_equal(state, "soon") || text_equal(state, "inevitable")) {
            return true;
        }
    }
    return false;
}

/* The year is read again for the last list, so it is asked for only when there is something in it. */
bool forecast_read(const struct Context *context, struct Forecast *forecast, struct Error *err)
{
    const struct Settings *settings = context->settings;
    const char *values[] = {context->options->office, settings->late_percent, settings->year_start};
    Db *db = context->db;

    forecast->threshold = settings->late_percent;
    if (!db_query_value(db, "SELECT period_from FROM motcua.year_of(motcua.today(), $1)", 1,
                        &settings->year_start, forecast->year_from, sizeof forecast->year_from,
                        err)) {
        return false;
    }
    forecast->letters = db_query(db, letters_query, 1, values, err);
    if (forecast->letters != NULL) {
        forecast->overdue = db_query(db, overdue_query, 1, values, err);
    }
    if (forecast->overdue != NULL) {
        forecast->ceiling = db_query(db, ceiling_query, 3, values, err);
    }
    if (forecast->ceiling == NULL || !comes_near(forecast->ceiling)) {
        return forecast->ceiling != NULL;
    }
    forecast->dossiers = db_query(db, dossiers_query, 3, values, err);
    return forecast->dossiers != NULL;
}

/* The first row of an office is today's, whose falling_due is null. */
static void add_overdue(cJSON *offices, const DbRows *rows)
{
    cJSON *days = NULL;

    for (int row = 0; row < db_row_count(rows); row++) {
        if (db_field(rows, row, "falling_due") == NULL) {
            cJSON *office = jsonout_add_object(offices, NULL);
            jsonout_add_text(office, "code", db_field(rows, row, "office"));
            jsonout_add_text(office, "name", db_field(rows, row, "office_name"));
            days = jsonout_add_array(office, "days");
        }
        cJSON *day = jsonout_add_object(days, NULL);
        jsonout_add_text_field(day, rows, row, "day");
        jsonout_add_number_field(day, rows, row, "falling_due");
        jsonout_add_number_field(day, rows, row, "overdue");
    }
}

void forecast_add_json(const struct Forecast *forecast, cJSON *root)
{
    jsonout_add_number(root, "ceiling_percent", forecast->threshold);
    jsonout_add_text(root, "year_from", forecast->year_from);
    listing_add_all_json(jsonout_add_array(root, "letters_due"), forecast->letters, letters_kinds);
    add_overdue(jsonout_add_array(root, "overdue"), forecast->overdue);
    listing_add_all_json(jsonout_add_array(root, "ceiling"), forecast->ceiling, ceiling_kinds);
    cJSON *dossiers = jsonout_add_array(root, "ceiling_dossiers");
    if (forecast->dossiers != NULL) {
        listing_add_all_json(dossiers, forecast->dossiers, dossiers_kinds);
    }
}

static void print_overdue(Arena *arena, const DbRows *rows)
{
    static const char *const titles[] = {"Cơ quan", "Ngày", "Quá hạn thêm", "Tổng quá hạn"};
    Table *table = table_new(arena, "llrr", 0);

    table_add(table, titles);
    for (int row = 0; row < db_row_count(rows); row++) {
        if (!text_equal(db_field(rows, row, "is_top"), "t")) {
            continue;
        }
        bool is_today = db_field(rows, row, "falling_due") == NULL;
        const char *cells[] = {is_today ? db_field(rows, row, "office") : "",
                               notation_day(arena, db_field(rows, row, "day")),
                               is_today ? "hôm nay"
                                        : notation_count(arena, db_field(rows, row, "falling_due")),
                               notation_count(arena, db_field(rows, row, "overdue"))};
        if (is_today) {
            table_rule(table);
        }
        table_add(table, cells);
    }
    puts("Hôm nay và " FORECAST_DAYS
         " ngày làm việc tới, số hồ sơ quá hạn nếu không giải quyết thêm:\n");
    table_print(table, stdout);
    putchar('\n');
}

static const char *state_text(Arena *arena, const DbRows *rows, int row)
{
    const char *state = db_field(rows, row, "state");

    if (text_equal(state, "above")) {
        return "đã vượt";
    }
    if (text_equal(state, "inevitable")) {
        return "sẽ vượt khi giải quyết hồ sơ đang quá hạn";
    }
    return text_equal(state, "soon")
               ? arena_printf(arena, "vượt vào %s",
                              notation_day(arena, db_field(rows, row, "crossed_on")))
               : "chưa vượt";
}

/* Of all offices only those that are above the ceiling or come near it. */
static void print_ceiling(Arena *arena, const struct Forecast *forecast, bool one_office)
{
    static const char *const titles[] = {"Cơ quan",      "Quá hạn/đã giải quyết",
                                         "Tỷ lệ",        "Còn lại trước ngưỡng",
                                         "Đang quá hạn", "Tỷ lệ nếu giải quyết hết hồ sơ quá hạn",
                                         "So với ngưỡng"};
    const DbRows *rows = forecast->ceiling;
    Table *table = table_new(arena, "lrrrrrl", 6);
    int shown = 0;

    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        if (!one_office && text_equal(db_field(rows, row, "state"), "below")) {
            continue;
        }
        const char *cells[] = {
            db_field(rows, row, "office"),
            notation_fraction(arena, db_field(rows, row, "late"), db_field(rows, row, "resolved")),
            notation_percent(arena, db_field(rows, row, "percent")),
            notation_count(arena, db_field(rows, row, "late_allowed")),
            notation_count(arena, db_field(rows, row, "overdue")),
            notation_percent(arena, db_field(rows, row, "percent_with_overdue")),
            state_text(arena, rows, row),
        };
        table_add(table, cells);
        shown++;
    }
    printf("Tỷ lệ quá hạn từ đầu năm báo cáo (%s) so với ngưỡng %s, theo bộ quy tắc report:\n\n",
           notation_day(arena, forecast->year_from), notation_percent(arena, forecast->threshold));
    if (shown > 0) {
        table_print(table, stdout);
    } else {
        puts("Không có cơ quan nào gần ngưỡng.");
    }
    putchar('\n');
}

/* Codes and due dates, and whatever the third column says of each. */
static void print_list(Arena *arena, const char *heading, const DbRows *rows, const char *title,
                       const char *column)
{
    const char *titles[] = {"Mã hồ sơ", "Cơ quan", "Thủ tục", "Hẹn trả", title};
    Table *table = table_new(arena, "lllll", 2);

    if (rows == NULL || db_row_count(rows) == 0) {
        return;
    }
    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *name = db_field(rows, row, "procedure_name");
        const char *cells[] = {db_field(rows, row, "code"), db_field(rows, row, "office"),
                               name != NULL ? name : db_field(rows, row, "procedure"),
                               notation_time(arena, db_field(rows, row, "due_at")),
                               notation_day(arena, db_field(rows, row, column))};
        table_add(table, cells);
    }
    printf("%s:\n\n", heading);
    table_print(table, stdout);
    putchar('\n');
}

void forecast_print(Arena *arena, const struct Forecast *forecast, const char *office)
{
    print_overdue(arena, forecast->overdue);
    print_ceiling(arena, forecast, office != NULL);
    if (office == NULL) {
        printf("Văn bản xin lỗi cần gửi đến hết ngày làm việc tới: %s.\n",
               notation_count(arena, arena_printf(arena, "%d", db_row_count(forecast->letters))));
        return;
    }
    print_list(arena, "Hồ sơ cần xong hoặc có văn bản xin lỗi đến hết ngày làm việc tới",
               forecast->letters, "Gửi chậm nhất", "letter_by");
    print_list(arena, "Hồ sơ nếu quá hạn sẽ làm vượt ngưỡng", forecast->dossiers, "Thứ tự",
               "place");
}

void forecast_release(struct Forecast *forecast)
{
    db_rows_free(forecast->letters);
    db_rows_free(forecast->overdue);
    db_rows_free(forecast->ceiling);
    db_rows_free(forecast->dossiers);
}
