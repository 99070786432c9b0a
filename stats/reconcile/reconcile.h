/* motcua-stats reconcile: figures that another authority has published against ours, and which reading of the dossiers
 * gives theirs. */
#ifndef MOTCUA_STATS_RECONCILE_RECONCILE_H
#define MOTCUA_STATS_RECONCILE_RECONCILE_H

#include "stats/request/context.h"

/* EXIT_REJECTS when lines of the file could not be read; all others have been answered then. */
bool stats_reconcile(const struct Context *context, struct Error *err);

#endif
