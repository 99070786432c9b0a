/* motcua-stats integrity: dossiers whose dates contradict each other or look made to fit. */
#ifndef MOTCUA_INTEGRITY_H
#define MOTCUA_INTEGRITY_H

#include "stats/context.h"

bool stats_integrity(const struct Context *context, struct Error *err);

#endif
