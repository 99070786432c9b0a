#include "ingest/map/slice.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

static size_t length_of(const char *json)
{
    const char *end = json + strlen(json);
    const char *stop = slice_skip_value(json, end);

    return stop != NULL ? (size_t)(stop - json) : 0;
}

Test(slice, ends_where_the_value_ends)
{
    static const struct {
        const char *json;
        size_t length;
    } cases[] = {
        {"{} ", 2},
        {"[[],{}],", 7},
        {"{\"a\":\"}\"},", 9},
        {"{\"a\":\"\\\"}\"},", 11},
        {"{\"a\":\"\\\\\"},", 10},
        {"{\"a\":\"\\\\\\\"}\"},", 13},
        {"\"a\\\"b\",", 6},
        {"12.5e3,", 6},
        {"null]", 4},
        {"true}", 4},
        {"{\"a\":[1,{\"b\":2}]}]", 17},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_eq(length_of(cases[i].json), cases[i].length, "%s: %zu", cases[i].json,
                     length_of(cases[i].json));
    }
}

Test(slice, tells_when_the_end_is_missing)
{
    static const char *const cut[] = {"",        "{",  "[[]", "{\"a\":\"}", "{\"a\":\"\\\"}",
                                      "\"a\\\"", "12", "tru"};

    for (size_t i = 0; i < sizeof cut / sizeof cut[0]; i++) {
        cr_assert_eq(length_of(cut[i]), 0, "%s", cut[i]);
    }
}

/* One byte at a time, for comparison. What a backslash outside a text escapes is nobody's concern. */
static size_t slow_length(const char *json, size_t length)
{
    bool in_text = false;
    bool escaped = false;
    size_t depth = 0;

    for (size_t i = 0; i < length; i++) {
        in_text = in_text != (json[i] == '"' && !escaped);
        escaped = json[i] == '\\' && !escaped;
        if (!in_text && strchr("{[", json[i]) != NULL) {
            depth++;
        } else if (!in_text && strchr("}]", json[i]) != NULL && --depth == 0) {
            return i + 1;
        }
    }
    return 0;
}

/* Bytes that matter, in all orders and across the borders of the blocks that are read at once. */
Test(slice, agrees_with_a_look_at_every_byte)
{
    static const char alphabet[] = "{}[]\"\"\\\\ax:,";
    char json[300];

    srand(7);
    for (int round = 0; round < 200000; round++) {
        size_t length = (size_t)rand() % (sizeof json - 2) + 1;
        json[0] = '{';
        for (size_t i = 1; i < length; i++) {
            json[i] = alphabet[(size_t)rand() % (sizeof alphabet - 1)];
        }
        const char *stop = slice_skip_value(json, json + length);
        cr_assert_eq(stop != NULL ? (size_t)(stop - json) : 0, slow_length(json, length), "%.*s",
                     (int)length, json);
    }
}

Test(slice, skips_json_white_space_only)
{
    const char text[] = " \t\r\n\f1";

    cr_assert_eq(slice_skip_blanks(text, text + 6) - text, 4);
    cr_assert_eq(slice_skip_blanks(text, text + 3) - text, 3);
}
