#include "stats/command/alert.h"

#include "common/log.h"
#include "common/program/table.h"
#include "common/text.h"
#include "stats/command/night.h"
#include "stats/mail/draft.h"
#include "stats/mail/outbox.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

/* told: to how many addresses. */
static const char alerts_query[] =
    "SELECT a.office, coalesce(o.name, a.office) AS name, a.numerator, a.denominator,"
    "       motcua.percent(a.numerator, a.denominator) AS percent, a.step, a.since,"
    "       concat_ws('; ',"
    "           CASE WHEN a.ended_on IS NULL THEN 'trên ngưỡng'"
    "                ELSE 'trở về dưới ngưỡng ' || to_char(a.ended_on, 'DD/MM/YYYY') END,"
    "           CASE WHEN a.ended_on IS NULL AND motcua.is_acknowledged(a, motcua.today())"
    "                THEN 'đang xử lý' || coalesce(' đến ' || "
    "to_char(a.acknowledged_until, 'DD/MM/YYYY'), '') END,"
    "           'đã báo cấp trên ' || to_char(a.escalated_on, 'DD/MM/YYYY')) AS state,"
    "       (SELECT count(DISTINCT lower(m.recipient)) FROM motcua.outbox AS m"
    "        JOIN motcua.outbox_item AS i USING (outbox_id)"
    "        WHERE m.sent_at IS NOT NULL AND i.about = a.office AND i.since = a.since) AS told"
    " FROM motcua.year_of(motcua.today(), $1) AS y"
    " JOIN stats.alert_state AS a ON a.period_from = y.period_from"
    " JOIN motcua.office AS o ON o.code = a.office"
    " ORDER BY a.ended_on IS NOT NULL, 5 DESC, a.office COLLATE \"C\"";

static const char trouble_query[] =
    "SELECT m.recipient, t.day, t.since, t.attempts, t.state, t.error"
    " FROM motcua.mail_trouble AS t JOIN motcua.outbox AS m USING (outbox_id) ORDER BY outbox_id";

/* What becomes of each thing that could be told, in words. */
static const struct {
    const char *verdict;
    const char *words;
} verdicts[] = {
    {"tell", "gửi thư"},
    {"with", "nêu trong thư, nếu có thư"},
    {"told", "không: đã báo"},
    {"acknowledged", "không: đang xử lý"},
    {"between", "không: dưới ngưỡng, chưa hết theo dõi"},
    {"repeats", "không: số liệu trùng với đơn vị trực thuộc, không gửi thư riêng"},
    {"small", "không: quá ít hồ sơ đã giải quyết"},
    {"kind", "không: không đăng ký loại tin này"},
    {"unknown", "không: chưa từng báo vượt ngưỡng"},
    {"not_now", "không: chưa đến ngày, giờ gửi"},
    {"today", "không: hôm nay đã có thư"},
};

static const struct {
    const char *kind;
    const char *words;
} kinds[] = {
    {"crossing", "mới vượt ngưỡng"}, {"step", "vượt mức cao hơn"},
    {"above", "vẫn trên ngưỡng"},    {"below", "trở về dưới ngưỡng"},
    {"escalation", "báo cấp trên"},  {"near_due", "đến hạn, quá hạn trong tuần"},
    {"letters", "văn bản xin lỗi"},  {"silent", "không có dữ liệu mới"},
    {"pipeline", "vận hành"},
};

static const char *kind_words(const char *kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (text_equal(kinds[i].kind, kind)) {
            return kinds[i].words;
        }
    }
    return kind;
}

static const char *verdict_words(Arena *arena, const char *verdict, const char *told_on)
{
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
        if (text_equal(verdicts[i].verdict, verdict)) {
            return told_on != NULL ? arena_printf(arena, "%s (lần trước %s)", verdicts[i].words,
                                                  notation_day(arena, told_on))
                                   : verdicts[i].words;
        }
    }
    return verdict;
}

