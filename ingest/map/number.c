#include "ingest/map/number.h"

#include "common/text.h"

#include <string.h>

#include "common/banned.h"

enum { GROUP_DIGITS = 3 };

static const char digits[] = "0123456789";

/* Length of the digits and groups that the text begins with; 0 when they are badly grouped. */
static size_t grouped_length(const char *text, char sign)
{
    size_t length = strspn(text, digits);

    if (text[length] != sign) {
        return length;
    }
    if (length == 0 || length > GROUP_DIGITS) {
        return 0;
    }
    while (text[length] == sign) {
        if (strspn(text + length + 1, digits) != GROUP_DIGITS) {
            return 0;
        }
        length += 1 + GROUP_DIGITS;
    }
    return length;
}

static const char *without(Arena *arena, const char *text, size_t length, char sign)
{
    char *copy = arena_strndup(arena, text, length);
    char *end = copy;

    for (size_t i = 0; i < length; i++) {
        if (text[i] != sign) {
            *end++ = text[i];
        }
    }
    *end = '\0';
    return copy;
}

/* Noughts behind the decimal sign, and a unit without digits. NULL when there is anything else. */
static const char *read_grouped(const struct ItemContext *context, const char *text)
{
    char sign = context->thousands;
    char decimal = sign == '.' ? ',' : '.';
    size_t length = grouped_length(text, sign);
    const char *rest = text + length;

    if (*rest == decimal) {
        size_t noughts = strspn(rest + 1, "0");
        if (noughts == 0) {
            return NULL;
        }
        rest += 1 + noughts;
    }
    if (length == 0 || strpbrk(rest, "0123456789.,+-") != NULL) {
        return NULL;
    }
    return without(context->arena, text, length, sign);
}

static const char *read_plain(const struct ItemContext *context, const char *text)
{
    const char *dot = strchr(text, '.');
    size_t noughts = dot != NULL ? strspn(dot + 1, "0") : 0;

    if (noughts == 0 || noughts == GROUP_DIGITS || dot[1 + noughts] != '\0') {
        return text;
    }
    return arena_strndup(context->arena, text, (size_t)(dot - text));
}

bool number_read(const struct ItemContext *context, const char *text, long long lowest,
                 long long highest, long long *number)
{
    const char *plain =
        context->thousands != '\0' ? read_grouped(context, text) : read_plain(context, text);

    return plain != NULL && text_to_int(plain, lowest, highest, number);
}
