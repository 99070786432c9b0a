/* What of a rejected record may be kept: its shape, and the values that are not personal. */
#ifndef MOTCUA_INGEST_PRIVACY_MASK_H
#define MOTCUA_INGEST_PRIVACY_MASK_H

#include "ingest/map/fieldmap.h"

/* A text of a stored record that begins so is not what the source sent. */
#define MASK_MARK "***"

/*
 * The record, of length bytes, as JSON text that PostgreSQL takes, in arena; values is what fieldmap_apply made of it.
 * What a rule could use stays, of what a rule could not use, or used whatever it was (map *:x), the
 * mark and its shape, of all else the mark. A shape that tells everything, such as that of a number,
 * stands without the mark. A record that was not JSON (NULL) is null, and one of more than 64 KiB, or
 * an object of more than 500 members in it, the mark alone.
 */
const char *mask_record(Arena *arena, const FieldMap *map, const struct Value *values,
                        const cJSON *record, size_t length);

/*
 * Makes nodes of the type cJSON_Raw of the masked texts in a stored record, in arena, so that a rule
 * that reads one of them fails with item_masked, but for a map of * alone; the same, without a text, of
 * each key of the map that may be one whose name was masked.
 */
void mask_restore(Arena *arena, const FieldMap *map, cJSON *record);

/*
 * True when a key of a record is the name of a field: the map names it, or it is a word as programmers
 * write it, or (CSV) it stands in the header. Any other may be data, such as the name or number of a
 * person, and is kept and shown as its shape only, "<key of 12 letters>".
 */
bool mask_is_field(const FieldMap *map, const char *key);

/* A value that a map could not use: as it is when it is plainly a code or listed in the map, else its shape. */
const char *mask_code(Arena *arena, const FieldMap *map, const char *text);

/* A value's shape: letters become x, digits 9 where they are a number of a person (see personal.h). */
const char *mask_value(Arena *arena, const char *text);

/* The same of what a rule has left out of a text, with the part that it used (NULL: none) as it is. */
const char *mask_rest(Arena *arena, const char *text, const char *used);

#endif
