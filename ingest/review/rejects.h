/* motcua-ingest rejects list: what is missing, and why. */
#ifndef MOTCUA_INGEST_REVIEW_REJECTS_H
#define MOTCUA_INGEST_REVIEW_REJECTS_H

#include "ingest/command/options.h"

/*
 * Prints the rejected records that are still missing, by reason, of the sources that the options name
 * (all when none). Needs no source file.
 */
enum ExitCode ingest_rejects(const struct Job *job, struct Error *err) MUST_CHECK;

#endif
