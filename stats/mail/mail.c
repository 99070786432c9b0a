#include "stats/mail/mail.h"

#include "common/buf.h"
#include "common/sanitize.h"
#include "common/text.h"
#include "stats/mail/html.h"
#include "stats/print/notation.h"

#include <stdint.h>
#include <string.h>

#include "common/banned.h"

enum { BODY_MAX = 4 * 1024 * 1024, SUBJECT_NAME_SIZE = 256 };

#define CELL "padding:4px 8px;border:1px solid #cccccc;text-align:left;vertical-align:top"

/*
 * The values of an alert ready to be written: free of control characters, in Vietnamese notation.
 * HTML escapes them once more at the place where they are written.
 */
struct Words {
    const char *office; /* name, or else code */
    const char *code;
    const char *rate; /* 39/1271 = 3,07 % */
    const char *percent;
    const char *threshold;
    const char *from;
    const char *to;
    const char *rule;
    const char *as_of;
    const char *doubts; /* NULL: none */
    const char *command;
    long long others; /* dossiers that the mail does not list */
};

/* One dossier likewise. */
struct Line {
    const char *code;
    const char *procedure;
    const char *due;
    const char *closed;
    const char *days_late;
    const char *apology;
};

/* What an office can still do in the year: the rate counts the system's dates, and a letter sent in
 * time keeps the next dossier from being held against it. */
static const char *const advice[] = {
    "Đối chiếu ngày trả kết quả thực tế: hồ sơ đã trả cho người dân đúng hạn nhưng bấm kết thúc "
    "trên hệ thống muộn thì lập danh sách, báo quản trị hệ thống xác nhận.",
    "Hồ sơ đang giải quyết có nguy cơ trễ: gửi văn bản xin lỗi và hẹn lại ngày trả kết quả trước "
    "ngày hẹn ít nhất 01 ngày (Nghị định 61/2018/NĐ-CP, Điều 19).",
    "Hồ sơ đã trễ mà chưa có thư xin lỗi: gửi ngay và cập nhật vào hệ thống một cửa.",
    "Thủ tục trễ nhiều lần: xem lại quy trình nội bộ, phân công và thời gian của từng bước.",
};

enum { ADVICE_COUNT = sizeof advice / sizeof advice[0] };

static const char closing[] =
    "Thư do motcua tự động gửi; mỗi cơ quan được báo một lần trong một năm báo cáo.";

/* A code from outside as one word of a shell, because somebody will paste the line there. */
static const char *shell_word(Arena *arena, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t length = strlen(text), used = 0;

    if (text[strspn(text, plain)] == '\0') {
        return text;
    }
    char *word = arena_alloc(arena, length * 4 + 3);
    word[used++] = '\'';
    for (; *text != '\0'; text++) {
        if (*text == '\'') {
            word[used++] = '\'';
            word[used++] = '\\';
            word[used++] = '\'';
        }
        word[used++] = *text;
    }
    word[used] = '\'';
    return word;
}

/* The mail shows fractions without grouping points, so that they can be searched for and copied. */
static void prepare(Arena *arena, const struct MailAlert *alert, struct Words *words)
{
    long long late = 0;
    const char *name = alert->office_name != NULL ? alert->office_name : alert->office;

    words->office = text_sanitize(arena, name);
    words->code = text_sanitize(arena, alert->office);
    words->percent = notation_percent(arena, alert->percent);
    words->rate =
        arena_printf(arena, "%s/%s = %s", alert->numerator, alert->denominator, words->percent);
    words->threshold = notation_percent(arena, alert->threshold_percent);
    words->from = notation_day(arena, alert->period_from);
    words->to = notation_day(arena, alert->counted_to);
    words->rule = alert->rule != NULL ? text_sanitize(arena, alert->rule) : NOTATION_NONE;
    words->as_of = notation_time(arena, alert->as_of);
    words->doubts = alert->doubts != NULL && alert->doubts[0] != '\0'
                        ? text_sanitize(arena, alert->doubts)
                        : NULL;
    words->command = arena_printf(
        arena, "motcua-stats dossiers --rate late --period %s..%s --office %s --profile report",
        alert->period_from, alert->counted_to, shell_word(arena, words->code));
    if (text_to_int(alert->numerator, 0, INT64_MAX, &late)) {
        words->others = late - (alert->end - alert->first);
    }
}

