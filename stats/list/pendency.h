/* motcua-stats pendency: how long open dossiers are overdue at the end of a period, and which they are. */
#ifndef MOTCUA_STATS_LIST_PENDENCY_H
#define MOTCUA_STATS_LIST_PENDENCY_H

#include "stats/request/context.h"

bool stats_pendency(const struct Context *context, struct Error *err);

#endif
