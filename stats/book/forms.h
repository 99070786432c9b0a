/* The sheets that follow forms of the Government: II.06a, II.06b, 07a, and the appendix of reports of communes. */
#ifndef MOTCUA_STATS_BOOK_FORMS_H
#define MOTCUA_STATS_BOOK_FORMS_H

#include "stats/book/sheet.h"

/* Adds the four sheets; where the rows of II.06a stand is told. */
bool forms_add(struct Book *book, struct SheetSpan *form_06a, struct Error *err) MUST_CHECK;

#endif
