/* motcua-stats integrity: dossiers whose dates contradict each other or look made to fit. */
#ifndef MOTCUA_STATS_COMMAND_INTEGRITY_H
#define MOTCUA_STATS_COMMAND_INTEGRITY_H

#include "stats/command/context.h"

bool stats_integrity(const struct Context *context, struct Error *err);

#endif
