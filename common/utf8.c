#include "common/utf8.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>

#include "common/banned.h"

enum { CHARACTER_BYTES_MAX = 4 };

bool utf8_is_printable_ascii(const char *text, size_t length)
{
    size_t i = 0;

    while (i < length && text[i] >= ' ' && text[i] < 0x7F) {
        i++;
    }
    return i == length;
}

bool utf8_is_valid(const char *text, size_t length)
{
    return u8_check((const uint8_t *)text, length) == NULL;
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

size_t utf8_character(const char *at, uint32_t *code_point, bool *shown)
{
    ucs4_t read;
    int step = u8_mbtoucr(&read, (const uint8_t *)at, strnlen(at, CHARACTER_BYTES_MAX));

    *shown = step > 0 && is_shown(read);
    if (step > 0) {
        *code_point = read;
    }
    return step > 0 ? (size_t)step : 1;
}

bool utf8_has_control(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x20 || byte == 0x7F) {
            return true;
        }
    }
    return false;
}

/* A control character counts as one column, like a malformed byte: neither is drawn as it is. */
size_t utf8_width(const char *text)
{
    size_t width = 0;

    for (const char *at = text; *at != '\0';) {
        uint32_t code_point = '?';
        bool shown;

        at += utf8_character(at, &code_point, &shown);
        int columns = uc_width(code_point, "UTF-8");
        width += columns >= 0 ? (size_t)columns : 1;
    }
    return width;
}
