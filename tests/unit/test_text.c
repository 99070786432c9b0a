#include "common/outside.h"
#include "common/text.h"

#include "common/sanitize.h"
#include "common/utf8.h"

#include <criterion/criterion.h>
#include <limits.h>
#include <locale.h>
#include <string.h>

#include "common/banned.h"

/* "Phường Đông Hà" with composed letters and with combining marks. */
static const char NFC[] = "Ph\u01B0\u1EDDng \u0110\u00F4ng H\u00E0";
static const char NFD[] = "Phu\u031Bo\u031B\u0300ng \u0110o\u0302ng Ha\u0300";

Test(text, width_of_vietnamese_is_the_same_composed_or_not)
{
    for (int round = 0; round < 2; round++) {
        cr_assert_eq(utf8_width(NFC), 14);
        cr_assert_eq(utf8_width(NFD), 14);
        cr_assert_eq(utf8_width(""), 0);
        cr_assert_eq(utf8_width("a\xFFz"), 3);
        /* First without a UTF-8 locale, then with it. */
        cr_assert_not_null(setlocale(LC_CTYPE, "C.UTF-8"));
    }
    cr_assert_eq(utf8_width("\u4E00"), 2);
}

Test(text, puts_letters_and_marks_together)
{
    static const char *const as_they_are[] = {"", "abc", NFC, "\xCC", "a\xCC\x83\xFF"};
    Arena *arena = arena_new();

    cr_assert_str_eq(text_compose(arena, arena_strdup(arena, NFD)), NFC);
    for (size_t i = 0; i < sizeof as_they_are / sizeof as_they_are[0]; i++) {
        char *text = arena_strdup(arena, as_they_are[i]);
        cr_assert_eq(text_compose(arena, text), text);
        cr_assert_str_eq(text, as_they_are[i]);
    }
    arena_free(arena);
}

Test(text, tells_well_formed_utf8)
{
    static const char *const good[] = {
        "", "abc", NFC, NFD, "\xC2\x80", "\u07FF", "\u0800", "\xED\x9F\xBF", "\uE000", "\U0010FFFF",
    };
    static const char *const bad[] = {
        "\x80",             /* continuation first */
        "\xC0\xAF",         /* overlong */
        "\xC1\xBF",         /* overlong */
        "\xE0\x9F\xBF",     /* overlong */
        "\xF0\x8F\xBF\xBF", /* overlong */
        "\xED\xA0\x80",     /* surrogate */
        "\xF4\x90\x80\x80", /* above U+10FFFF */
        "\xF5\x80\x80\x80", /* no such start */
        "\xC3",             /* cut */
        "\xE1\xBB",         /* cut */
        "\xF0\x9F\x98",     /* cut */
        "\xC3(",            /* no continuation */
        "Th\xFF",           /* never a byte of UTF-8 */
        "Ph\xAD\xEAng",     /* a one-byte encoding of Vietnamese */
    };

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        cr_assert(utf8_is_valid(good[i], strlen(good[i])), "good %zu", i);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_assert_not(utf8_is_valid(bad[i], strlen(bad[i])), "bad %zu", i);
    }
    cr_assert(utf8_is_valid("a\0b", 3));
}

Test(text, finds_control_characters)
{
    cr_assert_not(utf8_has_control(NFC, strlen(NFC)));
    cr_assert(utf8_has_control("a\nb", 3));
    cr_assert(utf8_has_control("a\0b", 3));
    cr_assert(utf8_has_control("\x7F", 1));
}

Test(text, sanitizes_what_a_terminal_would_obey)
{
    Arena *arena = arena_new();

    cr_assert_str_eq(text_sanitize(arena, NFC), NFC);
    cr_assert_str_eq(text_sanitize(arena, "\033[31mred\r\n\t\x7F"), "?[31mred????");
    cr_assert_str_eq(text_sanitize(arena, "a\xC2\x9B"
                                          "b\xFFz\xC3"),
                     "a?b?z?");
    arena_free(arena);
}

