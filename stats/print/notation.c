#include "stats/print/notation.h"

#include <string.h>

#include "common/banned.h"

enum { DAY_LENGTH = 10, MINUTE_END = 16, SECOND_END = 19 };

/* By hand rather than by locale: the machine that makes a report need not have vi_VN installed. */
const char *notation_count(Arena *arena, const char *digits)
{
    if (digits == NULL) {
        return NOTATION_NONE;
    }
    size_t length = strlen(digits), used = 0;
    char *text = arena_alloc(arena, length + length / 3 + 1);

    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-') {
            text[used++] = '.';
        }
        text[used++] = digits[i];
    }
    return text;
}

const char *notation_fraction(Arena *arena, const char *numerator, const char *denominator)
{
    if (numerator == NULL && denominator == NULL) {
        return NOTATION_NONE;
    }
    return arena_printf(arena, "%s/%s", notation_count(arena, numerator),
                        notation_count(arena, denominator));
}

const char *notation_decimal(Arena *arena, const char *number)
{
    if (number == NULL) {
        return NOTATION_NONE;
    }
    char *text = arena_strdup(arena, number);
    char *point = strchr(text, '.');

    if (point != NULL) {
        *point = ',';
    }
    return text;
}

const char *notation_change(Arena *arena, const char *number)
{
    if (number == NULL || strspn(number, "0.") == strlen(number)) {
        return number == NULL ? NOTATION_NONE : "0";
    }
    const char *digits = number + (number[0] == '-');
    const char *text = strchr(digits, '.') != NULL ? notation_decimal(arena, digits)
                                                   : notation_count(arena, digits);
    return arena_printf(arena, "%s%s", number[0] == '-' ? "-" : "+", text);
}

const char *notation_percent(Arena *arena, const char *number)
{
    return number == NULL ? NOTATION_NONE
                          : arena_printf(arena, "%s%%", notation_decimal(arena, number));
}

/* The day turned round, and of the time what stands before end; NULL and odd texts as they are. */
static const char *turn(Arena *arena, const char *iso, int end)
{
    if (iso == NULL) {
        return NOTATION_NONE;
    }
    if (strlen(iso) < (size_t)end) {
        return iso;
    }
    return arena_printf(arena, "%.2s/%.2s/%.4s%s%.*s", iso + 8, iso + 5, iso,
                        end > DAY_LENGTH ? " " : "", end > DAY_LENGTH ? end - DAY_LENGTH - 1 : 0,
                        end > DAY_LENGTH ? iso + DAY_LENGTH + 1 : "");
}

const char *notation_day(Arena *arena, const char *iso)
{
    return turn(arena, iso, DAY_LENGTH);
}

const char *notation_time(Arena *arena, const char *iso)
{
    return turn(arena, iso, MINUTE_END);
}

const char *notation_time_exact(Arena *arena, const char *iso)
{
    return turn(arena, iso, SECOND_END);
}
