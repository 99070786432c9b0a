/* What reports on many offices share: rows grouped by office, titles, offices left out. */
#ifndef MOTCUA_STATS_FIGURE_OFFICE_H
#define MOTCUA_STATS_FIGURE_OFFICE_H

#include "common/arena.h"
#include "common/database/db.h"
#include "stats/figure/reading.h"

/* The end of the rows of details, from first on, whose office is that of row in offices. */
int office_end(const DbRows *details, int first, const DbRows *offices, int row);

/* The first row of details, which are sorted by the bytes of their office, that is of an office; their end when none is. */
int office_start(const DbRows *details, const char *office);

/* True when the column says_something is false in all rows from first up to, without, end. */
bool office_is_silent(const DbRows *details, int first, int end);

/* Prints code and name. */
void office_print_name(Arena *arena, const DbRows *rows, int row);

/* Prints code, name and period. */
void office_print_title(Arena *arena, const DbRows *rows, int row, const struct Reading *reading);

/* Prints the period, the moment, and whose figures they are unless as usual. */
void office_print_period(Arena *arena, const struct Reading *reading);

/* Says how many offices a table leaves out because nothing happened there; silent for none. */
void office_print_left_out(int count);

#endif
