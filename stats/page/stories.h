/* The stories of the dossiers at the head of the lists, from one query for all offices. */
#ifndef MOTCUA_STATS_PAGE_STORIES_H
#define MOTCUA_STATS_PAGE_STORIES_H

#include "common/arena.h"
#include "stats/page/sets.h"

#include <cjson/cJSON.h>

/* Sorted by source and code, by their bytes. */
struct Stories {
    DbRows *rows; /* NULL: none are told */
};

/* Reads the stories of all dossiers that stand far enough up in a list of any office. */
bool stories_read(Db *db, const struct Sets *sets, struct Stories *stories,
                  struct Error *err) MUST_CHECK;

/* Adds "stories" of the dossiers in the lists of the office at hand. */
void stories_add(cJSON *office, const struct Sets *sets, const struct Stories *stories);

void stories_release(struct Stories *stories);

#endif
