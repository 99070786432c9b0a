/* motcua-stats show: the counts and rates of each office in a period. */
#ifndef MOTCUA_STATS_COMMAND_SHOW_H
#define MOTCUA_STATS_COMMAND_SHOW_H

#include "stats/command/context.h"

bool stats_show(const struct Context *context, struct Error *err);

#endif
