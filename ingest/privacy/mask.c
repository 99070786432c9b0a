#include "ingest/privacy/mask.h"

#include "common/hidden.h"
#include "common/personal.h"
#include "common/text.h"
#include "common/utf8.h"
#include "ingest/map/json.h"
#include "ingest/privacy/showing.h"

#include <ctype.h>
#include <string.h>

#include "common/banned.h"

enum {
    SHOWN_BYTES_MAX = 200,
    RECORD_BYTES_MAX = 64 * 1024,
    MEMBERS_MOST = 500, /* a longer one is a fault, not a dossier, and is not kept */
    NAME_BYTES_MAX = 40,
    NAME_DIGITS_IN_A_ROW = 4,
    CODE_DIGITS_MOST = 8,
    CODE_DIGITS_WITH_LETTER = 4,
    PASSPORT_DIGITS_LEAST = 7, /* behind one letter */
};

static const char key_shape[] = "<key of ";

static void mask_passports(char *text)
{
    for (char *c = text; *c != '\0'; c++) {
        size_t digits = isalpha((unsigned char)*c) ? strspn(c + 1, "0123456789") : 0;
        memset(c + 1, '9', digits >= PASSPORT_DIGITS_LEAST ? digits : 0);
    }
}

/* Changes shape. */
static const char *hide_letters(char *shape)
{
    char *out = shape;

    mask_passports(shape);
    for (const char *in = shape; *in != '\0'; in++) {
        unsigned char c = (unsigned char)*in;
        if (c < 0x80 || c >= 0xc0) { /* not the rest of a letter that has been written */
            *out++ = (char)(isalpha(c) || c >= 0xc0 ? 'x' : c);
        }
    }
    *out = '\0';
    return shape;
}

static char *shown_start(Arena *arena, const char *text)
{
    return text_sanitize(arena, arena_strndup(arena, text, strnlen(text, SHOWN_BYTES_MAX)));
}

const char *mask_value(Arena *arena, const char *text)
{
    return hide_letters(personal_mask(arena, shown_start(arena, text)));
}

/* The digits of a code are no number of a person only as long as the whole code is looked at. */
const char *mask_rest(Arena *arena, const char *text, const char *used)
{
    const char *part = used != NULL ? strstr(text, used) : NULL;

    if (part == NULL || personal_has(text)) {
        return mask_value(arena, text);
    }
    return arena_printf(
        arena, "%s%s%s",
        hide_letters(shown_start(arena, arena_strndup(arena, text, (size_t)(part - text)))), used,
        hide_letters(shown_start(arena, part + strlen(used))));
}

/* Some digits with signs between, perhaps with one letter: two letters are a name already. */
static bool is_plain_code(const char *text)
{
    int letters = 0;
    int digits = 0;

    for (const char *c = text; *c != '\0'; c++) {
        if (!isalnum((unsigned char)*c) && strchr("+-_./:", *c) == NULL) {
            return false;
        }
        letters += isalpha((unsigned char)*c) != 0;
        digits += isdigit((unsigned char)*c) != 0;
    }
    return letters <= 1 && digits <= (letters == 0 ? CODE_DIGITS_MOST : CODE_DIGITS_WITH_LETTER);
}

const char *mask_code(Arena *arena, const FieldMap *map, const char *text)
{
    return is_plain_code(text) || fieldmap_lists(map, text) ? text : mask_value(arena, text);
}

struct Wanted {
    const char *key;
    bool found;
};

static void compare_key(void *user, const char *key)
{
    struct Wanted *wanted = user;

    wanted->found = wanted->found || strcmp(wanted->key, key) == 0;
}

/* A word of ASCII letters with few digits, as programmers name fields. */
static bool looks_like_name(const char *key)
{
    size_t length = strlen(key);
    size_t start = strchr("@#$_", key[0]) != NULL ? 1 : 0;
    int digits = 0;

    if (length == 0 || length > NAME_BYTES_MAX || !isalpha((unsigned char)key[start])) {
        return false;
    }
    for (const char *c = key + start; *c != '\0'; c++) {
        digits = isdigit((unsigned char)*c) ? digits + 1 : 0;
        if ((!isalnum((unsigned char)*c) && strchr("_-.:", *c) == NULL) ||
            digits > NAME_DIGITS_IN_A_ROW) {
            return false;
        }
    }
    return true;
}

static bool looks_like_heading(const char *key)
{
    uint32_t code_point;
    bool shown = true;

    for (size_t step; shown && *key != '\0'; key += step) {
        step = utf8_character(key, &code_point, &shown);
    }
    return shown;
}

bool mask_is_field(const FieldMap *map, const char *key)
{
    struct Wanted wanted = {key, false};

    if (strcmp(key, JSON_KEY) == 0 ||
        (fieldmap_has_header(map) ? looks_like_heading(key) && !personal_has(key)
                                  : looks_like_name(key))) {
        return true;
    }
    fieldmap_name_fields(map, compare_key, &wanted);
    return wanted.found;
}

