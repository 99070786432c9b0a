/* data/start.js: the figures of all offices, and the words for them. docs/page-data.md describes it. */
#ifndef MOTCUA_STATS_PAGE_START_H
#define MOTCUA_STATS_PAGE_START_H

#include "stats/page/family.h"
#include "stats/page/sets.h"

#include <cjson/cJSON.h>

/* Everything but the offices, which are added one by one; single is the code of the only office of a file, or NULL. */
cJSON *start_new(Arena *arena, const struct Sets *sets, const struct Family *family,
                 const char *single);

/* Adds the office at hand, which is that place of family. */
void start_add_office(cJSON *start, const struct Sets *sets, const struct Family *family,
                      int office);

#endif