/* A dossier whose procedure no catalogue names goes by the procedure's code. */
static struct Line read_line(Arena *arena, const DbRows *rows, int row)
{
    const char *name = db_field(rows, row, "procedure_name");
    const char *procedure = name != NULL ? name : db_field(rows, row, "procedure");
    const char *apology = db_field(rows, row, "apology_at");

    return (struct Line){
        .code = text_sanitize(arena, db_field(rows, row, "code")),
        .procedure = procedure != NULL ? text_sanitize(arena, procedure) : NOTATION_NONE,
        .due = notation_time(arena, db_field(rows, row, "due_at")),
        .closed = notation_time(arena, db_field(rows, row, "closed_at")),
        .days_late = notation_count(arena, db_field(rows, row, "days_late")),
        .apology = apology != NULL ? arena_printf(arena, "có (%s)", notation_day(arena, apology))
                                   : "không",
    };
}

/* A list rather than a table: lines of text wrap on a telephone, columns fall apart. */
static void write_text(Arena *arena, struct Buf *buf, const struct Words *words,
                       const struct MailAlert *alert)
{
    buf_printf(buf,
               "%s (mã %s) có tỷ lệ hồ sơ giải quyết quá hạn vượt ngưỡng.\n\n"
               "Tỷ lệ quá hạn: %s\nNgưỡng: %s\nKỳ báo cáo: từ %s đến %s\n"
               "Quy tắc: %s\nSố liệu lúc: %s\n%s%s%s\n"
               "HỒ SƠ QUÁ HẠN\n\n",
               words->office, words->code, words->rate, words->threshold, words->from, words->to,
               words->rule, words->as_of, words->doubts != NULL ? "Số liệu có thể chưa đủ: " : "",
               words->doubts != NULL ? words->doubts : "", words->doubts != NULL ? ".\n" : "");
    for (int row = alert->first; row < alert->end; row++) {
        struct Line line = read_line(arena, alert->dossiers, row);
        buf_printf(buf,
                   "%d. %s: trễ %s ngày\n   Thủ tục: %s\n"
                   "   Hẹn trả: %s. Kết thúc: %s. Thư xin lỗi: %s.\n",
                   row - alert->first + 1, line.code, line.days_late, line.procedure, line.due,
                   line.closed, line.apology);
    }
    if (words->others > 0) {
        buf_printf(buf, "... và %lld hồ sơ khác.\n", words->others);
    }
    buf_printf(buf, "\nXem toàn bộ danh sách bằng lệnh:\n%s\n\nVIỆC CẦN LÀM\n\n", words->command);
    for (int i = 0; i < ADVICE_COUNT; i++) {
        buf_printf(buf, "%d. %s\n", i + 1, advice[i]);
    }
    buf_printf(buf, "\n-- \n%s\n", closing);
}

static void write_cell(struct Buf *buf, const char *tag, const char *text)
{
    buf_printf(buf, "<%s style=\"" CELL "\">", tag);
    html_append(buf, text);
    buf_printf(buf, "</%s>", tag);
}

static void write_fact(struct Buf *buf, const char *name, const char *value)
{
    buf_puts(buf, "<tr>");
    write_cell(buf, "th", name);
    write_cell(buf, "td", value);
    buf_puts(buf, "</tr>\n");
}

static void write_facts(Arena *arena, struct Buf *buf, const struct Words *words)
{
    buf_puts(buf, "<table style=\"border-collapse:collapse\">\n");
    write_fact(buf, "Cơ quan", arena_printf(arena, "%s (mã %s)", words->office, words->code));
    write_fact(buf, "Tỷ lệ quá hạn", words->rate);
    write_fact(buf, "Ngưỡng", words->threshold);
    write_fact(buf, "Kỳ báo cáo", arena_printf(arena, "từ %s đến %s", words->from, words->to));
    write_fact(buf, "Quy tắc", words->rule);
    write_fact(buf, "Số liệu lúc", words->as_of);
    if (words->doubts != NULL) {
        write_fact(buf, "Số liệu có thể chưa đủ", words->doubts);
    }
    buf_puts(buf, "</table>\n");
}

