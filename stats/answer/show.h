/* motcua-stats show: the counts and rates of each office in a period. */
#ifndef MOTCUA_STATS_ANSWER_SHOW_H
#define MOTCUA_STATS_ANSWER_SHOW_H

#include "stats/request/context.h"

bool stats_show(const struct Context *context, struct Error *err);

#endif
