#include "text.h"

#include "hidden.h"
#include "personal.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <wchar.h>

#include "banned.h"

enum { CHARACTER_BYTES_MAX = 4 };

/* Reads one code point; returns its bytes, or 0 when there is none that is well formed. */
static size_t decode(const unsigned char *at, size_t left, uint32_t *code_point)
{
    static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length;
    uint32_t value;

    if (left == 0) {
        return 0;
    }
    if (at[0] < 0x80) {
        *code_point = at[0];
        return 1;
    }
    if (at[0] >= 0xC2 && at[0] <= 0xDF) {
        length = 2;
        value = at[0] & 0x1FU;
    } else if ((at[0] & 0xF0) == 0xE0) {
        length = 3;
        value = at[0] & 0x0FU;
    } else if (at[0] >= 0xF0 && at[0] <= 0xF4) {
        length = 4;
        value = at[0] & 0x07U;
    } else {
        return 0;
    }
    if (length > left) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
        value = value << 6 | (at[i] & 0x3FU);
    }
    if (value < lowest[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return 0;
    }
    *code_point = value;
    return length;
}

bool text_is_printable_ascii(const char *text, size_t length)
{
    size_t i = 0;

    while (i < length && text[i] >= ' ' && text[i] < 0x7F) {
        i++;
    }
    return i == length;
}

bool text_is_utf8(const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text;
    uint32_t code_point;

    for (size_t i = 0, step; i < length; i += step) {
        step = decode(at + i, length - i, &code_point);
        if (step == 0) {
            return false;
        }
    }
    return true;
}

/* What moves the writing position, turns the direction of letters or takes no room at all. */
static bool is_shown(uint32_t code_point)
{
    if (code_point < 0x7F) {
        return code_point >= 0x20;
    }
    return !uc_is_general_category_withtable(code_point, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf |
                                                             UC_CATEGORY_MASK_Zl |
                                                             UC_CATEGORY_MASK_Zp) &&
           !uc_is_property_default_ignorable_code_point(code_point);
}

size_t text_character(const char *at, uint32_t *code_point, bool *shown)
{
    size_t step = decode((const unsigned char *)at, strnlen(at, CHARACTER_BYTES_MAX), code_point);

    *shown = step > 0 && is_shown(*code_point);
    return step > 0 ? step : 1;
}

bool text_has_control(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x20 || byte == 0x7F) {
            return true;
        }
    }
    return false;
}

/* A text that is being written into a bounded place. */
struct Writing {
    char *target;
    size_t size;
    size_t used;
    size_t marked; /* where "..." still fits, should the rest not */
};

/* False when it did not fit, and the end is marked. */
static bool put(struct Writing *writing, const char *bytes, size_t length)
{
    size_t size = writing->size;

    if (writing->used + length >= size) {
        memset(writing->target + writing->marked, '.', size > 3 ? 3 : 0);
        writing->used = size > 3 ? writing->marked + 3 : 0;
        return false;
    }
    memcpy(writing->target + writing->used, bytes, length);
    writing->used += length;
    if (writing->used + 3 < size) {
        writing->marked = writing->used;
    }
    return true;
}

static void sanitize(struct Writing *writing, const char *text, enum HiddenCare care)
{
    bool fits = true;

    for (const char *at = text; fits && *at != '\0';) {
        uint32_t code_point;
        bool shown;
        size_t hidden = hidden_length(text, at, care);
        size_t step = hidden > 0 ? hidden : text_character(at, &code_point, &shown);

        if (hidden > 0) {
            fits = put(writing, HIDDEN_MARK, strlen(HIDDEN_MARK));
        } else {
            fits = shown ? put(writing, at, step) : put(writing, "?", 1);
        }
        at += step;
    }
    writing->target[writing->used] = '\0';
}

void text_sanitize_into(char *target, size_t size, const char *text)
{
    struct Writing writing = {.target = target, .size = size};

    sanitize(&writing, text, HIDDEN_WHOLE);
}

char *text_sanitize(Arena *arena, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = arena_alloc(arena, size);

    text_sanitize_into(copy, size, text);
    return copy;
}

char *text_outside(Arena *arena, const char *text)
{
    size_t size = strlen(text) * strlen(HIDDEN_MARK) + 1;
    struct Writing writing = {.target = arena_alloc(arena, size), .size = size};

    sanitize(&writing, text, HIDDEN_PARTS);
    return personal_mask(arena, writing.target);
}

char *text_compose(Arena *arena, char *text)
{
    size_t length = strlen(text);
    size_t composed_length = 0;

    if (strpbrk(text, "\xCC\xCD") == NULL || !text_is_utf8(text, length)) {
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

/* Outside a UTF-8 locale wcwidth knows nothing beyond ASCII: then only what Vietnamese needs. */
static size_t columns(uint32_t code_point)
{
    int width = wcwidth((wchar_t)code_point);

    if (width >= 0) {
        return (size_t)width;
    }
    return code_point >= 0x300 && code_point <= 0x36F ? 0 : 1;
}

size_t text_width(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t left = strlen(text), width = 0;

    while (left > 0) {
        uint32_t code_point = 0;
        size_t step = decode(at, left, &code_point);

        width += step == 0 ? 1 : columns(code_point);
        step = step == 0 ? 1 : step;
        at += step;
        left -= step;
    }
    return width;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
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
