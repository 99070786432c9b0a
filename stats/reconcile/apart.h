/* The dossiers that ours and the reading that gives theirs, or comes nearest, count in different ways. */
#ifndef MOTCUA_STATS_RECONCILE_APART_H
#define MOTCUA_STATS_RECONCILE_APART_H

#include "common/arena.h"
#include "common/database/db.h"
#include "stats/figure/reading.h"

#include <cjson/cJSON.h>

/*
 * Of the rows of stats.reconcile those with the simplest reading (place 1) or the nearest (0) of a figure that ours does
 * not agree with; one dossier a row, in the order of lines. NULL on error.
 */
DbRows *apart_read(Db *db, const struct Reading *reading, const char *profile,
                   const DbRows *figures, struct Error *err) MUST_CHECK;

/* The end of the rows of the same line as row of figures, from first on. */
int apart_end(const DbRows *apart, int first, const DbRows *figures, int row);

/* Adds "dossiers": [{"source", "code", "ours", "theirs", "ours_reason", "theirs_reason", "our_numerator",
 * "our_denominator", "their_numerator", "their_denominator"}]: the last four say how often it counts there. */
void apart_add_json(cJSON *figure, const DbRows *apart, int first, int end);

void apart_print(Arena *arena, const DbRows *apart);
void apart_put_rows(struct RowOut *out, const DbRows *apart);

#endif
