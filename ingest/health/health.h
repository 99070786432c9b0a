/* motcua-ingest status --check: is all well? What a monitor asks every few minutes, and motcua-watch.timer in the morning. */
#ifndef MOTCUA_INGEST_HEALTH_HEALTH_H
#define MOTCUA_INGEST_HEALTH_HEALTH_H

#include "common/database/db.h"
#include "ingest/command/options.h"

/*
 * Looks at everything, prints it in the format that is asked for and returns the exit code of a plugin of Nagios: 0 good, 1 warning,
 * 2 critical, 3 unknown. A database that fails is critical, and then what else can be seen is shown.
 */
enum ExitCode health_check(const struct Job *job, struct Error *err) MUST_CHECK;

/* Says in the line of a plugin why nothing could be looked at; returns the code for it, 3. */
enum ExitCode health_cannot_tell(const struct Error *err);

/* Closes runs whose session has gone, if the role may; a reader sees them as running. */
bool health_close_lost(Db *db, struct Error *err) MUST_CHECK;

#endif
