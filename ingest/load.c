#include "ingest/load.h"

#include "common/log.h"
#include "ingest/copyrows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum {
    STAGED_BYTES = 1024 * 1024, /* a COPY for each page would cost more than its few rows */
    RUN_ID_BYTES = 24,
};

struct Loader {
    Db *db;
    const struct Entity *entity;
    const char *source;
    bool dry_run;
    char run_id[RUN_ID_BYTES];
    long long run_number;
    struct CopyRows staged;
    struct CopyRows stored;
};

/* Staging takes every column as it is; only an entity with a table of its own has hashes there. */
static void set_up_staged(const struct Entity *entity, struct CopyRows *rows)
{
    copyrows_init(rows, entity->staging);
    for (const struct Column *column = entity->columns; column->name != NULL; column++) {
        copyrows_column(rows, column->name);
    }
    if (entity->table != NULL) {
        copyrows_column(rows, "record_hash");
        copyrows_column(rows, "contested");
    }
    if (entity->can_leave) {
        copyrows_column(rows, "skipped");
    }
}

static void set_up_stored(const struct Entity *entity, struct CopyRows *rows)
{
    copyrows_init(rows, entity->table);
    if (entity->table == NULL) {
        return;
    }
    for (const struct Column *column = entity->columns; column->name != NULL; column++) {
        if (!column->staged_only) {
            copyrows_column(rows, column->name);
        }
        if (column->first != NULL) {
            copyrows_column(rows, column->first);
        }
    }
    copyrows_column(rows, "record_hash");
    copyrows_column(rows, "source");
    copyrows_column(rows, "first_run_id");
    copyrows_column(rows, "last_run_id");
}

Loader *load_new(Db *db, const struct Entity *entity, const char *source, bool dry_run)
{
    Loader *loader = calloc(1, sizeof *loader);

    if (loader == NULL) {
        log_out_of_memory();
    }
    loader->db = db;
    loader->entity = entity;
    loader->source = source;
    loader->dry_run = dry_run;
    set_up_staged(entity, &loader->staged);
    set_up_stored(entity, &loader->stored);
    return loader;
}

void load_free(Loader *loader)
{
    if (loader != NULL) {
        copyrows_release(&loader->staged);
        copyrows_release(&loader->stored);
        free(loader);
    }
}

const char *load_run_id(const Loader *loader)
{
    return loader->run_id;
}

static bool too_much(struct Error *err)
{
    return error_set(err, EXIT_SOURCE, "the page has too much text");
}

bool load_stage(Loader *loader, const struct Row *row, struct Error *err)
{
    struct CopyRows *rows = &loader->staged;
    const struct Column *columns = loader->entity->columns;

    copyrows_begin(rows);
    for (int i = 0; columns[i].name != NULL; i++) {
        copyrows_value(rows, columns[i].type, &row->values[i]);
    }
    if (loader->entity->table != NULL) {
        copyrows_hash(rows, row->hash);
        copyrows_bool(rows, row->contested);
    }
    if (loader->entity->can_leave) {
        copyrows_bool(rows, row->skipped);
    }
    if (rows->data.full) {
        return too_much(err);
    }
    return rows->data.length < STAGED_BYTES || copyrows_send(rows, loader->db, err);
}

bool load_store(Loader *loader, const struct Row *row, struct Error *err)
{
    struct CopyRows *rows = &loader->stored;
    const struct Column *columns = loader->entity->columns;

    copyrows_begin(rows);
    for (int i = 0; columns[i].name != NULL; i++) {
        if (!columns[i].staged_only) {
            copyrows_value(rows, columns[i].type, &row->values[i]);
        }
        if (columns[i].first != NULL) {
            copyrows_value(rows, columns[i].type, &row->values[i]);
        }
    }
    copyrows_hash(rows, row->hash);
    copyrows_text(rows, loader->source);
    copyrows_bigint(rows, loader->run_number);
    copyrows_bigint(rows, loader->run_number);
    return !rows->data.full || too_much(err);
}

