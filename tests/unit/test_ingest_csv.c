#include "ingest/format/charset.h"

#include <criterion/criterion.h>
#include <string.h>

#include "tests/unit/support.h"

#include "common/banned.h"

/* A source whose rules read the names A, B, C (required) and D. */
static void start(struct SupportAnswer *answer, const char *separator, long long header_rows)
{
    static const char *const rules[][2] = {{"code", "/A"},
                                           {"receiving_office", "/B"},
                                           {"handling_office", "/B"},
                                           {"status", "/C"},
                                           {"procedure", "/D"}};

    support_answer_init(answer, "csv", "utf-8", separator);
    answer->source.header_rows = header_rows;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        cr_assert(fieldmap_add(answer->source.map, rules[i][0], rules[i][1], &answer->err));
    }
}

static void expect_rows(const char *separator, long long header_rows, const char *text,
                        size_t length, const char *expected)
{
    struct SupportAnswer answer;

    start(&answer, separator, header_rows);
    cr_assert(support_cut(&answer, text, length, true), "%s: %s", text, answer.err.message);
    const char *records = support_records(&answer);
    cr_assert_str_eq(records, arena_printf(answer.arena, "%s\n", expected), "%s: %s", text,
                     records);
    cr_assert_eq(answer.page.flaw_count, 0);
    support_answer_release(&answer);
}

static void expect_error(const char *separator, const char *text, const char *message,
                         const char *hint, bool transient)
{
    struct SupportAnswer answer;

    start(&answer, separator, 1);
    cr_assert_not(support_cut(&answer, text, strlen(text), true), "%s", text);
    cr_assert_eq(answer.err.code, EXIT_SOURCE);
    cr_assert_not_null(strstr(answer.err.message, message), "%s: %s", text, answer.err.message);
    cr_assert_not_null(strstr(answer.err.hint, hint), "%s: %s", text, answer.err.hint);
    cr_assert_eq(answer.err.transient, transient, "%s", text);
    support_answer_release(&answer);
}

#define ROW "{\"A\":\"1\",\"B\":\"2\",\"C\":\"3\"}"

/* Whatever a spreadsheet puts before the header and behind the rows. */
Test(csv, finds_the_header)
{
    static const char *const texts[] = {
        "A;B;C\n1;2;3\n",
        "A;B;C\r1;2;3\r",
        "Title\r\n\r\nA;B;C\r\n1;2;3\r\n",
        "\n;;\nTitle;;\n;;\nFrom;a;to\nA;B;C\n;;\n1;2;3\n;;\n\n",
        "\"Title of\r\ntwo lines\";;\nA;B;C\n1;2;3\n",
        "\xef\xbb\xbfTitle\n\"A\" ; B;\"C\n\"\n1;2;3\n",
        "A\xc2\xa0;\xe2\x80\x8b B;C\n1;2;3",
        "sep=;\r\nA;B;C\r\n1;2;3\r\n",
        "A;B;C;;\n1;2;3;;\n",
        "A;B;C;;\n1;2;3\n",
        "A;B;C\n1;2;3\n\x1a",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        expect_rows("semicolon", 1, texts[i], strlen(texts[i]), ROW);
    }
    expect_rows("comma", 1, "sep=;\nA;B;C\n1;2;3\n", 18, ROW);
    expect_rows("tab", 1, "A\tB\tC\n1\t2\t3\n", 12, ROW);
}

Test(csv, joins_a_header_of_two_rows)
{
    static const char *const texts[] = {
        "A;B;Time;;\n;;C;D;\n1;2;3;4;\n",
        "Title;;;\nA;B;Time;Time\n;;C;D\n1;2;3;4\n",
    };
    struct SupportAnswer answer;
    struct Error err;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        start(&answer, "semicolon", 2);
        answer.source.map = fieldmap_new(answer.arena, entity_find("dossier"));
        cr_assert(fieldmap_add(answer.source.map, "code", "/A", &err));
        cr_assert(fieldmap_add(answer.source.map, "status", "\"/Time C\"", &err), "%s",
                  err.message);
        cr_assert(support_cut(&answer, texts[i], strlen(texts[i]), true), "%s", answer.err.message);
        cr_assert_eq(answer.page.count, 1);
        cr_assert_not_null(
            strstr(answer.page.records[0].text, "\"Time C\":\"3\",\"Time D\":\"4\""));
        support_answer_release(&answer);
    }
    expect_rows("semicolon", 2, "A;B;\n;;C\n1;2;3\n", 15, ROW);
}

