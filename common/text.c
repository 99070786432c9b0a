#include "common/text.h"

#include "common/buf.h"
#include "common/sanitize.h"
#include "common/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

#include "common/banned.h"

char *text_sanitize(Arena *arena, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = arena_alloc(arena, size);

    sanitize_into(copy, size, text, HIDDEN_WHOLE);
    return copy;
}

char *text_compose(Arena *arena, char *text)
{
    size_t length = strlen(text);
    size_t composed_length = 0;

    if (strpbrk(text, "\xCC\xCD") == NULL || !utf8_is_valid(text, length)) {
        return text;
    }
    uint8_t *composed =
        u8_normalize(UNINORM_NFC, (const uint8_t *)text, length, NULL, &composed_length);
    if (composed == NULL) {
        return text;
    }
    char *copy = arena_strndup(arena, (const char *)composed, composed_length);
    free(composed);
    return copy;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

char *text_percent(Arena *arena, const char *text, const char *plain)
{
    struct Buf buf;

    buf_init(&buf, 3 * strlen(text) + 1);
    (void)buf_escape_percent(&buf, text, plain); /* it has room for every byte */
    char *copy = arena_strdup(arena, buf.data);
    buf_release(&buf);
    return copy;
}

char *text_trim(Arena *arena, const char *text)
{
    size_t length;

    while (is_blank(*text)) {
        text++;
    }
    length = strlen(text);
    while (length > 0 && is_blank(text[length - 1])) {
        length--;
    }
    return arena_strndup(arena, text, length);
}

bool text_equal(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* The host is read by libcurl; here only what is surely none. */
bool text_has_host(const char *text)
{
    bool bracketed = text[0] == '[';
    size_t host = bracketed ? strcspn(text, "]/?#") + 1 : strcspn(text, ":/?#");
    const char *port = text + host;
    long long number = 0;
    char digits[8] = "";

    if (host == 0 || (bracketed && text[host - 1] != ']') || strcspn(text, " \t\"<>\\@") < host) {
        return false;
    }
    if (*port != ':') {
        return *port == '\0' || strchr("/?#", *port) != NULL;
    }
    size_t length = strcspn(port + 1, "/?#");
    if (length >= sizeof digits) {
        return false;
    }
    memcpy(digits, port + 1, length);
    return text_to_int(digits, 1, 65535, &number);
}

bool text_to_int(const char *text, long long lowest, long long highest, long long *value)
{
    bool negative = text[0] == '-';
    const char *digit = text + negative;
    long long number = 0;

    if (*digit == '\0') {
        return false;
    }
    /* Counts downwards, because the lowest number has no positive counterpart. */
    for (; *digit != '\0'; digit++) {
        if (*digit < '0' || *digit > '9' || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_sub_overflow(number, *digit - '0', &number)) {
            return false;
        }
    }
    if (!negative && __builtin_sub_overflow(0LL, number, &number)) {
        return false;
    }
    if (number < lowest || number > highest) {
        return false;
    }
    *value = number;
    return true;
}
