/* The page: a directory that opens from a file share, or one file for one office. docs/page-data.md describes its data. */
#ifndef MOTCUA_STATS_PAGE_PAGE_H
#define MOTCUA_STATS_PAGE_PAGE_H

#include "stats/request/context.h"

/*
 * Writes the page of the period, office, profile and scoring set that context asks for; without a period that of the
 * reporting year that runs. output takes the place of an older page there, all at once. EXIT_USAGE for an output that is
 * something else, EXIT_INTERNAL when it cannot be written; what was there then stays.
 */
bool page_write_directory(const struct Context *context, const char *output,
                          struct Error *err) MUST_CHECK;

/* The same as one file for the office that context names. */
bool page_write_file(const struct Context *context, const char *output,
                     struct Error *err) MUST_CHECK;

#endif
