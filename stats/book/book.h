/* The workbook in which offices hand in their reports: forms, points, targets, dossiers to see to, remarks. */
#ifndef MOTCUA_STATS_BOOK_BOOK_H
#define MOTCUA_STATS_BOOK_BOOK_H

#include "stats/request/context.h"

/* Writes it to path, for the period asked for or the reporting year, of the office asked for or of all. */
bool book_write(const struct Context *context, const char *path, struct Error *err) MUST_CHECK;

#endif
