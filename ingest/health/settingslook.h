/* What the settings say, and whether the servers that they name are there. */
#ifndef MOTCUA_INGEST_HEALTH_SETTINGSLOOK_H
#define MOTCUA_INGEST_HEALTH_SETTINGSLOOK_H

#include "ingest/command/options.h"
#include "ingest/health/findings.h"
#include "ingest/settings/sourcefile.h"

/* Reads the source files, without secrets, into sources, whose count and broken_count may be 0; tells what is wrong with them. */
void settingslook_files(struct Health *health, const struct Job *job, struct SourceList *sources);

/* Shakes hands with each server that has a certificate, and with the mail server: reached, trusted, and for how long? */
void settingslook_servers(struct Health *health, const struct Job *job,
                          const struct SourceList *sources);

#endif
