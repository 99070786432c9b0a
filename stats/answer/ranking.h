/* motcua-stats rank: offices among their equals by a rate: those with the same office above, of one level,
 * under one office, of like volume. */
#ifndef MOTCUA_STATS_ANSWER_RANKING_H
#define MOTCUA_STATS_ANSWER_RANKING_H

#include "stats/request/context.h"

bool stats_rank(const struct Context *context, struct Error *err);

#endif
