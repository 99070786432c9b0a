/* motcua-stats alert: sends the mail that waits and lists the alerts of this reporting year; with
 * --dry-run shows what run would do now and touches nothing. */
#ifndef MOTCUA_STATS_COMMAND_ALERT_H
#define MOTCUA_STATS_COMMAND_ALERT_H

#include "stats/request/context.h"

bool stats_alert(const struct Context *context, struct Error *err);

#endif
