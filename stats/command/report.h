/* motcua-stats report: figures as a page to be looked at, or as a workbook to be handed in. */
#ifndef MOTCUA_STATS_COMMAND_REPORT_H
#define MOTCUA_STATS_COMMAND_REPORT_H

#include "stats/request/context.h"

bool stats_report(const struct Context *context, struct Error *err);

#endif
