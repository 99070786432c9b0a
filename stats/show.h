/* motcua-stats show: the counts and rates of each office in a period. */
#ifndef MOTCUA_SHOW_H
#define MOTCUA_SHOW_H

#include "stats/context.h"

bool stats_show(const struct Context *context, struct Error *err);

#endif
