/* The counts of an office as a table: parts under their whole, and what there was to do. */
#ifndef MOTCUA_STATS_FIGURE_COUNTS_H
#define MOTCUA_STATS_FIGURE_COUNTS_H

#include "common/arena.h"
#include "common/database/db.h"

/* The Vietnamese name of a count in labels. */
const char *counts_label(const DbRows *labels, const char *count);

/* counts has a column for each count from first_count on; labels has their bucket and text_vi. */
void counts_print(Arena *arena, const DbRows *counts, int row, int first_count,
                  const DbRows *labels);

#endif
