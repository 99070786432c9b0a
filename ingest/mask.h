/* What of a rejected record may be kept: its shape, and the values that are not personal. */
#ifndef MOTCUA_MASK_H
#define MOTCUA_MASK_H

#include "ingest/fieldmap.h"

/*
 * The record as JSON text that PostgreSQL takes, in arena; values is what fieldmap_apply made of it.
 * What a rule could use stays, what a rule could not use stays by its shape, all else is "***"; a record
 * that was not JSON (NULL) is null.
 */
const char *mask_record(Arena *arena, const FieldMap *map, const struct Value *values,
                        const cJSON *record);

/* A value's shape: letters become x, digits 9 where they are as many as in a phone or ID number. */
const char *mask_value(Arena *arena, const char *text);

#endif
