/* motcua-stats terms: working days taken of those appointed, per office, and per procedure of one office. */
#ifndef MOTCUA_STATS_ANSWER_TERMS_H
#define MOTCUA_STATS_ANSWER_TERMS_H

#include "stats/request/context.h"

bool stats_terms(const struct Context *context, struct Error *err);

#endif
