/* motcua-stats rank: offices among their sisters, those with the same office above, by a rate. */
#ifndef MOTCUA_RANKING_H
#define MOTCUA_RANKING_H

#include "stats/context.h"

bool stats_rank(const struct Context *context, struct Error *err);

#endif
