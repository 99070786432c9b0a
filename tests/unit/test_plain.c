#include "common/plain.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

struct Pair {
    const char *text;
    const char *expected;
};

Test(plain, drops_what_nobody_sees)
{
    static const struct Pair pairs[] = {
        {"", ""},
        {"Ph\u01B0\u1EDDng \u0110\u00F4ng H\u00E0", "Ph\u01B0\u1EDDng \u0110\u00F4ng H\u00E0"},
        {"x\u00A0", "x "},
        {"\uFEFFx\u200B", "x"},
        {"a\u2002b\u2009c\u200Ad\u202Fe\u205Ff\u3000g\u1680h", "a b c d e f g h"},
        {"a\tb\xC2\x85"
         "c\u2028d",
         "a b c d"},
        {"x\u00ADy\u2060z", "xyz"},
        {"x\u200C\u200D\u200E\u200F\u202A\u202E\u2066\u2069y", "xy"},
        {"x\uFE0F\u034F\U000E0041", "x"},
        {"\u00D0\u1EE9c v\u00E0 \u0189\u00F4ng, \u00F0",
         "\u0110\u1EE9c v\u00E0 \u0110\u00F4ng, \u0111"},
        {"a\x07 b", "a\x07 b"},
        {"\xC2\xA0\xFF", "\xC2\xA0\xFF"}, /* not UTF-8: for others to refuse */
    };
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        cr_assert_str_eq(plain_text(arena, pairs[i].text), pairs[i].expected, "%zu", i);
    }
    cr_assert_eq(plain_text(arena, pairs[1].text), pairs[1].text);
    arena_free(arena);
}

Test(plain, writes_a_code_in_one_way)
{
    static const struct Pair pairs[] = {
        {"H48.23.25-260105-0001", "H48.23.25-260105-0001"},
        {"H48.23.25\u00A0-260105-0001\u00A0", "H48.23.25-260105-0001"},
        {" H48 . 23\t", "H48.23"},
        {"\uFEFFH48\u200B", "H48"},
        {"\uFF28\uFF14\uFF18\uFF0E\uFF12\uFF13\uFF0D\uFF11", "H48.23-1"},
        {"A\u20101\u20112\u20123\u20134\u20145\u20156\u22127\uFE638", "A-1-2-3-4-5-6-7-8"},
        {"hs\u2013001", "hs-001"},
        {"HS 001", "HS001"},
        /* Names stay what they are, with one blank where there were several. */
        {"Quay 1", "Quay 1"},
        {"  UBND\u00A0 x\u00E3 A ", "UBND x\u00E3 A"},
        {"UBND \u2013 A", "UBND \u2013 A"},
        {"Xa\u0303 1", "X\u00E3 1"},
        {"\u00A0\u200B", ""},
    };
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const char *code = plain_code(arena, pairs[i].text);
        cr_assert_str_eq(code, pairs[i].expected, "%zu", i);
        cr_assert_str_eq(plain_code(arena, code), code, "twice: %zu", i);
    }
    arena_free(arena);
}

Test(plain, knows_letters_of_another_alphabet)
{
    static const char *const foreign[] = {"\u041D48", "H48.\u0391", "\u4E00"};
    static const char *const own[] = {"", "H48-1", "UBND x\u00E3 \u0110\u1EE9c", "5 m\u00B2",
                                      "\u2013"};

    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        cr_assert(plain_has_foreign_letter(foreign[i]), "%zu", i);
    }
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        cr_assert_not(plain_has_foreign_letter(own[i]), "%zu", i);
    }
}
