/* motcua-stats show --compare: profiles side by side, and the buckets that make them differ, by the
 * same office, tree and evening as show. */
#ifndef MOTCUA_STATS_ANSWER_COMPARE_H
#define MOTCUA_STATS_ANSWER_COMPARE_H

#include "stats/request/context.h"

/* context->options->profile names profiles, separated by commas; NULL: all. */
bool stats_compare(const struct Context *context, struct Error *err);

#endif
