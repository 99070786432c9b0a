/* motcua-ingest check: does it work, and what do the records become? */
#ifndef MOTCUA_INGEST_COMMAND_CHECK_H
#define MOTCUA_INGEST_COMMAND_CHECK_H

#include "ingest/command/options.h"

/*
 * Tries settings, database and each source (all when the options name none), and shows what becomes
 * of the first page of each: the tool for writing a source file, which may still be incomplete. Stores
 * nothing. EXIT_SETTINGS when rules are missing, EXIT_SOURCE when a source does not answer,
 * EXIT_REJECTS when a record of its first page cannot be used.
 */
enum ExitCode ingest_check(const struct Job *job, struct Error *err) MUST_CHECK;

#endif
