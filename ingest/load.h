/*
 * Moves mapped records into the database: new ones straight into their table, all others into the
 * staging table and from there, batch by batch, into the tables that people query. Rows, rejects,
 * counters and watermark commit together.
 */
#ifndef MOTCUA_LOAD_H
#define MOTCUA_LOAD_H

#include "common/buf.h"
#include "common/db.h"
#include "ingest/fieldmap.h"

#include <xxhash.h>

/* What was read since the last commit; records that are staged but not skipped, or rejected, count themselves. */
struct Batch {
    long long pages;
    long long bytes;
    long long inserted;
    long long unchanged;
    long long skipped;
};

typedef struct Loader Loader;

/* A record on its way into the database. */
struct Row {
    const struct Value *values; /* one for each column of the entity */
    XXH128_hash_t hash;
    bool contested; /* see motcua.staging_dossier */
    bool skipped;   /* only staged, of an entity that can_leave */
};

/* A record that cannot be used; record is JSON with personal values masked. */
struct Reject {
    long long page;
    long long record_number;
    const char *code; /* NULL = unknown */
    struct Problem problem;
    const char *record;
};

/* With dry_run nothing is committed: the caller ends the one transaction that load_begin begins. */
Loader *load_new(Db *db, const struct Entity *entity, const char *source, bool dry_run);
void load_free(Loader *loader); /* accepts NULL */

/* Opens a run of the program ("ingest", "replay") and the first batch. */
bool load_begin(Loader *loader, const char *program, bool whole_list, struct Error *err) MUST_CHECK;

/* The number of the run, as text. */
const char *load_run_id(const Loader *loader);

/* Takes a row for the staging table, which is sent when many have gathered. */
bool load_stage(Loader *loader, const struct Row *row, struct Error *err) MUST_CHECK;

/* Takes a row whose code is new, for the entity's table. */
bool load_store(Loader *loader, const struct Row *row, struct Error *err) MUST_CHECK;

/* Sends what load_store took, without waiting until it is stored. */
bool load_send(Loader *loader, struct Error *err) MUST_CHECK;

bool load_reject(Loader *loader, const struct Reject *reject, struct Error *err) MUST_CHECK;

/* Merges what was staged, counts, and commits; the next batch is open then and *batch is empty. */
bool load_commit_batch(Loader *loader, struct Batch *batch, struct Error *err) MUST_CHECK;

/* Merges the last batch and closes the run as done; read_until (NULL = stays) moves the watermark. */
bool load_finish(Loader *loader, struct Batch *batch, const char *read_until,
                 struct Error *err) MUST_CHECK;

/* Records that the run has rejected so far, those that only the merge could tell among them. */
bool load_count_rejected(const Loader *loader, long long *rejected, struct Error *err) MUST_CHECK;

/* Forgets the rows since the last commit, staged or stored; what was counted of them still counts. */
bool load_discard(Loader *loader, struct Error *err) MUST_CHECK;

/* Closes the run as failed with what is in the open batch committed, or rolled back when that fails. */
bool load_fail(Loader *loader, struct Batch *batch, const char *message,
               struct Error *err) MUST_CHECK;

#endif
