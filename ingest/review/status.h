/* motcua-ingest status: what the operator looks at in the morning. */
#ifndef MOTCUA_INGEST_REVIEW_STATUS_H
#define MOTCUA_INGEST_REVIEW_STATUS_H

#include "ingest/command/options.h"

/* Prints the last run of each source, its watermark, and the rejects by reason; with --check as health_check says. */
enum ExitCode ingest_status(const struct Job *job, struct Error *err) MUST_CHECK;

#endif