/* Mails that have not arrived, and why; nothing when all have. */
static bool print_trouble(const struct Context *context, struct Error *err)
{
    static const char *const titles[] = {"Người nhận", "Thư ngày",   "Từ ngày",
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
                                   notation_day(context->arena, db_field(rows, row, "day")),
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

static void print_states(Arena *arena, const DbRows *rows)
{
    static const char *const titles[] = {"Mã",      "Cơ quan", "Quá hạn",    "Tỷ lệ",
                                         "Đã vượt", "Từ ngày", "Tình trạng", "Đã báo"};
    Table *table = table_new(arena, "llrrrllr", 6);

    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *cells[] = {
            db_field(rows, row, "office"),
            db_field(rows, row, "name"),
            notation_fraction(arena, db_field(rows, row, "numerator"),
                              db_field(rows, row, "denominator")),
            draft_percent(arena, db_field(rows, row, "percent")),
            draft_percent(arena, db_field(rows, row, "step")),
            notation_day(arena, db_field(rows, row, "since")),
            db_field(rows, row, "state"),
            db_field(rows, row, "told"),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
}

static bool list_alerts(const struct Context *context, struct Error *err)
{
    DbRows *alerts = db_query(context->db, alerts_query, 1, &context->settings->year_start, err);

    if (alerts == NULL) {
        return false;
    }
    if (db_row_count(alerts) == 0) {
        puts("Chưa có cảnh báo nào trong năm báo cáo này.");
    } else {
        print_states(context->arena, alerts);
    }
    db_rows_free(alerts);
    return print_trouble(context, err);
}

static void print_plan(Arena *arena, const struct Plan *plan)
{
    static const char *const titles[] = {"Người nhận", "Nội dung", "Về", "Từ ngày", "Khi chạy sẽ"};
    Table *table = table_new(arena, "lllll", 4);

    puts("\nAi nhận gì:\n");
    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(plan->rows); row++) {
        const char *cells[] = {db_field(plan->rows, row, "address"),
                               kind_words(db_field(plan->rows, row, "kind")),
                               db_field(plan->rows, row, "about"),
                               notation_day(arena, db_field(plan->rows, row, "since")),
                               verdict_words(arena, db_field(plan->rows, row, "verdict"),
                                             db_field(plan->rows, row, "told_on"))};
        table_add(table, cells);
    }
    table_print(table, stdout);
}

/* The very text that run would store; only the Message-ID is not known yet. */
static bool print_mail(void *user, const struct Plan *plan, int first, int end,
                       const struct Recipient *recipient, const struct Mail *mail,
                       struct Error *err)
{
    (void)user, (void)plan, (void)first, (void)end, (void)err;
    printf("\nĐến: %s\nTiêu đề: %s\n\n%s", recipient->address, mail->subject, mail->text);
    return true;
}

/* Who would get what; without anybody in the settings what one in [mail] to would. */
static bool show_plan(const struct Context *context, struct Error *err)
{
    struct Settings settings = *context->settings;
    struct Outbox box = {.db = context->db,
                         .settings = &settings,
                         .recipients = arena_alloc(context->arena, sizeof *box.recipients)};
    struct Plan plan = {0};

    if (!recipients_read(context->arena, &settings, box.recipients, err)) {
        return false;
    }
    if (box.recipients->count == 0) {
        puts("\nChưa khai báo người nhận; dưới đây là thư mà một địa chỉ trong [mail] to sẽ nhận.");
        settings.mail_to = "nguoi-nhan@vi-du.vn";
        if (!recipients_read(context->arena, &settings, box.recipients, err)) {
            return false;
        }
    }
    const char *values[] = {recipients_json(context->arena, box.recipients),
                            arena_printf(context->arena, "%lld", settings.mail_alert_days),
                            arena_printf(context->arena, "%lld", settings.mail_retry_days)};
    bool ok = recipients_check(context->db, box.recipients, err) &&
              db_exec(context->db, "SELECT motcua.settle_mails($1, $2, $3)", 3, values, err) &&
              plan_read(context->arena, context->db, &settings, box.recipients, &plan, err);
    if (ok) {
        print_plan(context->arena, &plan);
        ok = outbox_compose(&box, context->arena, &plan, print_mail, NULL, err);
    }
    plan_free(&plan);
    return ok;
}

/* Lives through the night in a transaction that is taken back: what it shows is what run would do. */
static bool dry_run(const struct Context *context, struct Error *err)
{
    char id[NIGHT_NUMBER_SIZE], snapshots[NIGHT_NUMBER_SIZE];
    int alerts;
    struct Error second = {0};
    Db *db = context->db;

    if (!db_lock(db, "stats", err) || !db_run(db, "BEGIN ISOLATION LEVEL REPEATABLE READ", err)) {
        return false;
    }
    bool ok = db_query_value(db, "SELECT motcua.begin_run('stats', NULL, false)", 0, NULL, id,
                             sizeof id, err) &&
              night_store(context, id, snapshots, &alerts, err) && list_alerts(context, err) &&
              show_plan(context, err);
    return db_run(db, "ROLLBACK", ok ? err : &second) && ok;
}

/* The list is shown whether or not the mails went out; what failed first is what is reported. */
bool stats_alert(const struct Context *context, struct Error *err)
{
    struct Outbox box;
    struct OutboxCounts counts = {0};
    struct Error list_err = {0};

    if (context->options->dry_run) {
        return dry_run(context, err);
    }
    if (!outbox_open(context->arena, context->db, context->settings, &box, err) ||
        !db_lock(context->db, "stats", err)) {
        outbox_close(&box);
        return false;
    }
    bool sent = outbox_send(&box, context->arena, context->options->resend, &counts, err);
    outbox_close(&box);
    log_info("mails=%d failed=%d waiting=%d", counts.sent, counts.failed, counts.waiting);
    if (!list_alerts(context, &list_err)) {
        *err = sent ? list_err : *err;
        return false;
    }
    return sent;
}
