/* The fields of a source that neither a rule nor paging reads, for whoever writes its file. */
#ifndef MOTCUA_UNREAD_H
#define MOTCUA_UNREAD_H

#include "ingest/shape.h"
#include "ingest/source.h"

/*
 * Prints name, types and frequency of each, and the form of a value from the samples: letters as x and
 * digits as 9, because values of fields that nobody reads are nobody's business.
 */
void unread_print(Arena *arena, const struct Source *source, const Shape *shape,
                  const cJSON *const *samples, int sample_count);

#endif
