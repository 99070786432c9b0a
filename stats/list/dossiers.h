/* motcua-stats dossiers: the dossiers behind a figure, one row for each that it counts. */
#ifndef MOTCUA_STATS_LIST_DOSSIERS_H
#define MOTCUA_STATS_LIST_DOSSIERS_H

#include "stats/request/context.h"

bool stats_dossiers(const struct Context *context, struct Error *err);

#endif
