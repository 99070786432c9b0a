#include "stats/command/alert.h"

#include "common/log.h"
#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/reading.h"
#include "stats/mail/notice.h"
#include "stats/mail/outbox.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

/* state: mails sent of those addressed; no letter for an alert that says nothing new. */
static const char alerts_query[] =
    "SELECT a.office, o.name, a.numerator, a.denominator, a.percent, a.threshold_percent,"
    "       a.period_from, a.period_to, a.counted_to,"
    "       to_char(a.raised_at, " READING_ISO ") AS raised_at,"
    "       (SELECT CASE WHEN count(l.alert_id) = 0 THEN 'không gửi riêng'"
    "                    WHEN count(m.alert_id) = 0 THEN 'chưa gửi'"
    "                    ELSE count(m.sent_at) || '/' || count(m.alert_id) || ' thư' END"
    "        FROM motcua.letter AS l LEFT JOIN motcua.outbox AS m"
    "             ON m.alert_id = l.alert_id AND m.given_up IS DISTINCT FROM 'left'"
    "        WHERE l.alert_id = a.alert_id) AS state"
    " FROM motcua.year_of(motcua.today(), $1) AS y"
    " JOIN stats.alert AS a ON a.period_from = y.period_from AND a.period_to = y.period_to"
    " JOIN motcua.office AS o ON o.code = a.office"
    " ORDER BY a.raised_at, a.office COLLATE \"C\"";

/* What run would find now: raised_at is null for an alert that it would raise. */
static const char late_query[] =
    "SELECT l.office, l.numerator, l.denominator, " NOTICE_COLUMNS ","
    "       motcua.percent(l.numerator, l.denominator) AS percent,"
    "       $1::numeric AS threshold_percent, l.period_from, l.period_to,"
    "       l.counted_to,"
    "       to_char(a.raised_at, " READING_ISO ") AS raised_at,"
    "       a.alert_id IS NULL AND NOT l.also_below AS would_mail,"
    "       CASE WHEN a.alert_id IS NOT NULL THEN 'đã cảnh báo'"
    "            WHEN l.also_below THEN 'số liệu của đơn vị trực thuộc'"
    "            ELSE 'sẽ gửi thư' END AS state"
    " FROM stats.late_offices($1::numeric, $2) AS l"
    " LEFT JOIN stats.alert AS a ON a.kind = 'late' AND a.office = l.office"
    "      AND a.period_from = l.period_from AND a.period_to = l.period_to"
    " ORDER BY l.office COLLATE \"C\"";

static const char trouble_query[] =
    "SELECT m.recipient, t.office_name, t.since, t.attempts, t.state, t.error"
    " FROM motcua.mail_trouble AS t JOIN motcua.outbox AS m USING (outbox_id) ORDER BY outbox_id";

/* Mails that have not arrived, and why; nothing when all have. */
static bool print_trouble(const struct Context *context, struct Error *err)
{
    static const char *const titles[] = {"Người nhận", "Về cơ quan", "Từ ngày",
                                         "Số lần gửi", "Tình trạng", "Lý do"};
    DbRows *rows = db_query(context->db, trouble_query, 0, NULL, err);

    if (rows == NULL) {
        return false;
    }
    if (db_row_count(rows) > 0) {
        Table *table = table_new(context->arena, "lllrll", 5);
        puts("\nThư chưa đến nơi:\n");
        table_add(table, titles);
        table_rule(table);
        for (int row = 0; row < db_row_count(rows); row++) {
            const char *cells[] = {db_field(rows, row, "recipient"),
                                   db_field(rows, row, "office_name"),
                                   notation_day(context->arena, db_field(rows, row, "since")),
                                   db_field(rows, row, "attempts"),
                                   db_field(rows, row, "state"),
                                   db_field(rows, row, "error")};
            table_add(table, cells);
        }
        table_print(table, stdout);
    }
    db_rows_free(rows);
    return true;
}

