/* The page as a directory that opens from a file share. */
#ifndef MOTCUA_STATS_PAGE_FOLDER_H
#define MOTCUA_STATS_PAGE_FOLDER_H

#include "stats/request/context.h"

/*
 * Writes the page that context asks for. path takes the place of an older page there, all at once: EXIT_USAGE when it is
 * something else, EXIT_INTERNAL when it cannot be written. What was there then stays.
 */
bool folder_write(const struct Context *context, const char *path, struct Error *err) MUST_CHECK;

#endif
