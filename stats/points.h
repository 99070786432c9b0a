/* motcua-stats points: what the rates of each office in a period earn under a scoring set. */
#ifndef MOTCUA_POINTS_H
#define MOTCUA_POINTS_H

#include "stats/context.h"

bool stats_points(const struct Context *context, struct Error *err);

#endif
