/* motcua-stats near-due: open dossiers that are due within some working days. */
#ifndef MOTCUA_STATS_LIST_NEARDUE_H
#define MOTCUA_STATS_LIST_NEARDUE_H

#include "stats/request/context.h"

/* Working days ahead when the command line names none; as in stats.near_due. */
#define NEAR_DUE_DAYS "3"

bool stats_near_due(const struct Context *context, struct Error *err);

#endif
