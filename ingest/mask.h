/* What of a rejected record may be kept: its shape, and the values that are not personal. */
#ifndef MOTCUA_MASK_H
#define MOTCUA_MASK_H

#include "ingest/fieldmap.h"

/*
 * The record as JSON text that PostgreSQL takes, in arena. Texts that the map stores stay as they are;
 * values that it reads as codes, dates or numbers stay unless they could be something personal in the
 * wrong place; all others become "***".
 */
const char *mask_record(Arena *arena, const FieldMap *map, const cJSON *record);

/* A value's shape: letters become x, digits 9 where they are as many as in a phone or ID number. */
const char *mask_value(Arena *arena, const char *text);

#endif
