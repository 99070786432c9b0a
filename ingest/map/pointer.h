/* JSON Pointer (RFC 6901), compiled once and followed for every record. */
#ifndef MOTCUA_INGEST_MAP_POINTER_H
#define MOTCUA_INGEST_MAP_POINTER_H

#include "common/arena.h"
#include "common/error.h"

#include <cjson/cJSON.h>

struct Pointer {
    const char **tokens; /* unescaped */
    int count;           /* 0 = the whole value */
};

/* EXIT_SETTINGS when text does not begin with '/' or has a bad escape. "" is the whole value. */
bool pointer_compile(Arena *arena, const char *text, struct Pointer *pointer,
                     struct Error *err) MUST_CHECK;

/*
 * Follows the pointer from token number `from` on. Returns NULL when there is nothing. Keys are
 * compared exactly; a key on the way that an object has twice sets *twice, because readers disagree
 * on which of the two counts. A cJSON_Raw without text may have held anything (see mask_restore): it
 * is what the pointer leads to, whatever is asked of it.
 */
const cJSON *pointer_follow(const struct Pointer *pointer, int from, const cJSON *value,
                            bool *twice);

#endif
