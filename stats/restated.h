/* motcua-stats restated: what was published of a period, what it is today, and which dossiers moved. */
#ifndef MOTCUA_RESTATED_H
#define MOTCUA_RESTATED_H

#include "stats/context.h"

bool stats_restated(const struct Context *context, struct Error *err);

#endif
