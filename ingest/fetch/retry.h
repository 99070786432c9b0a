/* Whether and when something that failed is tried again. */
#ifndef MOTCUA_INGEST_FETCH_RETRY_H
#define MOTCUA_INGEST_FETCH_RETRY_H

#include "ingest/source/source.h"

/*
 * After attempt number `attempt` (from 1) has failed with err: false when that is the end of it; else
 * waits, as long as the server asked for or (asked_ms < 0) twice as long from attempt to attempt, empties
 * err and returns true. what is the thing that was asked for, for the log.
 */
bool retry_after(const struct Source *source, long long attempt, long long asked_ms,
                 const char *what, struct Error *err);

#endif
