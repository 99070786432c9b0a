/* data/office/FILE.js: what an office looks at. docs/page-data.md describes it. */
#ifndef MOTCUA_STATS_PAGE_DETAIL_H
#define MOTCUA_STATS_PAGE_DETAIL_H

#include "stats/page/family.h"
#include "stats/page/sets.h"
#include "stats/page/stories.h"

#include <cjson/cJSON.h>

/* Of the office at hand, which is that place of family. The caller deletes it. */
cJSON *detail_new(Arena *arena, const struct Sets *sets, const struct Family *family,
                  const struct Stories *stories, int office);

#endif
