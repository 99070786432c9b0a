/*
 * motcua-stats run: what happens every night. Figures, alerts and the mails that they cause are
 * stored in one transaction; the mails are sent after it.
 */
#ifndef MOTCUA_STATS_COMMAND_RUN_H
#define MOTCUA_STATS_COMMAND_RUN_H

#include "stats/request/context.h"

bool stats_run(const struct Context *context, struct Error *err);

#endif
