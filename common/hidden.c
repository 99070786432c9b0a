#include "common/hidden.h"

#include "common/memory.h"
#include "common/utf8.h"

#include <ctype.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/banned.h"

enum {
    SECRETS_MOST = 32,
    FORMS = 5, /* the secret, in hexadecimal, and in Base64 behind 0, 1 or 2 bytes of others */
    WHOLE_LEAST = 6,
    PART_LEAST = 6, /* what no more than five letters tell helps nobody to guess the rest */
};

struct Form {
    char *text;
    size_t length;
    bool
        is_encoded; /* Base64: letters differ by case, and all that it is glued to is of the secret */
};

struct Secret {
    struct Form forms[FORMS];
};

static struct Secret secrets[SECRETS_MOST];
static size_t secret_count;
static bool
    may_begin[UCHAR_MAX + 1]; /* bytes with which a secret that is not in Base64 can begin */

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The digits of Base64 that no other byte has a part in, when `before` other bytes stand in front. */
static struct Form encode(const char *secret, size_t length, size_t before)
{
    static const size_t foreign[] = {0, 2, 3};
    size_t count = (before + length) * 8 / 6 - foreign[before];
    struct Form form = {
        .text = memory_need(calloc(1, count + 1)), .length = count, .is_encoded = true};

    for (size_t i = 0; i < count; i++) {
        unsigned value = 0;
        for (size_t bit = (foreign[before] + i) * 6; bit < (foreign[before] + i + 1) * 6; bit++) {
            unsigned char byte = (unsigned char)secret[bit / 8 - before];
            value = value << 1 | ((unsigned)byte >> (7 - bit % 8) & 1U);
        }
        form.text[i] = base64_digits[value];
    }
    return form;
}

static struct Form to_hex(const char *secret, size_t length)
{
    struct Form form = {.text = memory_need(calloc(1, 2 * length + 1)), .length = 2 * length};

    for (size_t i = 0; i < length; i++) {
        static const char digits[] = "0123456789abcdef";
        unsigned char byte = (unsigned char)secret[i];
        form.text[2 * i] = digits[byte >> 4];
        form.text[2 * i + 1] = digits[byte & 0xF];
    }
    return form;
}

static void forget(struct Secret *secret)
{
    for (int i = 0; i < FORMS; i++) {
        explicit_bzero(secret->forms[i].text, secret->forms[i].length);
        free(secret->forms[i].text);
    }
}

static void note_beginning(char c)
{
    static const char escapes[] = "%=\\&+";

    may_begin[tolower((unsigned char)c)] = true;
    may_begin[toupper((unsigned char)c)] = true;
    for (const char *escape = escapes; *escape != '\0'; escape++) {
        may_begin[(unsigned char)*escape] = true;
    }
}

void hidden_learn(const char *text)
{
    size_t length = strlen(text);

    for (size_t i = 0; i < secret_count; i++) {
        if (strcmp(secrets[i].forms[0].text, text) == 0) {
            return;
        }
    }
    if (length == 0) {
        return;
    }
    if (secret_count == SECRETS_MOST) {
        forget(&secrets[0]);
        memmove(secrets, secrets + 1, (SECRETS_MOST - 1) * sizeof *secrets);
        secret_count--;
    }
    struct Form plain = {.text = memory_need(calloc(1, length + 1)), .length = length};
    memcpy(plain.text, text, length + 1);
    secrets[secret_count++] = (struct Secret){{plain, to_hex(text, length), encode(text, length, 0),
                                               encode(text, length, 1), encode(text, length, 2)}};
    note_beginning(text[0]);
    note_beginning(secrets[secret_count - 1].forms[1].text[0]);
}

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* The bytes of c as a number with something in front, or 0. */
static size_t match_number(const char *at, char c)
{
    static const struct {
        const char *before;
        int base;
        bool semicolon;
    } escapes[] = {{"%25", 16, false}, {"%", 16, false},  {"\\u00", 16, false}, {"\\x", 16, false},
                   {"=", 16, false},   {"&#x", 16, true}, {"&#", 10, true}};

    for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++) {
        size_t length = strlen(escapes[i].before);
        char digits[4] = "";
        char *end;
        if (strncasecmp(at, escapes[i].before, length) != 0) {
            continue;
        }
        memcpy(digits, at + length, strnlen(at + length, escapes[i].base == 16 ? 2 : 3));
        unsigned long value = strtoul(digits, &end, escapes[i].base);
        size_t used = length + (size_t)(end - digits);
        if (isxdigit((unsigned char)digits[0]) && value < 256 && same_letter((char)value, c) &&
            (!escapes[i].semicolon || at[used] == ';')) {
            return used + escapes[i].semicolon;
        }
    }
    return 0;
}

static bool match_plain(const char *at, char c, bool is_encoded)
{
    return *at == c || (!is_encoded && same_letter(*at, c)) || (c == ' ' && *at == '+') ||
           (is_encoded && ((c == '+' && *at == '-') || (c == '/' && *at == '_')));
}

