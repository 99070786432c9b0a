#include "stats/print/notation.h"

#include <criterion/criterion.h>

#include "common/banned.h"

Test(stats_notation, counts_are_grouped_with_points)
{
    Arena *arena = arena_new();

    cr_assert_str_eq(notation_count(arena, "0"), "0");
    cr_assert_str_eq(notation_count(arena, "999"), "999");
    cr_assert_str_eq(notation_count(arena, "1271"), "1.271");
    cr_assert_str_eq(notation_count(arena, "1234567"), "1.234.567");
    cr_assert_str_eq(notation_count(arena, "-123"), "-123");
    cr_assert_str_eq(notation_count(arena, "-1234"), "-1.234");
    cr_assert_str_eq(notation_count(arena, NULL), "–");
    cr_assert_str_eq(notation_fraction(arena, "39", "1271"), "39/1.271");
    cr_assert_str_eq(notation_fraction(arena, NULL, NULL), "–");
    arena_free(arena);
}

Test(stats_notation, decimals_keep_their_digits)
{
    Arena *arena = arena_new();

    cr_assert_str_eq(notation_percent(arena, "96.93"), "96,93%");
    cr_assert_str_eq(notation_percent(arena, "100.00"), "100,00%");
    cr_assert_str_eq(notation_percent(arena, "3"), "3%");
    cr_assert_str_eq(notation_percent(arena, NULL), "–");
    cr_assert_str_eq(notation_decimal(arena, "6.785"), "6,785");
    cr_assert_str_eq(notation_decimal(arena, NULL), "–");
    arena_free(arena);
}

Test(stats_notation, a_change_shows_its_sign)
{
    Arena *arena = arena_new();

    cr_assert_str_eq(notation_change(arena, "1286"), "+1.286");
    cr_assert_str_eq(notation_change(arena, "-13"), "-13");
    cr_assert_str_eq(notation_change(arena, "0.53"), "+0,53");
    cr_assert_str_eq(notation_change(arena, "-10.00"), "-10,00");
    cr_assert_str_eq(notation_change(arena, "0.00"), "0");
    cr_assert_str_eq(notation_change(arena, "0"), "0");
    cr_assert_str_eq(notation_change(arena, NULL), "–");
    arena_free(arena);
}

Test(stats_notation, dates_begin_with_the_day)
{
    static const char instant[] = "2024-06-07T01:40:12+07:00";
    Arena *arena = arena_new();

    cr_assert_str_eq(notation_day(arena, "2024-06-07"), "07/06/2024");
    cr_assert_str_eq(notation_day(arena, instant), "07/06/2024");
    cr_assert_str_eq(notation_time(arena, instant), "07/06/2024 01:40");
    cr_assert_str_eq(notation_time_exact(arena, instant), "07/06/2024 01:40:12");
    cr_assert_str_eq(notation_time(arena, NULL), "–");
    cr_assert_str_eq(notation_day(arena, "infinity"), "infinity");
    arena_free(arena);
}
