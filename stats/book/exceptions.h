/* The sheets of dossiers that somebody has to see to: those that are overdue, and those that soon fall due. */
#ifndef MOTCUA_STATS_BOOK_EXCEPTIONS_H
#define MOTCUA_STATS_BOOK_EXCEPTIONS_H

#include "stats/book/sheet.h"

/* Adds "Quá hạn", at the end of the period, and "Sắp đến hạn", from today on. */
bool exceptions_add(struct Book *book, struct Error *err) MUST_CHECK;

#endif
