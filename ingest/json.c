#include "ingest/json.h"

#include "common/text.h"

#include <string.h>

#include "common/banned.h"

/* cJSON's hooks carry no context, so the arena of the page that is being parsed stands here. */
static Arena *parsing_arena;

static void *take_memory(size_t size)
{
    return arena_alloc_raw(parsing_arena, size);
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
    return cJSON_ParseWithLengthOpts(bytes, length, stop, false);
}

/*
 * cJSON would end the text at a \u0000 without a word. In its place goes U+FFFD, which no mapped
 * field accepts: the record is rejected, its neighbours are not.
 */
static void expose_nul_escapes(const struct Slice *record)
{
    static const char escape[] = "\\u0000";
    char *end = record->text + record->length;

    for (char *at = record->text;
         (at = memmem(at, (size_t)(end - at), escape, sizeof escape - 1)) != NULL; at += 2) {
        size_t backslashes = 1;
        while (at - backslashes >= record->text && at[-(ptrdiff_t)backslashes] == '\\') {
            backslashes++;
        }
        if (backslashes % 2 == 1) {
            memcpy(at, "\\uFFFD", sizeof escape - 1);
        }
    }
}

/* Combining marks, U+0300 to U+036F: CC 80 to CD AF in UTF-8. */
static bool may_have_marks(const struct Slice *record, bool has_escapes)
{
    return memchr(record->text, 0xCC, record->length) != NULL ||
           memchr(record->text, 0xCD, record->length) != NULL ||
           (has_escapes && memmem(record->text, record->length, "\\u03", 4) != NULL);
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

const cJSON *json_record(Arena *arena, const struct Slice *record)
{
    const char *stop = NULL;
    bool has_escapes = memchr(record->text, '\\', record->length) != NULL;

    if (memchr(record->text, '\0', record->length) != NULL) {
        return NULL;
    }
    if (has_escapes) {
        expose_nul_escapes(record);
    }
    cJSON *parsed = json_parse(arena, record->text, record->length, &stop);
    if (parsed == NULL || stop != record->text + record->length) {
        return NULL;
    }
    if (may_have_marks(record, has_escapes)) {
        compose(arena, parsed);
    }
    return parsed;
}
