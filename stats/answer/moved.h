/* The dossiers that are in other buckets of a period than when its figures were published. */
#ifndef MOTCUA_STATS_ANSWER_MOVED_H
#define MOTCUA_STATS_ANSWER_MOVED_H

#include "common/arena.h"
#include "common/database/db.h"
#include "stats/figure/reading.h"

#include <cjson/cJSON.h>

/* Of an office and its subtree (NULL: all), against what had been published by the evening of a day.
 * NULL on error. */
DbRows *moved_read(Db *db, const struct Reading *reading, const char *office,
                   const char *published_by, struct Error *err) MUST_CHECK;

/* Appends {"source", "code", "office", "left", "entered", "first_seen", "seen_at", "changed"} for each. */
void moved_add_json(cJSON *dossiers, const DbRows *moved);

/* Prints how many there are and what became of each, in words. */
void moved_print(Arena *arena, const DbRows *moved);

/* Prints them one row each, buckets and changed fields in words. */
void moved_put_rows(struct RowOut *out, const DbRows *moved);

#endif
