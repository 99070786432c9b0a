/*
 * Rows go two ways. What is surely new is copied straight into its table while pages still come in; all else is copied
 * into staging and merged by SQL at the end of the batch. Both are one transaction with the counters of the run, so that
 * after any failure the run says what a query finds.
 */
#include "ingest/store/load.h"

#include "common/memory.h"
#include "ingest/store/copyrows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum {
    STAGED_BYTES = 1024 * 1024, /* a COPY for each page would cost more than its few rows */
    REJECTS_BYTES_MAX = 256 * 1024 * 1024,
    PROBLEMS_MOST = 64, /* that are told apart; all others share one more place */
    RUN_ID_BYTES = 24,
};

/* How many rejects of one problem are kept. */
struct Kept {
    char *column;
    char *reason;
    long long count;
};

struct Loader {
    Db *db;
    const struct Entity *entity;
    const char *source;
    bool dry_run;
    char run_id[RUN_ID_BYTES];
    long long run_number;
    struct Counts committed;
    struct Counts open; /* of the batch */
    struct CopyRows staged;
    struct CopyRows stored;
    struct Buf rejects; /* a JSON list without its end */
    struct Kept kept[PROBLEMS_MOST + 1];
    int kept_count;
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
    Loader *loader = memory_need(calloc(1, sizeof *loader));

    loader->db = db;
    loader->entity = entity;
    loader->source = source;
    loader->dry_run = dry_run;
    buf_init(&loader->rejects, REJECTS_BYTES_MAX);
    set_up_staged(entity, &loader->staged);
    set_up_stored(entity, &loader->stored);
    return loader;
}

void load_free(Loader *loader)
{
    if (loader != NULL) {
        copyrows_release(&loader->staged);
        copyrows_release(&loader->stored);
        buf_release(&loader->rejects);
        for (int i = 0; i < loader->kept_count; i++) {
            free(loader->kept[i].column);
            free(loader->kept[i].reason);
        }
        free(loader);
    }
}

const char *load_run_id(const Loader *loader)
{
    return loader->run_id;
}

static void add_counts(struct Counts *sum, const struct Counts *more)
{
    sum->pages += more->pages;
    sum->bytes += more->bytes;
    sum->records += more->records;
    sum->inserted += more->inserted;
    sum->unchanged += more->unchanged;
    sum->skipped += more->skipped;
    sum->rejected += more->rejected;
    sum->unkept += more->unkept;
}

struct Counts load_counts(const Loader *loader)
{
    struct Counts counts = loader->committed;

    add_counts(&counts, &loader->open);
    return counts;
}

const struct Counts *load_batch(const Loader *loader)
{
    return &loader->open;
}

void load_page(Loader *loader, long long bytes)
{
    loader->open.pages++;
    loader->open.bytes += bytes;
}

void load_known(Loader *loader)
{
    loader->open.records++;
    loader->open.unchanged++;
}