static const char *shape_of_key(Arena *arena, const char *key)
{
    size_t characters = 0;
    size_t letters = 0;
    size_t digits = 0;

    for (const char *c = key; *c != '\0'; c++) {
        unsigned char byte = (unsigned char)*c;
        characters += byte < 0x80 || byte >= 0xc0;
        letters += isalpha(byte) || byte >= 0xc0 || byte == ' ';
        digits += isdigit(byte) != 0;
    }
    return arena_printf(arena, "%s%zu %s>", key_shape, characters,
                        letters == characters  ? "letters"
                        : digits == characters ? "digits"
                                               : "characters");
}

struct Masking {
    Arena *arena;
    const FieldMap *map;
    const Showings *showings;
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

    if (!utf8_is_valid(text, strlen(text))) {
        return marked(masking, text_sanitize(masking->arena, text));
    }
    for (char *c = copy; *c != '\0'; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7f) {
            *c = ' ';
        }
    }
    return copy;
}

static const char *shape_text(const struct Masking *masking, const char *text, enum Showing showing)
{
    if (showing == SHOW_NOTHING) {
        return "";
    }
    return showing == SHOW_CODE ? mask_code(masking->arena, masking->map, text)
                                : mask_value(masking->arena, text);
}

static const char *mask_text(const struct Masking *masking, const char *text, enum Showing showing)
{
    if (text[strspn(text, " \t\r\n")] == '\0') {
        return "";
    }
    bool told = hidden_has(text) || (showing == SHOW_CHECKED && personal_has(text));
    if (showing >= SHOW_CHECKED && !told) {
        return shown_text(masking, text);
    }
    const char *shape = shape_text(masking, text, showing);
    return strcmp(shape, text) == 0 && !told ? text : marked(masking, shape);
}

static cJSON *mask_node(const struct Masking *masking, const cJSON *node);

/* Of a key that comes twice, jsonb would keep the last value as if it were the only one. */
static void add_member(const struct Masking *masking, const cJSON *child, cJSON *copy)
{
    const char *key = mask_is_field(masking->map, child->string)
                          ? text_sanitize(masking->arena, child->string)
                          : shape_of_key(masking->arena, child->string);

    if (cJSON_GetObjectItemCaseSensitive(copy, key) == NULL) {
        cJSON_AddItemToObject(copy, key, mask_node(masking, child));
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
            cJSON_AddItemToArray(copy, mask_node(masking, child));
        }
    }
}

static cJSON *mask_node(const struct Masking *masking, const cJSON *node)
{
    enum Showing showing = showings_of(masking->showings, node);

    /* Each key is looked for among those before it. */
    if (cJSON_IsObject(node) && cJSON_GetArraySize(node) > MEMBERS_MOST) {
        return cJSON_CreateString(MASK_MARK);
    }
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

/* The member of an object whose key was masked, and what a map might want there. */
struct Restoring {
    Arena *arena;
    const cJSON *object;
    cJSON *member;
};

/* A key of the map that looks as the masked one did: it may be that one, and its value may be anything. */
static void restore_key(void *user, const char *key)
{
    struct Restoring *restoring = user;

    if (strcmp(shape_of_key(restoring->arena, key), restoring->member->string) == 0 &&
        cJSON_GetObjectItemCaseSensitive(restoring->object, key) == NULL) {
        cJSON *unknown = arena_alloc(restoring->arena, sizeof *unknown);
        unknown->type = cJSON_Raw;
        unknown->string = arena_strdup(restoring->arena, key);
        unknown->next = restoring->member->next;
        restoring->member->next = unknown;
    }
}

void mask_restore(Arena *arena, const FieldMap *map, cJSON *node)
{
    if (cJSON_IsString(node) && strncmp(node->valuestring, MASK_MARK, strlen(MASK_MARK)) == 0) {
        node->type = cJSON_Raw;
    }
    for (cJSON *child = node->child; child != NULL; child = child->next) {
        mask_restore(arena, map, child);
        if (cJSON_IsObject(node) && strncmp(child->string, key_shape, strlen(key_shape)) == 0) {
            struct Restoring restoring = {arena, node, child};
            fieldmap_name_fields(map, restore_key, &restoring);
        }
    }
}

const char *mask_record(Arena *arena, const FieldMap *map, const struct Value *values,
                        const cJSON *record, size_t length)
{
    if (record == NULL) {
        return "null";
    }
    if (length > RECORD_BYTES_MAX) {
        return "\"" MASK_MARK "\"";
    }
    struct Masking masking = {arena, map, showings_new(arena, map, values, record)};
    cJSON *masked = mask_node(&masking, record);
    const char *text = json_to_text(arena, masked);
    cJSON_Delete(masked);
    return text;
}
