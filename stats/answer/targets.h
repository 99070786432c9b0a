/* "targets": what authorities ask of offices of a level, and whether it was reached in a period and in others. */
#ifndef MOTCUA_STATS_ANSWER_TARGETS_H
#define MOTCUA_STATS_ANSWER_TARGETS_H

#include "stats/request/context.h"

bool stats_targets(const struct Context *context, struct Error *err) MUST_CHECK;

#endif
