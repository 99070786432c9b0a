#include "ingest/map/json.h"

#include <criterion/criterion.h>
#include <string.h>

#include "tests/unit/support.h"

#include "common/banned.h"

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
        struct SupportAnswer answer;
        support_answer_init(&answer, "csv", "utf-8", cases[i].separator);
        cr_assert(support_cut(&answer, cases[i].text, strlen(cases[i].text), true), "%s: %s",
                  cases[i].text, answer.err.message);
        cr_assert_str_eq(support_records(&answer), cases[i].records, "%s",
                         support_records(&answer));
        for (int k = 0; k < answer.page.count; k++) {
            cr_assert_not_null(json_record(answer.arena, &answer.page.records[k]));
        }
        support_answer_release(&answer);
    }
}

/* Letters of that code page stand before their accents; 0x8A is none. */
Test(format, reads_windows_1258)
{
    static const char text[] = "a,b\n\xd0"
                               "a\xde tra\xd2 k\xea\xec"
                               "t qua\xd2,x\x8ay\n";
    struct SupportAnswer answer;

    support_answer_init(&answer, "csv", "windows-1258", "comma");
    cr_assert(support_cut(&answer, text, sizeof text - 1, true), "%s", answer.err.message);
    cr_assert_str_eq(support_records(&answer),
                     "{\"a\":\"Đã trả kết quả\",\"b\":\"x\xef\xbf\xbdy\"}\n", "%s",
                     support_records(&answer));
    support_answer_release(&answer);
}

Test(format, reads_lines)
{
    struct SupportAnswer answer;
    static const char text[] = "\xef\xbb\xbf{\"a\":1}\r\n\n  {\"a\":\"x\\ny\"} \n[1]\n{\"a\":3}";

    support_answer_init(&answer, "ndjson", "", "");
    cr_assert(support_cut(&answer, text, sizeof text - 1, true), "%s", answer.err.message);
    cr_assert_str_eq(support_records(&answer), "{\"a\":1}\n{\"a\":\"x\\ny\"}\n[1]\n{\"a\":3}\n");
    cr_assert(support_cut(&answer, "", 0, true));
    cr_assert_eq(answer.page.count, 0);
    support_answer_release(&answer);
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
        struct SupportAnswer answer;
        support_answer_init(&answer, cases[i].format, "utf-8", "comma");
        cr_assert_not(support_cut(&answer, cases[i].text, strlen(cases[i].text), cases[i].whole),
                      "%s", cases[i].text);
        cr_assert(strstr(answer.err.message, cases[i].expected) != NULL, "%s: %s", cases[i].text,
                  answer.err.message);
        cr_assert_eq(answer.err.transient, cases[i].transient, "%s", cases[i].text);
        cr_assert_eq(answer.page.refused, cases[i].text[0] == '<');
        support_answer_release(&answer);
    }
}
