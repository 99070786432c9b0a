/* motcua-stats acknowledge: notes that somebody deals with the alert of an office. */
#ifndef MOTCUA_STATS_COMMAND_ACKNOWLEDGE_H
#define MOTCUA_STATS_COMMAND_ACKNOWLEDGE_H

#include "stats/request/context.h"

/* EXIT_USAGE for an office that is unknown or not above the ceiling, and for a day that is none or over. */
bool stats_acknowledge(const struct Context *context, struct Error *err);

#endif
