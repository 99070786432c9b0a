/* The page of one office as one file, which can be mailed: scripts and styles inline, each allowed by its digest. */
#ifndef MOTCUA_STATS_PAGE_ONEFILE_H
#define MOTCUA_STATS_PAGE_ONEFILE_H

#include "stats/request/context.h"

/*
 * Writes the page of the office that context names, with those above it, its children and its sisters beside it. path
 * takes the place of an older file at once. EXIT_USAGE for an unknown office, EXIT_INTERNAL when it cannot be written; what
 * was there then stays.
 */
bool onefile_write(const struct Context *context, const char *path, struct Error *err) MUST_CHECK;

#endif
