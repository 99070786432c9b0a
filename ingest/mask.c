#include "ingest/mask.h"

#include "common/text.h"
#include "ingest/json.h"

#include <ctype.h>
#include <string.h>

#include "common/banned.h"

enum { SHOWN_BYTES_MAX = 200, PERSONAL_DIGITS_MIN = 9, PERSONAL_DIGITS_MAX = 13 };

/* As many digits in a row as a phone or ID number has. */
static bool is_personal(size_t length)
{
    return length >= PERSONAL_DIGITS_MIN && length <= PERSONAL_DIGITS_MAX;
}

const char *mask_value(Arena *arena, const char *text)
{
    char *shape = arena_strndup(arena, text, strnlen(text, SHOWN_BYTES_MAX));
    char *out = shape;

    for (const char *in = shape; *in != '\0';) {
        size_t digits = strspn(in, "0123456789");
        unsigned char c = (unsigned char)*in;
        if (digits > 0) {
            bool personal = is_personal(digits);
            memmove(out, in, digits);
            memset(out, '9', personal ? digits : 0);
            out += digits;
            in += digits;
            continue;
        }
        in++;
        if (c >= 0x80 && c < 0xc0) {
            continue; /* the rest of a letter that has been written */
        }
        *out++ = (char)(isalpha(c) || c >= 0xc0 ? 'x' : c < ' ' || c == 0x7f ? '?' : c);
    }
    *out = '\0';
    return shape;
}

const char *mask_code(Arena *arena, const char *text)
{
    size_t length = strlen(text);
    const char *shape = mask_value(arena, text);
    bool is_word = length <= CODE_BYTES_MAX && strspn(text, "abcdefghijklmnopqrstuvwxyz"
                                                            "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                            "0123456789_.-") == length;

    return is_word && strspn(text, "0123456789") < length ? text : shape;
}

struct Masking {
    Arena *arena;
    const FieldMap *map;
    const struct Value *values;
};

/* The mark that tells a masked text from one that the source sent. */
static const char *marked(const struct Masking *masking, const char *text)
{
    return arena_printf(masking->arena, "%s%s", MASK_MARK, text);
}

/* Line breaks in a name have become blanks for the rule too. */
static const char *shown_text(const struct Masking *masking, const char *text)
{
    char *copy = arena_strdup(masking->arena, text);

    if (!text_is_utf8(text, strlen(text))) {
        return marked(masking, text_sanitize(masking->arena, text));
    }
    for (char *c = copy; *c != '\0'; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7f) {
            *c = ' ';
        }
    }
    return copy;
}

static const char *mask_text(const struct Masking *masking, const char *text, enum Showing showing)
{
    if (text[strspn(text, " \t\r\n")] == '\0') {
        return "";
    }
    if (showing == SHOW_TEXT) {
        return shown_text(masking, text);
    }
    const char *shape = showing == SHOW_DIGITS ? mask_value(masking->arena, text)
                        : showing == SHOW_CODE ? mask_code(masking->arena, text)
                                               : "";
    return strcmp(shape, text) == 0 ? text : marked(masking, shape);
}

static cJSON *mask_node(const struct Masking *masking, const cJSON *node, enum Showing showing);

/* Of a key that comes twice, jsonb would keep the last value as if it were the only one. */
static void add_member(const struct Masking *masking, const cJSON *child, cJSON *copy)
{
    const char *key = text_sanitize(masking->arena, child->string);
    enum Showing showing = fieldmap_showing(masking->map, masking->values, child->string);

    if (cJSON_GetObjectItemCaseSensitive(copy, key) == NULL) {
        cJSON_AddItemToObject(copy, key, mask_node(masking, child, showing));
    } else {
        cJSON_ReplaceItemInObjectCaseSensitive(copy, key, cJSON_CreateString(MASK_MARK));
    }
}

static void mask_children(const struct Masking *masking, const cJSON *node, cJSON *copy)
{
    const cJSON *child;

    cJSON_ArrayForEach(child, node)
    {
        if (cJSON_IsObject(node)) {
            add_member(masking, child, copy);
        } else {
            cJSON_AddItemToArray(copy, mask_node(masking, child, SHOW_NOTHING));
        }
    }
}

static cJSON *mask_node(const struct Masking *masking, const cJSON *node, enum Showing showing)
{
    if (cJSON_IsArray(node) || cJSON_IsObject(node)) {
        cJSON *copy = cJSON_IsArray(node) ? cJSON_CreateArray() : cJSON_CreateObject();
        mask_children(masking, node, copy);
        return copy;
    }
    if (cJSON_IsString(node)) {
        return cJSON_CreateString(mask_text(masking, node->valuestring, showing));
    }
    if (cJSON_IsNumber(node) && showing != SHOW_TEXT) {
        return cJSON_CreateString(mask_text(masking, json_to_text(masking->arena, node), showing));
    }
    return cJSON_Duplicate(node, false);
}

void mask_restore(cJSON *node)
{
    cJSON *child;

    if (cJSON_IsString(node) && strncmp(node->valuestring, MASK_MARK, strlen(MASK_MARK)) == 0) {
        node->type = cJSON_Raw;
    }
    cJSON_ArrayForEach(child, node)
    {
        mask_restore(child);
    }
}

const char *mask_record(Arena *arena, const FieldMap *map, const struct Value *values,
                        const cJSON *record)
{
    struct Masking masking = {arena, map, values};

    if (record == NULL) {
        return "null";
    }
    cJSON *masked = mask_node(&masking, record, SHOW_NOTHING);
    const char *text = json_to_text(arena, masked);
    cJSON_Delete(masked);
    return text;
}
