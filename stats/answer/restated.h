/* motcua-stats restated: what was published of a period, what it is today, and which dossiers moved. */
#ifndef MOTCUA_STATS_ANSWER_RESTATED_H
#define MOTCUA_STATS_ANSWER_RESTATED_H

#include "stats/request/context.h"

bool stats_restated(const struct Context *context, struct Error *err);

#endif
