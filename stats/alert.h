/* motcua-stats alert: sends the mail that waits and lists the alerts of this reporting year; with
 * --dry-run shows what run would do now and touches nothing. */
#ifndef MOTCUA_ALERT_H
#define MOTCUA_ALERT_H

#include "stats/context.h"

bool stats_alert(const struct Context *context, struct Error *err);

#endif