void load_skipped(Loader *loader)
{
    loader->open.records++;
    loader->open.skipped++;
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
    loader->open.records++;
    loader->open.skipped += row->skipped;
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
    if (rows->data.full) {
        return too_much(err);
    }
    loader->open.records++;
    loader->open.inserted++;
    return true;
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

static bool is_same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static char *copy_text(const char *text)
{
    char *copy = text != NULL ? strdup(text) : NULL;

    if (text != NULL && copy == NULL) {
        memory_out();
    }
    return copy;
}

static struct Kept *find_kept(Loader *loader, const struct Problem *problem)
{
    int i = 0;

    while (i < loader->kept_count && !(is_same(loader->kept[i].column, problem->column) &&
                                       is_same(loader->kept[i].reason, problem->reason))) {
        i++;
    }
    if (i == loader->kept_count && i < PROBLEMS_MOST) {
        loader->kept[i] = (struct Kept){copy_text(problem->column), copy_text(problem->reason), 0};
        loader->kept_count++;
    }
    return &loader->kept[i];
}

bool load_rejected(Loader *loader, const struct Problem *problem)
{
    bool kept = find_kept(loader, problem)->count++ < REJECTS_KEPT;

    loader->open.records++;
    loader->open.rejected++;
    loader->open.unkept += !kept;
    return kept;
}

static void put_member(struct Buf *json, const char *key, const char *text)
{
    buf_printf(json, ",\"%s\":", key);
    if (text != NULL) {
        buf_put_json(json, text, strlen(text));
    } else {
        buf_puts(json, "null");
    }
}

static bool send_rejects(Loader *loader, struct Error *err)
{
    struct Buf *json = &loader->rejects;

    if (json->length == 0) {
        return true;
    }
    buf_putc(json, ']');
    const char *values[] = {loader->run_id, json->data};
    bool done = json->full
                    ? too_much(err)
                    : db_exec(loader->db, "SELECT motcua.add_rejects($1, $2)", 2, values, err);
    buf_clear(json);
    return done;
}

bool load_reject(Loader *loader, const struct Reject *reject, struct Error *err)
{
    struct Buf *json = &loader->rejects;

    buf_printf(json, "%c{\"page\":%lld,\"record_number\":%lld", json->length == 0 ? '[' : ',',
               reject->page, reject->record_number);
    put_member(json, "code", reject->code);
    put_member(json, "field", reject->problem.column);
    put_member(json, "reason", reject->problem.reason);
    buf_printf(json, ",\"record\":%s}", reject->record);
    return json->length < STAGED_BYTES || send_rejects(loader, err);
}

static bool count_read(Loader *loader, struct Error *err)
{
    const struct Counts *open = &loader->open;
    const long long numbers[] = {open->pages,   open->bytes,    open->inserted, open->unchanged,
                                 open->skipped, open->rejected, open->unkept};
    enum { COUNT = sizeof numbers / sizeof numbers[0] };
    char texts[COUNT][24];
    const char *values[COUNT + 1] = {loader->run_id};

    for (int i = 0; i < COUNT; i++) {
        snprintf(texts[i], sizeof texts[i], "%lld", numbers[i]);
        values[i + 1] = texts[i];
    }
    return db_exec(loader->db, "SELECT motcua.count_read($1, $2, $3, $4, $5, $6, $7, $8)",
                   COUNT + 1, values, err);
}

/* Some can only be told from others by the merge, which counts them. */
static bool count_refused(Loader *loader, struct Error *err)
{
    const char *values[] = {loader->run_id};
    char rejected[24];

    if (!db_query_value(loader->db, "SELECT rejected FROM motcua.run WHERE run_id = $1", 1, values,
                        rejected, sizeof rejected, err)) {
        return false;
    }
    loader->committed.rejected = strtoll(rejected, NULL, 10);
    return true;
}

bool load_merge(Loader *loader, struct Error *err)
{
    const char *values[] = {loader->run_id};

    if (!db_is_locked(loader->db, err) || !load_send(loader, err) ||
        !copyrows_send(&loader->staged, loader->db, err) || !send_rejects(loader, err) ||
        !count_read(loader, err) || !db_exec(loader->db, loader->entity->merge, 1, values, err)) {
        return false;
    }
    add_counts(&loader->committed, &loader->open);
    loader->open = (struct Counts){0};
    return loader->entity->table != NULL || count_refused(loader, err);
}

/* Ends the transaction; what the database refuses only then counts no more. */
static bool commit(Loader *loader, const struct Counts *before, const char *statements,
                   struct Error *err)
{
    if (loader->dry_run || db_run(loader->db, statements, err)) {
        return true;
    }
    loader->committed = *before;
    return false;
}

bool load_commit_batch(Loader *loader, struct Error *err)
{
    struct Counts before = loader->committed;

    return load_merge(loader, err) && commit(loader, &before, "COMMIT; BEGIN", err);
}

bool load_finish(Loader *loader, const char *read_until, struct Error *err)
{
    const char *values[] = {loader->run_id, read_until};
    struct Counts before = loader->committed;

    return load_merge(loader, err) &&
           db_exec(loader->db, "SELECT motcua.finish_run($1, $2)", 2, values, err) &&
           commit(loader, &before, "COMMIT", err);
}

bool load_discard(Loader *loader, bool count_skipped, struct Error *err)
{
    struct Counts skipped = {.pages = loader->open.pages,
                             .bytes = loader->open.bytes,
                             .records = loader->open.skipped,
                             .skipped = loader->open.skipped};

    buf_clear(&loader->staged.data);
    buf_clear(&loader->stored.data);
    buf_clear(&loader->rejects);
    loader->open = count_skipped ? skipped : (struct Counts){0};
    return db_begin_anew(loader->db, err);
}

bool load_fail(Loader *loader, const char *message, struct Error *err)
{
    const char *values[] = {loader->run_id, message};

    return db_exec(loader->db, "SELECT motcua.fail_run($1, $2)", 2, values, err) &&
           (loader->dry_run || db_run(loader->db, "COMMIT", err));
}
