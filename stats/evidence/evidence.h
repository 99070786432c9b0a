/* The command "evidence". */
#ifndef MOTCUA_STATS_EVIDENCE_EVIDENCE_H
#define MOTCUA_STATS_EVIDENCE_EVIDENCE_H

#include "stats/request/context.h"

/*
 * Writes what a self-scoring office hands in as evidence for its points to the ZIP file --output: the points
 * with formula, legal source and rule version, every dossier of each rate, and a manifest. The same
 * data gives the same bytes: the moment in it is that of the last night that brought news.
 */
bool stats_evidence(const struct Context *context, struct Error *err) MUST_CHECK;

#endif
