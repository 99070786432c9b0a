/* The lists of dossiers of an office. */
#ifndef MOTCUA_STATS_PAGE_LISTS_H
#define MOTCUA_STATS_PAGE_LISTS_H

#include "common/arena.h"
#include "stats/page/sets.h"

#include <cjson/cJSON.h>

/* Adds "lists" of the office at hand, whose code is given for the commands, and "procedure_names". */
void lists_add(Arena *arena, cJSON *detail, const struct Sets *sets, const char *code);

#endif
