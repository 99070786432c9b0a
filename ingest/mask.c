#include "ingest/mask.h"

#include "common/text.h"

#include <ctype.h>
#include <string.h>

#include "common/banned.h"

enum { SHOWN_BYTES_MAX = 200, PERSONAL_DIGITS_MIN = 9, PERSONAL_DIGITS_MAX = 13 };

const char *mask_value(Arena *arena, const char *text)
{
    size_t length = strnlen(text, SHOWN_BYTES_MAX);
    char *shape = arena_strndup(arena, text, length);
    bool is_number = length >= PERSONAL_DIGITS_MIN && length <= PERSONAL_DIGITS_MAX &&
                     strspn(shape, "0123456789") == length;
    char *out = shape;

    for (const char *in = shape; *in != '\0'; in++) {
        unsigned char c = (unsigned char)*in;
        if (c >= 0x80 && c < 0xc0) {
            continue; /* the rest of a letter that has been written */
        }
        if (isdigit(c)) {
            *out++ = (char)(is_number ? '9' : c);
        } else {
            *out++ = (char)(isalpha(c) || c >= 0xc0 ? 'x' : c < ' ' || c == 0x7f ? '?' : c);
        }
    }
    *out = '\0';
    return shape;
}

/* Codes are ASCII without blanks; what looks like words is shown by its shape only. */
static bool is_code(const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (*c <= ' ' || (unsigned char)*c >= 0x7f) {
            return false;
        }
    }
    return strlen(text) <= SHOWN_BYTES_MAX;
}

static const char *show(Arena *arena, const char *text)
{
    size_t digits = strspn(text, "0123456789");
    bool is_number =
        text[digits] == '\0' && digits >= PERSONAL_DIGITS_MIN && digits <= PERSONAL_DIGITS_MAX;

    return is_code(text) && !is_number && strchr(text, '@') == NULL ? text
                                                                    : mask_value(arena, text);
}

enum Showing { SHOW_NOTHING, SHOW_CODE, SHOW_TEXT };

static cJSON *mask_node(Arena *arena, const FieldMap *map, const cJSON *node, enum Showing showing);

static enum Showing showing_of(const FieldMap *map, const char *key)
{
    if (fieldmap_stores_text(map, key)) {
        return SHOW_TEXT;
    }
    return fieldmap_may_show(map, key) ? SHOW_CODE : SHOW_NOTHING;
}

static const char *mask_text(Arena *arena, const char *text, enum Showing showing)
{
    if (text[0] == '\0') {
        return "";
    }
    switch (showing) {
    case SHOW_TEXT:
        return text_sanitize(arena, text);
    case SHOW_CODE:
        return show(arena, text);
    case SHOW_NOTHING:
        break;
    }
    return "***";
}

static void mask_children(Arena *arena, const FieldMap *map, const cJSON *node, cJSON *copy)
{
    const cJSON *child;

    cJSON_ArrayForEach(child, node)
    {
        if (cJSON_IsObject(node)) {
            cJSON *masked = mask_node(arena, map, child, showing_of(map, child->string));
            cJSON_AddItemToObject(copy, text_sanitize(arena, child->string), masked);
        } else {
            cJSON_AddItemToArray(copy, mask_node(arena, map, child, SHOW_NOTHING));
        }
    }
}

static cJSON *mask_node(Arena *arena, const FieldMap *map, const cJSON *node, enum Showing showing)
{
    if (cJSON_IsArray(node) || cJSON_IsObject(node)) {
        cJSON *copy = cJSON_IsArray(node) ? cJSON_CreateArray() : cJSON_CreateObject();
        mask_children(arena, map, node, copy);
        return copy;
    }
    if (cJSON_IsString(node)) {
        return cJSON_CreateString(mask_text(arena, node->valuestring, showing));
    }
    if (cJSON_IsNumber(node)) {
        return cJSON_CreateString(mask_text(arena, cJSON_PrintUnformatted(node), showing));
    }
    return cJSON_Duplicate(node, false);
}

const char *mask_record(Arena *arena, const FieldMap *map, const cJSON *record)
{
    /* cJSON still allocates from the arena of the page that the record lies in. */
    return cJSON_PrintUnformatted(mask_node(arena, map, record, SHOW_NOTHING));
}
