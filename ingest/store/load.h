/*
 * Moves mapped records into the database: new ones straight into their table, all others into the
 * staging table and from there, batch by batch, into the tables that people query. Rows, rejects,
 * counters and watermark commit together.
 */
#ifndef MOTCUA_INGEST_STORE_LOAD_H
#define MOTCUA_INGEST_STORE_LOAD_H

#include "common/database/db.h"
#include "ingest/map/fieldmap.h"

#include <xxhash.h>

enum { REJECTS_KEPT = 10000 };

/*
 * What a run did, counted where it is done: by the loader, which commits it with the rows. What became of
 * the records that go through staging is told by the merge, and stands in motcua.run alone.
 */
struct Counts {
    long long pages;
    long long bytes;
    long long records;
    long long inserted;
    long long unchanged;
    long long skipped;
    long long rejected;
    long long unkept; /* rejected ones of which only the number is kept */
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

/* What the run has done so far, and what of that is not committed yet. */
struct Counts load_counts(const Loader *loader);
const struct Counts *load_batch(const Loader *loader);

/* Counts a page that has been read. */
void load_page(Loader *loader, long long bytes);

/* Counts a record that is stored as it is; and one that is skipped and not stored. */
void load_known(Loader *loader);
void load_skipped(Loader *loader);

/* Takes a row for the staging table, which is sent when many have gathered. */
bool load_stage(Loader *loader, const struct Row *row, struct Error *err) MUST_CHECK;

/* Takes a row whose code is new, for the entity's table. */
bool load_store(Loader *loader, const struct Row *row, struct Error *err) MUST_CHECK;

/* Sends what load_store took, without waiting until it is stored. */
bool load_send(Loader *loader, struct Error *err) MUST_CHECK;

/*
 * Counts a rejected record. True when it has to be handed to load_reject as well: of those with the same
 * problem the first REJECTS_KEPT of a run are kept.
 */
bool load_rejected(Loader *loader, const struct Problem *problem) MUST_CHECK;
bool load_reject(Loader *loader, const struct Reject *reject, struct Error *err) MUST_CHECK;

/* Stores and merges the batch and counts it in its run, all in the open transaction. */
bool load_merge(Loader *loader, struct Error *err) MUST_CHECK;

/* Merges and commits; the next batch is open then. */
bool load_commit_batch(Loader *loader, struct Error *err) MUST_CHECK;

/* Merges the last batch and closes the run as done; read_until (NULL = stays) moves the watermark. */
bool load_finish(Loader *loader, const char *read_until, struct Error *err) MUST_CHECK;

/*
 * Forgets all that came since the last commit, staged, stored or still here. What was skipped counts
 * nevertheless with count_skipped.
 */
bool load_discard(Loader *loader, bool count_skipped, struct Error *err) MUST_CHECK;

/* Closes the run as failed and commits what was merged. */
bool load_fail(Loader *loader, const char *message, struct Error *err) MUST_CHECK;

#endif
