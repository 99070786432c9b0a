/* The sheets of points and targets: what was reached, and the formulas that say so again in the sheet. */
#ifndef MOTCUA_STATS_BOOK_MEASURES_H
#define MOTCUA_STATS_BOOK_MEASURES_H

#include "stats/book/sheet.h"

/* Adds "Tiêu chí", of the version of a scoring set, and "Chỉ tiêu", of a set of targets (NULL: all in force). */
bool measures_add(struct Book *book, const char *version, const char *target_set,
                  struct Error *err) MUST_CHECK;

#endif
