/*
 * Moves mapped records into the staging table and from there, batch by batch, into the tables that
 * people query. Rows, rejects, counters and watermark commit together.
 */
#ifndef MOTCUA_LOAD_H
#define MOTCUA_LOAD_H

#include "common/db.h"
#include "ingest/fieldmap.h"

struct Loader {
    Db *db;
    const struct Entity *entity;
    struct Buf *rows; /* the page's rows, in the binary format of COPY */
    const char *run_id;
    bool dry_run; /* everything is rolled back at the end */
};

/* A record that cannot be used; record is JSON with personal values masked. */
struct Reject {
    long long page;
    long long record_number;
    const char *code; /* NULL = unknown */
    struct Problem problem;
    const char *record;
};

/* Opens a run for the source and the first batch. run_id has at least 24 bytes. */
bool load_begin(Db *db, const char *source, bool whole_list, bool dry_run, char *run_id,
                struct Error *err) MUST_CHECK;

/* Appends one row for the staging table; false when the buffer is full. */
bool load_add_row(struct Buf *rows, const struct Entity *entity,
                  const struct Value *values) MUST_CHECK;

/* Sends the rows gathered so far and empties the buffer. */
bool load_send(const struct Loader *loader, struct Error *err) MUST_CHECK;

bool load_reject(const struct Loader *loader, const struct Reject *reject,
                 struct Error *err) MUST_CHECK;

/* Merges what was sent, counts pages and bytes, and commits; the next batch is open then. */
bool load_commit_batch(const struct Loader *loader, long long pages, long long bytes,
                       struct Error *err) MUST_CHECK;

/* Merges the last batch and closes the run as done; read_until (NULL = stays) moves the watermark. */
bool load_finish(const struct Loader *loader, long long pages, long long bytes,
                 const char *read_until, struct Error *err) MUST_CHECK;

/* Closes the run as failed with what is in the open batch committed, or rolled back when that fails. */
bool load_fail(const struct Loader *loader, long long pages, long long bytes, const char *message,
               struct Error *err) MUST_CHECK;

#endif