static size_t match_escape(const char *at, char c)
{
    static const struct {
        const char *name;
        char letter;
    } entities[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};

    if (*at == '\0' || strchr("%\\=&", *at) == NULL) {
        return 0;
    }
    if (*at == '\\' && at[1] == c) {
        return 2;
    }
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
        if (entities[i].letter == c &&
            strncmp(at, entities[i].name, strlen(entities[i].name)) == 0) {
            return strlen(entities[i].name);
        }
    }
    return match_number(at, c);
}

/*
 * The bytes at `at` that stand for c, or 0. Where c is a sign that begins an escape, only the one who
 * wrote the text knows which of the two it is.
 */
static size_t match_letter(const char *at, char c, bool is_encoded, bool escapes_first)
{
    size_t first = escapes_first ? match_escape(at, c) : match_plain(at, c, is_encoded);

    if (first > 0) {
        return first;
    }
    return escapes_first ? match_plain(at, c, is_encoded) : match_escape(at, c);
}

/* Blanks, line breaks, and what nobody sees. */
static size_t skip_unseen(const char *at)
{
    const char *start = at;
    uint32_t code_point;
    bool shown;

    while (*at != '\0' && *at != '\x7F') {
        size_t step = 1;
        if ((unsigned char)*at > ' ') {
            step = (unsigned char)*at < 0x80 ? 0 : utf8_character(at, &code_point, &shown);
            if (step == 0 || shown) {
                break;
            }
        }
        at += step;
    }
    return (size_t)(at - start);
}

/* How many letters of the form from its place `from` on stand at `at`; *used are their bytes. */
static size_t match_from(const char *at, const struct Form *form, size_t from, bool escapes_first,
                         size_t *used)
{
    size_t matched = 0;
    const char *c = at;

    *used = 0;
    while (*c != '\0' && from + matched < form->length) {
        char letter = form->text[from + matched];
        size_t step = match_letter(c, letter, form->is_encoded, escapes_first);
        size_t unseen = step == 0 && matched > 0 ? skip_unseen(c) : 0;
        if (unseen > 0) {
            step = match_letter(c + unseen, letter, form->is_encoded, escapes_first);
            step += step > 0 ? unseen : 0;
        }
        if (step == 0) {
            break;
        }
        c += step;
        matched++;
        *used = (size_t)(c - at);
    }
    return matched;
}

/* The bytes at `at` that are the whole form, or (with care) a longer part of it. */
static size_t match_form(const char *at, const struct Form *form, enum HiddenCare care)
{
    size_t longest = 0;
    size_t starts = care == HIDDEN_PARTS ? form->length : 1;

    for (size_t from = 0; from < starts && form->length >= (care == HIDDEN_WHOLE ? WHOLE_LEAST : 1);
         from++) {
        for (int way = 0; way < 2; way++) {
            size_t used;
            size_t matched = match_from(at, form, from, way == 1, &used);
            bool enough =
                matched == form->length || (care == HIDDEN_PARTS && matched >= PART_LEAST);
            longest = enough && used > longest ? used : longest;
        }
    }
    return longest;
}

static bool is_base64(char c)
{
    return isalnum((unsigned char)c) || (c != '\0' && strchr("+/-_%=", c) != NULL);
}

/* A whole word of Base64 with the secret somewhere inside. */
static size_t match_inside(const char *at, const struct Form *form, enum HiddenCare care)
{
    size_t length = 0;
    bool found = false;

    while (is_base64(at[length])) {
        length++;
    }
    for (size_t i = 0; !found && i < length; i++) {
        found = match_form(at + i, form, care) > 0;
    }
    return found ? length : 0;
}

size_t hidden_length(const char *start, const char *at, enum HiddenCare care)
{
    bool begins_word = at == start || !is_base64(at[-1]);
    bool may_be = care == HIDDEN_PARTS || may_begin[(unsigned char)*at];
    size_t longest = 0;

    for (size_t i = 0; i < secret_count && (may_be || begins_word); i++) {
        /* The forms of a short secret are in many words. */
        int forms = secrets[i].forms[0].length >= WHOLE_LEAST ? FORMS : 1;
        for (int k = 0; k < forms; k++) {
            const struct Form *form = &secrets[i].forms[k];
            size_t length = 0;
            if (form->is_encoded && begins_word) {
                length = match_inside(at, form, care);
            } else if (!form->is_encoded && may_be) {
                length = match_form(at, form, care);
            }
            longest = length > longest ? length : longest;
        }
    }
    return longest;
}

bool hidden_has(const char *text)
{
    for (const char *at = text; secret_count > 0 && *at != '\0'; at++) {
        if (hidden_length(text, at, HIDDEN_WHOLE) > 0) {
            return true;
        }
    }
    return false;
}
