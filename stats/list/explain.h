/* motcua-stats explain: the story of one dossier, and where it counts and why. */
#ifndef MOTCUA_STATS_LIST_EXPLAIN_H
#define MOTCUA_STATS_LIST_EXPLAIN_H

#include "stats/request/context.h"

/* Of every source that delivered options->code, unless options->source names one. */
bool stats_explain(const struct Context *context, struct Error *err);

#endif
