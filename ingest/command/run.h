/* motcua-ingest run: one night, source after source. */
#ifndef MOTCUA_INGEST_COMMAND_RUN_H
#define MOTCUA_INGEST_COMMAND_RUN_H

#include "ingest/command/options.h"

/*
 * Reads the sources that the options name (all when none). A source that fails stops no other; its
 * failure has been logged, and the exit code is EXIT_SOURCE. EXIT_REJECTS when all are done but
 * records were rejected. Errors that concern all sources (settings, database, lock) are left in err.
 */
enum ExitCode ingest_run(const struct Job *job, struct Error *err) MUST_CHECK;

#endif