Test(csv, reads_utf_16)
{
    static const char little[] = "\xff\xfe"
                                 "A\0;\0B\0;\0C\0\r\0\n\0"
                                 "1\0;\0\x10\x01;\0"
                                 "3\0\r\0\n\0";
    static const char big[] = "\xfe\xff"
                              "\0A\0;\0B\0;\0C\0\n\0"
                              "1\0;\x01\x10\0;\0"
                              "3";
    static const char expected[] = "{\"A\":\"1\",\"B\":\"Đ\",\"C\":\"3\"}";

    expect_rows("semicolon", 1, little, sizeof little - 1, expected);
    expect_rows("semicolon", 1, little + 2, sizeof little - 3, expected);
    expect_rows("semicolon", 1, big, sizeof big - 1, expected);
    expect_rows("semicolon", 1, big + 2, sizeof big - 3, expected);
}

/* Cut anywhere, also within a letter. */
Test(csv, decodes_piece_by_piece)
{
    static char text[] = "\xff\xfe"
                         "A\0\x10\x01\x3d\xd8\x00\xde"
                         "b\0";
    struct Error err;

    for (size_t first = 4; first < sizeof text - 1; first++) {
        struct Charset charset;
        struct Buf out;
        buf_init(&out, sizeof text);
        charset_init(&charset, ENCODING_WINDOWS_1258);
        cr_assert(charset_put(&charset, text, first, false, &out, &err));
        cr_assert(charset_put(&charset, text + first, sizeof text - 1 - first, true, &out, &err));
        cr_assert_str_eq(out.data, "\xef\xbb\xbf"
                                   "AĐ😀b");
        charset_release(&charset);
        buf_release(&out);
    }
}

Test(csv, tells_why_there_is_no_header)
{
    expect_error("semicolon", "X;Y\n1;2\n", "lacks 'A', 'B', 'C'", "mend [fields]", false);
    expect_error("semicolon", "A;B;X\n1;2;3\n", "line 1 has 3 cells ('A', 'B', 'X') and lacks 'C'",
                 "name changed", false);
    expect_error("comma", "Title\nA;B;C\n1;2;3\n", "lacks", "with semicolon there is a header",
                 false);
    expect_error("semicolon", "A\tB\tC\n", "lacks", "separator right? with tab there is", false);
    expect_error("comma", "K;L;M\n1;2;3\n", "lacks", "separator right? with semicolon there are",
                 false);
    expect_error("semicolon", "\xd0;B;C\n", "lacks", "encoding right?", false);
    expect_error("semicolon", "A;B;Time;\n;;C;D\n1;2;3;4\n", "lacks 'C'", "header_rows = 2", false);
    expect_error("semicolon", "A;B;C;Time\n;;;D\n1;2;3;4\n", "the row beside it", "header_rows = 2",
                 false);
    expect_error("semicolon", "A;B;C;A\n", "has the name 'A' twice", "", false);
    expect_error("semicolon", "", "empty", "", true);
    expect_error("semicolon", "\xef\xbb\xbf\n;;\n", "empty", "", true);
}

/* What is shown of a row that is no header may be somebody's name. */
Test(csv, shows_no_values)
{
    struct SupportAnswer answer;
    static const char text[] = "Trần Thị B;0900000002;x\n";

    start(&answer, "semicolon", 1);
    cr_assert_not(support_cut(&answer, text, strlen(text), true));
    cr_assert_not_null(strstr(answer.err.message, "'xxxx xxx x', '9999999999'"), "%s",
                       answer.err.message);
    support_answer_release(&answer);
}

