/* motcua-stats rank: offices among their sisters, those with the same office above, by a rate. */
#ifndef MOTCUA_STATS_ANSWER_RANKING_H
#define MOTCUA_STATS_ANSWER_RANKING_H

#include "stats/request/context.h"

bool stats_rank(const struct Context *context, struct Error *err);

#endif
