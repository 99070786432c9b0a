/* The night of one source: from the first page to the closed run. */
#ifndef MOTCUA_INGEST_COMMAND_NIGHT_H
#define MOTCUA_INGEST_COMMAND_NIGHT_H

#include "common/database/db.h"
#include "ingest/command/options.h"
#include "ingest/command/span.h"

/*
 * Reads the span of the source into the database. Returns EXIT_DONE, EXIT_REJECTS, or the code in err; what went
 * wrong is in the run's row as well. EXIT_DATABASE leaves the connection unusable for other sources.
 */
enum ExitCode night_run(const struct Job *job, Db *db, const struct Source *source,
                        const struct Span *span, struct Error *err) MUST_CHECK;

#endif
