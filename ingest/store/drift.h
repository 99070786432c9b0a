/*
 * Notices when a source changes its records: a field that appears or vanishes, a value of another
 * type, a code that no map lists. Each is told once, in the log, in motcua.source_drift and in
 * motcua-ingest status. Of the fields only names and types are kept.
 */
#ifndef MOTCUA_INGEST_STORE_DRIFT_H
#define MOTCUA_INGEST_STORE_DRIFT_H

#include "common/database/db.h"
#include "ingest/source/source.h"

typedef struct Drift Drift;

Drift *drift_new(const struct Source *source);
void drift_free(Drift *drift); /* accepts NULL */

/* Where the rules of the source note codes that they do not list. */
struct Codes *drift_codes(Drift *drift);

/* To be shown the records that are parsed. A sample is looked at; the first ones all are. */
void drift_look(Drift *drift, const cJSON *record);

/*
 * To be shown the first records of a run before any is stored. EXIT_SOURCE when a field that a rule
 * reads was in all records of earlier runs and is in none of these: stored values would be overwritten
 * with nothing.
 */
bool drift_check_first(const Drift *drift, Db *db, const cJSON *const *records, int count,
                       struct Error *err) MUST_CHECK;

/*
 * In an open transaction: stores what was seen and logs what is new. records is how many the run has
 * read in all: only when each of them was shown can a field be missed.
 */
bool drift_report(Drift *drift, Db *db, const char *run_id, long long records,
                  struct Error *err) MUST_CHECK;

#endif
