/* What makes the figures of an office doubtful: data that is late, rejected or far out of its usual
 * band. */
#ifndef MOTCUA_DOUBT_H
#define MOTCUA_DOUBT_H

#include "common/arena.h"
#include "common/db.h"
#include "stats/reading.h"

#include <cjson/cJSON.h>

/* Rows of one office, or of all when it is NULL, in the order of offices. NULL on error. */
DbRows *doubt_read(Db *db, const struct Reading *reading, const char *office,
                   struct Error *err) MUST_CHECK;

/* Adds "doubts": the rows from first up to, without, end as [{"kind", "source", "reason"}]. */
void doubt_add_json(cJSON *office, const DbRows *doubts, int first, int end);

/* Prints the same as lines; silent when there are none. */
void doubt_print(Arena *arena, const DbRows *doubts, int first, int end);

#endif