/* All rows are of one reporting year; each alert tells of the day on which it was raised. */
static void print_offices(Arena *arena, const DbRows *rows, const char *state_title)
{
    const char *titles[] = {"Mã",     "Cơ quan",  "Quá hạn",  "Tỷ lệ",
                            "Ngưỡng", "Tính đến", "Cảnh báo", state_title};
    Table *table = table_new(arena, "llrrrlll", 1);

    printf("Năm báo cáo từ %s đến %s.\nTỷ lệ quá hạn theo bộ quy tắc report: giải quyết quá hạn / "
           "đã giải quyết.\n\n",
           notation_day(arena, db_field(rows, 0, "period_from")),
           notation_day(arena, db_field(rows, 0, "period_to")));

    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *cells[] = {
            db_field(rows, row, "office"),
            db_field(rows, row, "name"),
            notation_fraction(arena, db_field(rows, row, "numerator"),
                              db_field(rows, row, "denominator")),
            notation_percent(arena, db_field(rows, row, "percent")),
            notation_percent(arena, db_field(rows, row, "threshold_percent")),
            notation_day(arena, db_field(rows, row, "counted_to")),
            notation_time(arena, db_field(rows, row, "raised_at")),
            db_field(rows, row, "state"),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
}

/* The very text that run would store; only the Message-ID is not known yet. */
static bool print_mail(const struct Context *context, Notices *notices, int row, struct Error *err)
{
    const char *to = context->settings->mail_to;
    struct Mail mail;

    if (!notices_compose(context->arena, notices, row, &mail, err)) {
        return false;
    }
    printf("\nĐến: %s\nTiêu đề: %s\n\n%s",
           to[0] != '\0' ? text_sanitize(context->arena, to) : "(chưa khai báo người nhận)",
           mail.subject, mail.text);
    return true;
}

/* Reads mail_to for show only: a dry run works before mail is configured. */
static bool show_plan(const struct Context *context, struct Error *err)
{
    const struct Settings *settings = context->settings;
    const char *values[] = {settings->late_percent, settings->year_start};

    if (!reading_begin(context->db, err)) {
        return false;
    }
    DbRows *late = db_query(context->db, late_query, 2, values, err);
    if (late == NULL) {
        return false;
    }
    Notices *notices = notices_read(context->arena, context->db, late, err);
    bool ok = notices != NULL;
    if (ok && db_row_count(late) == 0) {
        printf("Không có cơ quan nào vượt ngưỡng %s.\n",
               notation_percent(context->arena, settings->late_percent));
    } else if (ok) {
        print_offices(context->arena, late, "Nếu chạy");
    }
    for (int row = 0; ok && row < db_row_count(late); row++) {
        if (text_equal(db_field(late, row, "would_mail"), "t")) {
            ok = print_mail(context, notices, row, err);
        }
    }
    notices_free(notices);
    db_rows_free(late);
    return ok && print_trouble(context, err);
}

static bool list_alerts(const struct Context *context, struct Error *err)
{
    if (!reading_begin(context->db, err)) {
        return false;
    }
    DbRows *alerts = db_query(context->db, alerts_query, 1, &context->settings->year_start, err);
    if (alerts == NULL) {
        return false;
    }
    if (db_row_count(alerts) == 0) {
        puts("Chưa có cảnh báo nào trong năm báo cáo này.");
    } else {
        print_offices(context->arena, alerts, "Thư đã gửi");
    }
    db_rows_free(alerts);
    return print_trouble(context, err);
}

/* The list is shown whether or not the mails went out; what failed first is what is reported. */
bool stats_alert(const struct Context *context, struct Error *err)
{
    struct Outbox box;
    struct OutboxCounts counts = {0};
    struct Error list_err = {0};

    if (context->options->dry_run) {
        return show_plan(context, err);
    }
    if (!outbox_open(context->arena, context->db, context->settings, &box, err) ||
        !db_lock(context->db, "stats", err) ||
        (context->options->resend &&
         !db_exec(context->db, "SELECT motcua.reopen_mails()", 0, NULL, err))) {
        outbox_close(&box);
        return false;
    }
    bool sent = outbox_send(&box, context->arena, &counts, err);
    outbox_close(&box);
    log_info("mails=%d failed=%d waiting=%d", counts.sent, counts.failed, counts.waiting);
    if (!list_alerts(context, &list_err)) {
        *err = sent ? list_err : *err;
        return false;
    }
    return sent;
}
