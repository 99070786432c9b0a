#include "ingest/csv.h"
#include "ingest/format.h"
#include "ingest/json.h"

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

static void start(struct Reading *reading, const char *format, const char *encoding,
                  const char *separator)
{
    *reading = (struct Reading){.arena = arena_new()};
    reading->source.format = kind_find(format_kinds, format);
    reading->source.encoding = encoding;
    reading->source.separator = separator;
    reading->source.header_rows = 1;
    reading->source.limits.max_body_mb = 1;
    reading->source.map = fieldmap_new(reading->arena, entity_find("dossier"));
    buf_init(&reading->body, BODY_MAX);
}

static void finish(struct Reading *reading)
{
    buf_release(&reading->body);
    arena_free(reading->arena);
}

static bool cut(struct Reading *reading, const char *text, size_t length, bool whole)
{
    buf_clear(&reading->body);
    buf_append(&reading->body, text, length);
    return format_mend(&reading->source, &reading->body, &reading->err) &&
           format_cut(reading->arena, &reading->source, &reading->body, whole, 0, &reading->page,
                      &reading->err);
}

/* The records, one a line. */
static const char *records(struct Reading *reading)
{
    const char *all = "";

    for (int i = 0; i < reading->page.count; i++) {
        const struct Slice *record = &reading->page.records[i];
        all = arena_printf(reading->arena, "%s%.*s\n", all, (int)record->length, record->text);
    }
    return all;
}

Test(format, reads_csv)
{
    static const struct {
        const char *separator;
        const char *text;
        const char *records;
    } cases[] = {
        {"comma", "a,b\r\n1,2\r\n", "{\"a\":\"1\",\"b\":\"2\"}\n"},
        {"comma", "a,b\n1,2", "{\"a\":\"1\",\"b\":\"2\"}\n"},
        {"comma", "\xef\xbb\xbf\"Mã hồ sơ\",b\n1,2\n", "{\"Mã hồ sơ\":\"1\",\"b\":\"2\"}\n"},
        {"comma", "a,b\n\"x,\"\"y\"\"\r\nz\",\n",
         "{\"a\":\"x,\\\"y\\\"\\u000d\\u000az\",\"b\":\"\"}\n"},
        {"comma", "a,b\n\n1,2\n\n", "{\"a\":\"1\",\"b\":\"2\"}\n"},
        {"comma", "a\nTổ 5 \"A\"\n", "{\"a\":\"Tổ 5 \\\"A\\\"\"}\n"},
        {"comma", "a\nx\\y\n", "{\"a\":\"x\\\\y\"}\n"},
        {"semicolon", "a;b\n1,5;2\n", "{\"a\":\"1,5\",\"b\":\"2\"}\n"},
        {"tab", "a\tb\n1\t\n\t2\n", "{\"a\":\"1\",\"b\":\"\"}\n{\"a\":\"\",\"b\":\"2\"}\n"},
        {"comma", "a,b\r\n", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct Reading reading;
        start(&reading, "csv", "utf-8", cases[i].separator);
        cr_assert(cut(&reading, cases[i].text, strlen(cases[i].text), true), "%s: %s",
                  cases[i].text, reading.err.message);
        cr_assert_str_eq(records(&reading), cases[i].records, "%s", records(&reading));
        for (int k = 0; k < reading.page.count; k++) {
            cr_assert_not_null(json_record(reading.arena, &reading.page.records[k]));
        }
        finish(&reading);
    }
}

/* Letters of that code page stand before their accents; 0x8A is none. */
Test(format, reads_windows_1258)
{
    static const char text[] = "a,b\n\xd0"
                               "a\xde tra\xd2 k\xea\xec"
                               "t qua\xd2,x\x8ay\n";
    struct Reading reading;

    start(&reading, "csv", "windows-1258", "comma");
    cr_assert(cut(&reading, text, sizeof text - 1, true), "%s", reading.err.message);
    cr_assert_str_eq(records(&reading), "{\"a\":\"Đã trả kết quả\",\"b\":\"x\xef\xbf\xbdy\"}\n",
                     "%s", records(&reading));
    finish(&reading);
}

Test(format, reads_lines)
{
    struct Reading reading;
    static const char text[] = "\xef\xbb\xbf{\"a\":1}\r\n\n  {\"a\":\"x\\ny\"} \n[1]\n{\"a\":3}";

    start(&reading, "ndjson", "", "");
    cr_assert(cut(&reading, text, sizeof text - 1, true), "%s", reading.err.message);
    cr_assert_str_eq(records(&reading), "{\"a\":1}\n{\"a\":\"x\\ny\"}\n[1]\n{\"a\":3}\n");
    cr_assert(cut(&reading, "", 0, true));
    cr_assert_eq(reading.page.count, 0);
    finish(&reading);
}

Test(format, notices_a_text_that_ends_early)
{
    static const struct {
        const char *format;
        const char *text;
        const char *expected;
        bool whole;
        bool transient;
    } cases[] = {
        {"csv", "", "empty", true, true},
        {"csv", "a,b\n1,\"2\n", "within quotes", true, true},
        {"csv", "a,b\n1,2", "within a line", false, true},
        {"csv", "<html>", "web page", true, false},
        {"csv",
         "\xff\xfe"
         "a",
         "within a letter", true, true},
        {"ndjson", "{\"a\":1}\n{\"a\":2", "within a record", true, true},
        {"ndjson", "{\"a\":1}\n{\"a\":2}", "within a line", false, true},
        {"ndjson", "<html>", "web page", true, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct Reading reading;
        start(&reading, cases[i].format, "utf-8", "comma");
        cr_assert_not(cut(&reading, cases[i].text, strlen(cases[i].text), cases[i].whole), "%s",
                      cases[i].text);
        cr_assert(strstr(reading.err.message, cases[i].expected) != NULL, "%s: %s", cases[i].text,
                  reading.err.message);
        cr_assert_eq(reading.err.transient, cases[i].transient, "%s", cases[i].text);
        cr_assert_eq(reading.page.refused, cases[i].text[0] == '<');
        finish(&reading);
    }
}
