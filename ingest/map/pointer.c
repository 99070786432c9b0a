#include "ingest/map/pointer.h"

#include "common/text.h"

#include <limits.h>
#include <string.h>

#include "common/banned.h"

/* Undoes ~1 and ~0 in place; false for any other escape. */
static bool unescape(char *token)
{
    char *out = token;

    for (const char *in = token; *in != '\0'; in++) {
        if (*in != '~') {
            *out++ = *in;
        } else if (in[1] == '0' || in[1] == '1') {
            *out++ = in[1] == '0' ? '~' : '/';
            in++;
        } else {
            return false;
        }
    }
    *out = '\0';
    return true;
}

bool pointer_compile(Arena *arena, const char *text, struct Pointer *pointer, struct Error *err)
{
    int count = 0;

    if (text[0] != '\0' && text[0] != '/') {
        return error_set(err, EXIT_SETTINGS, "expected a JSON Pointer such as /MaHoSo, not '%s'",
                         text);
    }
    for (const char *c = text; *c != '\0'; c++) {
        count += *c == '/';
    }
    pointer->count = count;
    pointer->tokens = arena_alloc(arena, (size_t)(count + 1) * sizeof *pointer->tokens);
    const char *start = text;
    for (int i = 0; i < count; i++) {
        size_t length = strcspn(start + 1, "/");
        char *token = arena_strndup(arena, start + 1, length);
        if (!unescape(token)) {
            return error_set(err, EXIT_SETTINGS, "expected ~0 or ~1 after '~' in '%s'", text);
        }
        pointer->tokens[i] = token;
        start += 1 + length;
    }
    return true;
}

static const cJSON *member(const cJSON *object, const char *key, bool *twice)
{
    const cJSON *found = NULL;

    for (const cJSON *child = object->child; child != NULL; child = child->next) {
        if (strcmp(child->string, key) == 0) {
            *twice = *twice || found != NULL;
            found = child;
        }
    }
    return found;
}

const cJSON *pointer_follow(const struct Pointer *pointer, int from, const cJSON *value,
                            bool *twice)
{
    for (int i = from; i < pointer->count && value != NULL; i++) {
        long long index;

        if (cJSON_IsObject(value)) {
            value = member(value, pointer->tokens[i], twice);
        } else if (cJSON_IsArray(value) && text_to_int(pointer->tokens[i], 0, INT_MAX, &index)) {
            value = cJSON_GetArrayItem(value, (int)index);
        } else {
            return cJSON_IsRaw(value) && value->valuestring == NULL ? value : NULL;
        }
    }
    return value;
}
