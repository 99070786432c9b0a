/* motcua-ingest rejects replay: tries rejected records again, after a source file was mended. */
#ifndef MOTCUA_INGEST_COMMAND_REPLAY_H
#define MOTCUA_INGEST_COMMAND_REPLAY_H

#include "ingest/command/options.h"

/*
 * Maps the rejected records of the sources that the options name (all when none) by the rules as they
 * are now and stores those that can be used, as a run of its own. Only what was kept of a record can
 * be replayed: one whose rules read a value that was masked stays, and the operator is told to read
 * the source again. EXIT_REJECTS when records are left.
 */
enum ExitCode ingest_replay(const struct Job *job, struct Error *err) MUST_CHECK;

#endif
