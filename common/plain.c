#include "common/plain.h"

#include "common/text.h"
#include "common/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "common/banned.h"

enum {
    BIG_D_BAR = 0x110,
    SMALL_D_BAR = 0x111,
    DROPPED = 0,
    CHARACTER_BYTES = 4,
};

/* The letters that Vietnamese uses beyond ASCII begin so; most names need no further look. */
static bool is_usual(const uint8_t *at)
{
    switch (at[0]) {
    case 0xC3:
        return at[1] != 0x90 && at[1] != 0xB0;
    case 0xC6:
        return at[1] != 0x89;
    case 0xE1:
        return at[1] >= 0xB8;
    default:
        return (at[0] >= ' ' && at[0] < 0x80) || at[0] == 0xC4 || at[0] == 0xC5 || at[0] == 0xCC;
    }
}

static ucs4_t plain_of(ucs4_t character)
{
    switch (character) {
    case 0xD0:  /* eth */
    case 0x189: /* African d */
        return BIG_D_BAR;
    case 0xF0:
    case 0x256:
        return SMALL_D_BAR;
    default:
        break;
    }
    if (uc_is_general_category_withtable(character, UC_CATEGORY_MASK_Z) ||
        (character >= '\t' && character <= '\r') || (character >= 0x80 && character < 0xA0)) {
        return ' ';
    }
    return uc_is_property_default_ignorable_code_point(character) ? DROPPED : character;
}

static const uint8_t *first_unusual(const uint8_t *at)
{
    while (*at != '\0' && is_usual(at)) {
        at++;
        while ((*at & 0xC0) == 0x80) {
            at++;
        }
    }
    return at;
}

const char *plain_text(Arena *arena, const char *text)
{
    const uint8_t *at = first_unusual((const uint8_t *)text);
    size_t length = strlen(text);

    if (*at == '\0' || !utf8_is_valid(text, length)) {
        return text;
    }
    char *copy = arena_alloc(arena, length + CHARACTER_BYTES);
    size_t used = 0;
    ucs4_t character;
    at = (const uint8_t *)text;
    for (const uint8_t *next; (next = u8_next(&character, at)) != NULL; at = next) {
        ucs4_t plain = is_usual(at) ? character : plain_of(character);
        if (plain != DROPPED) {
            used += (size_t)u8_uctomb((uint8_t *)copy + used, plain, CHARACTER_BYTES);
        }
    }
    copy[used] = '\0';
    return copy;
}

/* A hyphen that is none in Unicode, but serves as one on keyboards and in spreadsheets. */
static bool is_dash(ucs4_t character)
{
    return character == 0x2212 || character == 0x2043 || character == 0x02D7 ||
           uc_is_general_category_withtable(character, UC_CATEGORY_MASK_Pd);
}

/* "HS 001" is one, "hs-001" too; "Quay 1" is a name. */
static bool is_code(const char *text)
{
    bool has_digit = false;
    bool has_small = false;
    bool has_blank = false;

    for (; *text != '\0'; text++) {
        if (*text < ' ' || *text > '~') {
            return false;
        }
        has_digit = has_digit || (*text >= '0' && *text <= '9');
        has_small = has_small || (*text >= 'a' && *text <= 'z');
        has_blank = has_blank || *text == ' ';
    }
    return has_digit && !(has_small && has_blank);
}

/* Full-width forms and their like have a counterpart (NFKC), dashes have none. */
const char *plain_ascii(Arena *arena, const char *text)
{
    size_t length = 0;
    uint8_t *forms =
        u8_normalize(UNINORM_NFKC, (const uint8_t *)text, strlen(text) + 1, NULL, &length);

    if (forms == NULL) {
        return text;
    }
    char *copy = arena_alloc(arena, length + 1);
    size_t used = 0;
    ucs4_t character;
    const uint8_t *at = forms;
    for (const uint8_t *next; (next = u8_next(&character, at)) != NULL; at = next) {
        character = is_dash(character) ? '-' : character;
        used += (size_t)u8_uctomb((uint8_t *)copy + used, character, CHARACTER_BYTES);
    }
    copy[used] = '\0';
    free(forms);
    return copy;
}

const char *plain_signs(Arena *arena, const char *text)
{
    size_t length = strlen(text);

    if (utf8_is_printable_ascii(text, length) || !utf8_is_valid(text, length)) {
        return text;
    }
    const char *ascii = plain_ascii(arena, text);
    return is_code(ascii) ? ascii : text;
}

/* Of a code all blanks go, of another text all but one between two words. */
static const char *squeeze(Arena *arena, const char *text)
{
    bool keeps_one = !is_code(text);
    char *copy = arena_alloc(arena, strlen(text) + 1);
    size_t used = 0;

    for (; *text != '\0'; text++) {
        if (*text != ' ' || (keeps_one && used > 0 && copy[used - 1] != ' ')) {
            copy[used++] = *text;
        }
    }
    used -= used > 0 && copy[used - 1] == ' ';
    copy[used] = '\0';
    return copy;
}

const char *plain_code(Arena *arena, const char *text)
{
    if (!utf8_is_printable_ascii(text, strlen(text))) {
        text = text_compose(arena, arena_strdup(arena, text));
        text = plain_signs(arena, text_trim(arena, plain_text(arena, text)));
    }
    return strchr(text, ' ') != NULL ? squeeze(arena, text) : text;
}

bool plain_has_foreign_letter(const char *text)
{
    const uint8_t *at = first_unusual((const uint8_t *)text);
    ucs4_t character;

    for (; (at = u8_next(&character, at)) != NULL;) {
        if (uc_is_general_category_withtable(character, UC_CATEGORY_MASK_L) &&
            strcmp(uc_script(character)->name, "Latin") != 0) {
            return true;
        }
    }
    return false;
}
