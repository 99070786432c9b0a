/* motcua-stats points: what the rates of each office in a period earn under a scoring set. */
#ifndef MOTCUA_STATS_COMMAND_POINTS_H
#define MOTCUA_STATS_COMMAND_POINTS_H

#include "stats/command/context.h"

bool stats_points(const struct Context *context, struct Error *err);

#endif
