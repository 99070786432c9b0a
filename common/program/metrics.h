/* A file for the textfile collector of Prometheus' node exporter, written at the end of every run. */
#ifndef MOTCUA_COMMON_PROGRAM_METRICS_H
#define MOTCUA_COMMON_PROGRAM_METRICS_H

#include "common/database/db.h"
#include "common/program/settings.h"

/*
 * Writes motcua-PROGRAM.prom into [metrics] directory, whole or not at all, with what motcua.metrics says of the program ("ingest",
 * "stats") and how the run ended; db may be NULL, and then only that. Does nothing without a directory. What keeps the
 * file from being written is a warning: a run is no worse for it.
 */
void metrics_write(const struct Settings *settings, Db *db, const char *program,
                   enum ExitCode code);

#endif
