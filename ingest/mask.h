/* What of a rejected record may be kept: its shape, and the values that are not personal. */
#ifndef MOTCUA_MASK_H
#define MOTCUA_MASK_H

#include "ingest/fieldmap.h"

/* A text of a stored record that begins so is not what the source sent. */
#define MASK_MARK "***"

/*
 * The record as JSON text that PostgreSQL takes, in arena; values is what fieldmap_apply made of it.
 * What a rule could use stays, of what a rule could not use the mark and its shape, of all else the
 * mark. A shape that tells everything, such as that of a number, stands without the mark. A record
 * that was not JSON (NULL) is null.
 */
const char *mask_record(Arena *arena, const FieldMap *map, const struct Value *values,
                        const cJSON *record);

/*
 * Makes nodes of the type cJSON_Raw of the masked texts in a stored record, so that a rule that reads
 * one of them fails with step_masked.
 */
void mask_restore(cJSON *record);

/* A value that a map does not list: as it is when it is one word such as a code has, else its shape. */
const char *mask_code(Arena *arena, const char *text);

/* A value's shape: letters become x, digits 9 where as many stand in a row as in a phone or ID number. */
const char *mask_value(Arena *arena, const char *text);

#endif