Test(csv, takes_quotes_that_are_right)
{
    static const struct {
        const char *text;
        const char *records;
    } cases[] = {
        {"A,B,C\n5\" x 7\" pipe,a\"b,c\"\n",
         "{\"A\":\"5\\\" x 7\\\" pipe\",\"B\":\"a\\\"b\",\"C\":\"c\\\"\"}"},
        {"A,B,C\n\"a\"\"b\",\"\"\"\",\"c\"\n", "{\"A\":\"a\\\"b\",\"B\":\"\\\"\",\"C\":\"c\"}"},
        {"A,B,C\n\"a\r\nb\",\"x\ny, z\",\" c \"\n",
         "{\"A\":\"a\\u000d\\u000ab\",\"B\":\"x\\u000ay, z\",\"C\":\" c \"}"},
        {"A,B,C\n\"a\" , \"b\",\"\"\r\n", "{\"A\":\"a\",\"B\":\"b\",\"C\":\"\"}"},
        {"A,B,C\n\"a\",\"b\",\"c\"", "{\"A\":\"a\",\"B\":\"b\",\"C\":\"c\"}"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expect_rows("comma", 1, cases[i].text, strlen(cases[i].text), cases[i].records);
    }
}

/* In every cell and with every line end; the line is that of the cell. */
Test(csv, stops_at_a_quote_that_is_not_right)
{
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    static const char *const rows[] = {"\"x,2,3", "1,\"x,3", "1,2,\"x"};

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
            struct SupportAnswer answer;
            start(&answer, "comma", 1);
            const char *head = arena_printf(answer.arena, "A,B,C%s1,2,3%s%s%s", ends[i], ends[i],
                                            rows[k], ends[i]);
            const char *more =
                arena_printf(answer.arena, "%s1,2,3%s\"y\",\"y\",\"y\"%s", head, ends[i], ends[i]);
            expect_error("comma", head, "within quotes that begin in line 3", "", true);
            expect_error("comma", more, "line 3: a cell begins with a quote", "separator", false);
            support_answer_release(&answer);
        }
    }
    expect_error("comma", "A,B,C\n1,\"a\nb\",3\n1,2,\"x\"y\n", "line 4: a cell", "", false);
}

static void expect_flaw(const char *text, int place, long long line, const char *reason)
{
    struct SupportAnswer answer;

    start(&answer, "comma", 1);
    cr_assert(support_cut(&answer, text, strlen(text), true), "%s: %s", text, answer.err.message);
    cr_assert_eq(answer.page.flaw_count, 1, "%s", text);
    const struct Flaw *flaw = page_flaw(&answer.page, place);
    cr_assert_not_null(flaw, "%s", text);
    cr_assert_eq(flaw->line, line, "%lld", flaw->line);
    cr_assert_str_eq(flaw->reason, reason, "%s", flaw->reason);
    cr_assert_null(page_flaw(&answer.page, place + 1));
    support_answer_release(&answer);
}

Test(csv, tells_of_rows_that_are_not_right)
{
    expect_flaw("A,B,C\n1,2\n1,2,3\n", 0, 2, "hàng có 2 ô, tiêu đề có 3 ô");
    expect_flaw("A,B,C\n1,2,3\n\n1\n", 1, 4, "hàng có 1 ô, tiêu đề có 3 ô");
    expect_flaw("A,B,C\n1,2,3,4\n1,2,3", 0, 2, "hàng có 4 ô, tiêu đề có 3 ô");
    expect_flaw("A,B,C\n1,2,3,\n", 0, 2, "hàng có 4 ô, tiêu đề có 3 ô");
    expect_flaw("A,B,C\n1,\"2,3\n1,2\",3\n", 0, 2, "một ô trong ngoặc kép chứa cả hàng khác");
}

Test(csv, tells_of_a_text_that_ends_early)
{
    expect_error("comma", "A,B,C\n1,2,3\n1,2",
                 "its last row, in line 3, has no line end and 2 cells", "line end", true);
    expect_error("comma", "A,B,C\n1", "no line end and 1 cell,", "line end", true);
}

Test(csv, bounds_memory)
{
    struct SupportAnswer answer;

    start(&answer, "comma", 1);
    buf_puts(&answer.body, "A,B,C,");
    for (int i = 0; i < 100000; i++) {
        buf_putc(&answer.body, 'n');
    }
    for (int i = 0; i < 1000; i++) {
        buf_puts(&answer.body, "\n1,2,3,4");
    }
    cr_assert_not(support_cut_body(&answer, true));
    cr_assert_not_null(strstr(answer.err.message, "max_page_mb = 1"), "%s", answer.err.message);
    buf_clear(&answer.body);
    for (int i = 0; i < 2000; i++) {
        buf_puts(&answer.body, ",");
    }
    cr_assert_not(support_cut_body(&answer, true));
    cr_assert_not_null(strstr(answer.err.message, "cells"), "%s", answer.err.message);
    support_answer_release(&answer);
}
