/* The command that tells that a source has another name now. */
#ifndef MOTCUA_INGEST_COMMAND_RENAME_H
#define MOTCUA_INGEST_COMMAND_RENAME_H

#include "ingest/command/options.h"

/*
 * Gives all that the old name has delivered to the new one, in one transaction, and prints how many rows of
 * which table. EXIT_USAGE when the old name still has a file, the new one has none or has delivered
 * something itself, or the old one is not known; EXIT_DATABASE for anybody but the owner of the tables.
 */
enum ExitCode ingest_rename(const struct Job *job, struct Error *err);

#endif