static void write_dossiers(Arena *arena, struct Buf *buf, const struct MailAlert *alert)
{
    static const char *const titles[] = {"Mã hồ sơ", "Thủ tục",     "Hẹn trả",
                                         "Kết thúc", "Số ngày trễ", "Thư xin lỗi"};

    buf_puts(buf, "<table style=\"border-collapse:collapse;font-size:13px\">\n<tr>");
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        write_cell(buf, "th", titles[i]);
    }
    buf_puts(buf, "</tr>\n");
    for (int row = alert->first; row < alert->end; row++) {
        struct Line line = read_line(arena, alert->dossiers, row);
        buf_puts(buf, "<tr>");
        write_cell(buf, "td", line.code);
        write_cell(buf, "td", line.procedure);
        write_cell(buf, "td", line.due);
        write_cell(buf, "td", line.closed);
        write_cell(buf, "td", line.days_late);
        write_cell(buf, "td", line.apology);
        buf_puts(buf, "</tr>\n");
    }
    buf_puts(buf, "</table>\n");
}

/* Outlook lays out tables and inline styles only. */
static void write_html(Arena *arena, struct Buf *buf, const struct Words *words,
                       const struct MailAlert *alert)
{
    buf_puts(buf, "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<title>motcua</title>\n</head>\n<body style=\"font-family:Arial,sans-serif;"
                  "font-size:15px;line-height:1.4;color:#222222\">\n<p><strong>");
    html_append(buf, words->office);
    buf_puts(buf, "</strong> có tỷ lệ hồ sơ giải quyết quá hạn vượt ngưỡng.</p>\n");
    write_facts(arena, buf, words);
    buf_puts(buf, "<h3>Hồ sơ quá hạn</h3>\n");
    write_dossiers(arena, buf, alert);
    if (words->others > 0) {
        buf_printf(buf, "<p>… và %lld hồ sơ khác.</p>\n", words->others);
    }
    buf_puts(buf, "<p>Xem toàn bộ danh sách bằng lệnh:<br><code>");
    html_append(buf, words->command);
    buf_puts(buf, "</code></p>\n<h3>Việc cần làm</h3>\n<ol>\n");
    for (int i = 0; i < ADVICE_COUNT; i++) {
        buf_puts(buf, "<li>");
        html_append(buf, advice[i]);
        buf_puts(buf, "</li>\n");
    }
    buf_printf(buf, "</ol>\n<p style=\"color:#666666;font-size:13px\">%s</p>\n</body>\n</html>\n",
               closing);
}

bool mail_compose(Arena *arena, const struct MailAlert *alert, struct Mail *mail, struct Error *err)
{
    struct Words words = {0};
    struct Buf text, html;
    char name[SUBJECT_NAME_SIZE];

    prepare(arena, alert, &words);
    buf_init(&text, BODY_MAX);
    buf_init(&html, BODY_MAX);
    write_text(arena, &text, &words, alert);
    write_html(arena, &html, &words, alert);
    /* A name of any length comes from outside; a subject should fit a list of mails. */
    sanitize_into(name, sizeof name, words.office, HIDDEN_WHOLE);
    mail->subject = arena_printf(arena, "[motcua] %s: tỷ lệ quá hạn %s vượt ngưỡng %s", name,
                                 words.percent, words.threshold);
    mail->text = arena_strdup(arena, text.data);
    mail->html = arena_strdup(arena, html.data);
    bool too_large = text.full || html.full;
    buf_release(&text);
    buf_release(&html);
    return !too_large ||
           error_set(err, EXIT_INTERNAL, "the mail for office '%s' is too large", alert->office);
}