bool load_send(Loader *loader, struct Error *err)
{
    return copyrows_send(&loader->stored, loader->db, err);
}

bool load_begin(Loader *loader, const char *program, bool whole_list, struct Error *err)
{
    const char *values[] = {program, loader->source, whole_list ? "true" : "false"};

    if (!db_run(loader->db, "BEGIN", err) ||
        !db_query_value(loader->db, "SELECT motcua.begin_run($1, $2, $3)", 3, values,
                        loader->run_id, sizeof loader->run_id, err)) {
        return false;
    }
    loader->run_number = strtoll(loader->run_id, NULL, 10);
    return loader->dry_run || db_run(loader->db, "COMMIT; BEGIN", err);
}

bool load_reject(Loader *loader, const struct Reject *reject, struct Error *err)
{
    char page[24];
    char record_number[24];
    const char *values[] = {
        loader->run_id,         page,          record_number, reject->code, reject->problem.column,
        reject->problem.reason, reject->record};

    snprintf(page, sizeof page, "%lld", reject->page);
    snprintf(record_number, sizeof record_number, "%lld", reject->record_number);
    return db_exec(loader->db, "SELECT motcua.add_reject($1, $2, $3, $4, $5, $6, $7)", 7, values,
                   err);
}

static bool count_read(Loader *loader, const struct Batch *batch, struct Error *err)
{
    const long long numbers[] = {batch->pages, batch->bytes, batch->inserted, batch->unchanged,
                                 batch->skipped};
    char texts[5][24];
    const char *values[6] = {loader->run_id};

    for (int i = 0; i < 5; i++) {
        snprintf(texts[i], sizeof texts[i], "%lld", numbers[i]);
        values[i + 1] = texts[i];
    }
    return db_exec(loader->db, "SELECT motcua.count_read($1, $2, $3, $4, $5, $6)", 6, values, err);
}

static bool merge(Loader *loader, struct Batch *batch, struct Error *err)
{
    const char *values[] = {loader->run_id};
    bool done = db_is_locked(loader->db, err) && load_send(loader, err) &&
                copyrows_send(&loader->staged, loader->db, err) && count_read(loader, batch, err) &&
                db_exec(loader->db, loader->entity->merge, 1, values, err);

    *batch = (struct Batch){0};
    return done;
}

bool load_commit_batch(Loader *loader, struct Batch *batch, struct Error *err)
{
    return merge(loader, batch, err) &&
           (loader->dry_run || db_run(loader->db, "COMMIT; BEGIN", err));
}

bool load_finish(Loader *loader, struct Batch *batch, const char *read_until, struct Error *err)
{
    const char *values[] = {loader->run_id, read_until};

    return merge(loader, batch, err) &&
           db_exec(loader->db, "SELECT motcua.finish_run($1, $2)", 2, values, err) &&
           (loader->dry_run || db_run(loader->db, "COMMIT", err));
}

bool load_count_rejected(const Loader *loader, long long *rejected, struct Error *err)
{
    const char *values[] = {loader->run_id};
    char count[24];

    if (!db_query_value(loader->db, "SELECT rejected FROM motcua.run WHERE run_id = $1", 1, values,
                        count, sizeof count, err)) {
        return false;
    }
    *rejected = strtoll(count, NULL, 10);
    return true;
}

bool load_discard(Loader *loader, struct Error *err)
{
    buf_clear(&loader->staged.data);
    buf_clear(&loader->stored.data);
    return db_run(loader->db, "ROLLBACK; BEGIN", err);
}

bool load_fail(Loader *loader, struct Batch *batch, const char *message, struct Error *err)
{
    const char *values[] = {loader->run_id, message};

    if (!merge(loader, batch, err) && !db_run(loader->db, "ROLLBACK; BEGIN", err)) {
        return false;
    }
    return db_exec(loader->db, "SELECT motcua.fail_run($1, $2)", 2, values, err) &&
           (loader->dry_run || db_run(loader->db, "COMMIT", err));
}
