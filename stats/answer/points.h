/* motcua-stats points: what the rates of each office in a period earn under a scoring set. */
#ifndef MOTCUA_STATS_ANSWER_POINTS_H
#define MOTCUA_STATS_ANSWER_POINTS_H

#include "stats/request/context.h"

bool stats_points(const struct Context *context, struct Error *err);

#endif