Test(text, shows_nothing_that_turns_or_hides_other_letters)
{
    static const char *const unseen[] = {
        "\xC2\x85", "\xC2\x9B",   "\u00ad",     "\u034f",    "\u061c", "\u115f", "\u180e",
        "\u200b",   "\u200f",     "\u2028",     "\u2029",    "\u202a", "\u202e", "\u2060",
        "\u2066",   "\u2069",     "\u206f",     "\u3164",    "\ufe0f", "\ufeff", "\uffa0",
        "\ufff9",   "\U000e0001", "\U000e0061", "\U000e0100"};
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++) {
        const char *text = arena_printf(arena, "x\u00E3%sy", unseen[i]);
        cr_assert_str_eq(text_sanitize(arena, text), "x\u00E3?y", "%zu", i);
        cr_assert_str_eq(outside_text(arena, text), "x\u00E3?y", "%zu", i);
    }
    cr_assert_str_eq(text_sanitize(arena, "\u0110\u1ed1 \u00d0 \u2013 \u201cx\u201d \u20ab \u5b57"),
                     "\u0110\u1ed1 \u00d0 \u2013 \u201cx\u201d \u20ab \u5b57");
    arena_free(arena);
}

Test(text, marks_what_did_not_fit_and_cuts_no_letter)
{
    char target[8];

    sanitize_into(target, sizeof target, "1234567", HIDDEN_WHOLE);
    cr_assert_str_eq(target, "1234567");
    sanitize_into(target, sizeof target, "12345678", HIDDEN_WHOLE);
    cr_assert_str_eq(target, "1234...");
    sanitize_into(target, sizeof target, "\u00E0\u00E0\u00E0\u00E0", HIDDEN_WHOLE);
    cr_assert_str_eq(target, "\u00E0\u00E0...");
    sanitize_into(target, sizeof target, "abc\u1EDDdef", HIDDEN_WHOLE);
    cr_assert_str_eq(target, "abc...");
    sanitize_into(target, 4, "abcd", HIDDEN_WHOLE);
    cr_assert_str_eq(target, "...");
    sanitize_into(target, 3, "abcd", HIDDEN_WHOLE);
    cr_assert_str_eq(target, "");
    sanitize_into(target, 1, "abcd", HIDDEN_WHOLE);
    cr_assert_str_eq(target, "");
}

Test(text, trims_both_ends)
{
    Arena *arena = arena_new();

    cr_assert_str_eq(text_trim(arena, " \t a b \r\n"), "a b");
    cr_assert_str_eq(text_trim(arena, "   "), "");
    cr_assert_str_eq(text_trim(arena, ""), "");
    arena_free(arena);
}

Test(text, compares)
{
    cr_assert(text_equal("a", "a"));
    cr_assert_not(text_equal("a", "A"));
    cr_assert_not(text_equal("a", "ab"));
}

Test(text, reads_integers_within_bounds)
{
    long long value = -1;

    cr_assert(text_to_int("0", 0, 0, &value));
    cr_assert_eq(value, 0);
    cr_assert(text_to_int("-5", -5, 5, &value));
    cr_assert_eq(value, -5);
    cr_assert(text_to_int("007", 0, 7, &value));
    cr_assert_eq(value, 7);
    cr_assert(text_to_int("9223372036854775807", LLONG_MIN, LLONG_MAX, &value));
    cr_assert_eq(value, LLONG_MAX);
    cr_assert(text_to_int("-9223372036854775808", LLONG_MIN, LLONG_MAX, &value));
    cr_assert_eq(value, LLONG_MIN);
}

Test(text, refuses_what_is_no_integer_or_out_of_bounds)
{
    static const char *const bad[] = {
        "",
        "-",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "0x1",
        "abc",
        "--1",
        "11",
        "-1",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999999",
    };
    long long value = 77;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_assert_not(text_to_int(bad[i], 0, 10, &value), "%s", bad[i]);
    }
    cr_assert_not(text_to_int("9223372036854775808", LLONG_MIN, LLONG_MAX, &value));
    cr_assert_not(text_to_int("-9223372036854775809", LLONG_MIN, LLONG_MAX, &value));
    cr_assert_eq(value, 77);
}

Test(text, tells_hosts_and_ports)
{
    static const char *const good[] = {"a.vn",     "a.vn:8080", "a.vn/x:y", "127.0.0.1:1/?a=b",
                                       "[::1]:25", "[::1]",     "a.vn?x=1", "a:65535#x"};
    static const char *const bad[] = {
        "",    ":80",    "/x",   "a.vn:",  "a.vn:x", "a:8 0",       "a:+80",  "a:-80",  "a:65536",
        "a:0", "a b.vn", "[::1", "[::1]x", "a:80x/", "a:000000080", "u@a.vn", "a:1:2/", "\"a.vn\""};

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        cr_assert(text_has_host(good[i]), "%s", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_assert_not(text_has_host(bad[i]), "%s", bad[i]);
    }
}
