/* JSON out of an arena, and records as the rules want to see them. */
#ifndef MOTCUA_INGEST_MAP_JSON_H
#define MOTCUA_INGEST_MAP_JSON_H

#include "common/arena.h"
#include "ingest/map/slice.h"

#include <cjson/cJSON.h>

/*
 * Parses bytes into arena: no node is ever given to cJSON_Delete. NULL when they do not begin with a JSON
 * value, or when the arena gets full (see arena_try); *stop is then where it went wrong, else the byte
 * behind the value. What cJSON's own calls make
 * comes from malloc, before and after, and belongs to who called them.
 */
cJSON *json_parse(Arena *arena, const char *bytes, size_t length, const char **stop);

/* node on one line, in arena. */
char *json_to_text(Arena *arena, const cJSON *node);

/* Where a record that is a member of an object has the key of that member. */
#define JSON_KEY "@key"

/*
 * One record, or NULL when it is not JSON or does not fit into the arena's limit: a value, or a member
 * ("KEY": VALUE) of an object that is a list, whose key joins the record as its last field, JSON_KEY. Letters that
 * come in parts (NFD) are put together (NFC), in
 * keys as well. Changes the record's bytes.
 */
const cJSON *json_record(Arena *arena, const struct Slice *record);

#endif
