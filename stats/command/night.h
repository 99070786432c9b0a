/* What a night stores: the figures of the standing periods, and what has happened to alerts. */
#ifndef MOTCUA_STATS_COMMAND_NIGHT_H
#define MOTCUA_STATS_COMMAND_NIGHT_H

#include "stats/request/context.h"

enum { NIGHT_NUMBER_SIZE = 32 };

/*
 * In the caller's transaction; this_run is a run that has begun. snapshots: rows that differ from those stored before; alerts:
 * how much has happened, each of it logged.
 */
bool night_store(const struct Context *context, const char *this_run,
                 char snapshots[NIGHT_NUMBER_SIZE], int *alerts, struct Error *err) MUST_CHECK;

#endif
