/* The fields of a source that no rule reads, for whoever writes its file. */
#ifndef MOTCUA_UNREAD_H
#define MOTCUA_UNREAD_H

#include "ingest/fieldmap.h"
#include "ingest/shape.h"

/*
 * Prints name, types and frequency of each, and the form of a value from the samples: letters as x and
 * digits as 9, because values of fields that nobody reads are nobody's business.
 */
void unread_print(Arena *arena, const FieldMap *map, const Shape *shape,
                  const cJSON *const *samples, int sample_count);

#endif
