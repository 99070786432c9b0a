/* motcua-ingest prune: deletes what has been kept long enough. */
#ifndef MOTCUA_INGEST_REVIEW_PRUNE_H
#define MOTCUA_INGEST_REVIEW_PRUNE_H

#include "ingest/command/options.h"

/*
 * Deletes what motcua.prune says of the days before --before, in one transaction, and prints how many rows of which table; with
 * --dry-run takes it back. Figures stay as they are. EXIT_USAGE for a day that is none or has not come; EXIT_DATABASE for anybody but the
 * owner of the tables; EXIT_LOCKED while a night runs.
 */
enum ExitCode ingest_prune(const struct Job *job, struct Error *err) MUST_CHECK;

#endif
