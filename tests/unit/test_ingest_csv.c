#include "ingest/charset.h"
#include "ingest/csv.h"
#include "ingest/format.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

enum { BODY_MAX = 1 << 20 };

struct Reading {
    Arena *arena;
    struct Source source;
    struct Buf body;
    struct Page page;
    struct Error err;
};

/* A source whose rules read the names A, B, C (required) and D. */
static void start(struct Reading *reading, const char *separator, long long header_rows)
{
    static const char *const rules[][2] = {
        {"code", "/A"}, {"receiving_office", "/B"}, {"handling_office", "/B"}, {"status", "/C"}};
    struct Error err;

    *reading = (struct Reading){.arena = arena_new()};
    reading->source = (struct Source){.name = "x",
                                      .format = kind_find(format_kinds, "csv"),
                                      .encoding = "utf-8",
                                      .separator = separator,
                                      .header_rows = header_rows,
                                      .limits = {.max_body_mb = 1},
                                      .map = fieldmap_new(reading->arena, entity_find("dossier"))};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        cr_assert(fieldmap_add(reading->source.map, rules[i][0], rules[i][1], &err));
    }
    cr_assert(fieldmap_add(reading->source.map, "procedure", "/D", &err));
    buf_init(&reading->body, BODY_MAX);
}

static void finish(struct Reading *reading)
{
    buf_release(&reading->body);
    arena_free(reading->arena);
}

static bool cut(struct Reading *reading, const char *text, size_t length)
{
    buf_clear(&reading->body);
    buf_append(&reading->body, text, length);
    return format_mend(&reading->source, &reading->body, &reading->err) &&
           format_cut(reading->arena, &reading->source, &reading->body, true, 0, &reading->page,
                      &reading->err);
}

static void expect_rows(const char *separator, long long header_rows, const char *text,
                        size_t length, const char *expected)
{
    struct Reading reading;
    const char *all = "";

    start(&reading, separator, header_rows);
    cr_assert(cut(&reading, text, length), "%s: %s", text, reading.err.message);
    for (int i = 0; i < reading.page.count; i++) {
        const struct Slice *record = &reading.page.records[i];
        all = arena_printf(reading.arena, "%s%.*s", all, (int)record->length, record->text);
    }
    cr_assert_str_eq(all, expected, "%s: %s", text, all);
    cr_assert_eq(reading.page.flaw_count, 0);
    finish(&reading);
}

static void expect_error(const char *separator, const char *text, const char *message,
                         const char *hint, bool transient)
{
    struct Reading reading;

    start(&reading, separator, 1);
    cr_assert_not(cut(&reading, text, strlen(text)), "%s", text);
    cr_assert_eq(reading.err.code, EXIT_SOURCE);
    cr_assert_not_null(strstr(reading.err.message, message), "%s: %s", text, reading.err.message);
    cr_assert_not_null(strstr(reading.err.hint, hint), "%s: %s", text, reading.err.hint);
    cr_assert_eq(reading.err.transient, transient, "%s", text);
    finish(&reading);
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
    struct Reading reading;
    struct Error err;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        start(&reading, "semicolon", 2);
        reading.source.map = fieldmap_new(reading.arena, entity_find("dossier"));
        cr_assert(fieldmap_add(reading.source.map, "code", "/A", &err));
        cr_assert(fieldmap_add(reading.source.map, "status", "\"/Time C\"", &err), "%s",
                  err.message);
        cr_assert(cut(&reading, texts[i], strlen(texts[i])), "%s", reading.err.message);
        cr_assert_eq(reading.page.count, 1);
        cr_assert_not_null(
            strstr(reading.page.records[0].text, "\"Time C\":\"3\",\"Time D\":\"4\""));
        finish(&reading);
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
        buf_init(&out, BODY_MAX);
        charset_init(&charset, "windows-1258");
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
    struct Reading reading;
    static const char text[] = "Trần Thị B;0900000002;x\n";

    start(&reading, "semicolon", 1);
    cr_assert_not(cut(&reading, text, strlen(text)));
    cr_assert_not_null(strstr(reading.err.message, "'xxxx xxx x', '9999999999'"), "%s",
                       reading.err.message);
    finish(&reading);
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
            struct Reading reading;
            start(&reading, "comma", 1);
            const char *head = arena_printf(reading.arena, "A,B,C%s1,2,3%s%s%s", ends[i], ends[i],
                                            rows[k], ends[i]);
            const char *more =
                arena_printf(reading.arena, "%s1,2,3%s\"y\",\"y\",\"y\"%s", head, ends[i], ends[i]);
            expect_error("comma", head, "within quotes that begin in line 3", "", true);
            expect_error("comma", more, "line 3: a cell begins with a quote", "separator", false);
            finish(&reading);
        }
    }
    expect_error("comma", "A,B,C\n1,\"a\nb\",3\n1,2,\"x\"y\n", "line 4: a cell", "", false);
}

static void expect_flaw(const char *text, int place, long long line, const char *reason)
{
    struct Reading reading;

    start(&reading, "comma", 1);
    cr_assert(cut(&reading, text, strlen(text)), "%s: %s", text, reading.err.message);
    cr_assert_eq(reading.page.flaw_count, 1, "%s", text);
    const struct Flaw *flaw = page_flaw(&reading.page, place);
    cr_assert_not_null(flaw, "%s", text);
    cr_assert_eq(flaw->line, line, "%lld", flaw->line);
    cr_assert_str_eq(flaw->reason, reason, "%s", flaw->reason);
    cr_assert_null(page_flaw(&reading.page, place + 1));
    finish(&reading);
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
    struct Reading reading;

    start(&reading, "comma", 1);
    buf_puts(&reading.body, "A,B,C,");
    for (int i = 0; i < 100000; i++) {
        buf_putc(&reading.body, 'n');
    }
    for (int i = 0; i < 1000; i++) {
        buf_puts(&reading.body, "\n1,2,3,4");
    }
    cr_assert_not(format_cut(reading.arena, &reading.source, &reading.body, true, 0, &reading.page,
                             &reading.err));
    cr_assert_not_null(strstr(reading.err.message, "max_page_mb = 1"), "%s", reading.err.message);
    buf_clear(&reading.body);
    for (int i = 0; i < 2000; i++) {
        buf_puts(&reading.body, ",");
    }
    cr_assert_not(format_cut(reading.arena, &reading.source, &reading.body, true, 0, &reading.page,
                             &reading.err));
    cr_assert_not_null(strstr(reading.err.message, "cells"), "%s", reading.err.message);
    finish(&reading);
}
