/* motcua-stats integrity: dossiers whose dates contradict each other or look made to fit. */
#ifndef MOTCUA_STATS_LIST_INTEGRITY_H
#define MOTCUA_STATS_LIST_INTEGRITY_H

#include "stats/request/context.h"

bool stats_integrity(const struct Context *context, struct Error *err);

#endif
