#include "ingest/map/json.h"

#include "common/memory.h"
#include "common/text.h"

#include <string.h>

#include "common/banned.h"

/* cJSON's hooks carry no context, so the arena stands here while json_parse is at work, and only then. */
static Arena *parsing_arena;

static void *take_memory(size_t size)
{
    return arena_try(parsing_arena, size);
}

static void leave_memory(void *memory)
{
    (void)memory;
}

cJSON *json_parse(Arena *arena, const char *bytes, size_t length, const char **stop)
{
    cJSON_Hooks hooks = {take_memory, leave_memory};

    parsing_arena = arena;
    cJSON_InitHooks(&hooks);
    cJSON *parsed = cJSON_ParseWithLengthOpts(bytes, length, stop, false);
    cJSON_InitHooks(NULL);
    parsing_arena = NULL;
    return parsed;
}

char *json_to_text(Arena *arena, const cJSON *node)
{
    char *text = cJSON_PrintUnformatted(node);

    if (text == NULL) {
        memory_out();
    }
    char *copy = arena_strdup(arena, text);
    cJSON_free(text);
    return copy;
}

/*
 * cJSON would end the text at a \u0000 without a word. In its place goes U+FFFD, which no mapped
 * field accepts: the record is rejected, its neighbours are not. Tells whether an escape may be a
 * combining mark.
 */
static bool mend_escapes(const struct Slice *record)
{
    const char *end = record->text + record->length;
    char *at = memchr(record->text, '\\', record->length);
    bool has_marks = false;

    while (at != NULL && end - at >= (ptrdiff_t)sizeof "\\u0000" - 1) {
        if (memcmp(at, "\\u0000", sizeof "\\u0000" - 1) == 0) {
            memcpy(at, "\\uFFFD", sizeof "\\uFFFD" - 1);
        }
        has_marks = has_marks || memcmp(at, "\\u03", sizeof "\\u03" - 1) == 0;
        at += 2; /* past what the backslash stands before, which may be another one */
        at = memchr(at, '\\', (size_t)(end - at));
    }
    return has_marks;
}

/* Combining marks, U+0300 to U+036F: CC 80 to CD AF in UTF-8. */
static bool has_mark_bytes(const struct Slice *record)
{
    return memchr(record->text, 0xCC, record->length) != NULL ||
           memchr(record->text, 0xCD, record->length) != NULL;
}

static void compose(Arena *arena, cJSON *node)
{
    for (; node != NULL; node = node->next) {
        if (node->string != NULL) {
            node->string = text_compose(arena, node->string);
        }
        if (cJSON_IsString(node)) {
            node->valuestring = text_compose(arena, node->valuestring);
        }
        compose(arena, node->child);
    }
}

/* Where the value of a member begins; NULL when the record is no member. */
static const char *behind_key(const struct Slice *record)
{
    const char *end = record->text + record->length;
    const char *stop =
        record->length > 0 && *record->text == '"' ? slice_skip_value(record->text, end) : NULL;

    stop = stop != NULL ? slice_skip_blanks(stop, end) : end;
    return stop < end && *stop == ':' ? slice_skip_blanks(stop + 1, end) : NULL;
}

static cJSON *parse_record(Arena *arena, const struct Slice *record, const char **stop)
{
    const char *value = behind_key(record);

    if (value == NULL) {
        return json_parse(arena, record->text, record->length, stop);
    }
    cJSON *key = json_parse(arena, record->text, record->length, stop);
    cJSON *parsed = json_parse(arena, value, (size_t)(record->text + record->length - value), stop);
    if (key == NULL || !cJSON_IsObject(parsed)) {
        return key != NULL ? parsed : NULL;
    }
    cJSON_AddItemToObjectCS(parsed, JSON_KEY, key);
    return parsed;
}

const cJSON *json_record(Arena *arena, const struct Slice *record)
{
    const char *stop = NULL;

    if (memchr(record->text, '\0', record->length) != NULL) {
        return NULL;
    }
    bool has_marks = mend_escapes(record) || has_mark_bytes(record);
    cJSON *parsed = parse_record(arena, record, &stop);
    if (parsed == NULL || stop != record->text + record->length) {
        return NULL;
    }
    if (has_marks) {
        compose(arena, parsed);
    }
    return parsed;
}
