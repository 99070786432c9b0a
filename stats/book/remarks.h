/* The sheet that says what the others cannot: of which moment and by which rule they are, and whether their sums agree. */
#ifndef MOTCUA_STATS_BOOK_REMARKS_H
#define MOTCUA_STATS_BOOK_REMARKS_H

#include "stats/book/sheet.h"

/* Adds "Ghi chú"; form_06a is where the rows of II.06a stand. */
bool remarks_add(struct Book *book, const char *profile, const char *version,
                 const struct SheetSpan *form_06a, struct Error *err) MUST_CHECK;

#endif
