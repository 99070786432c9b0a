#include "ingest/load.h"

#include "common/log.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

/* Signature, flags and header extension of PostgreSQL's binary COPY format. */
static const char copy_header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";

enum {
    COPY_HEADER_BYTES = 19,
    COPY_SQL_BYTES = 2048,
    ROWS_BYTES_MAX = 256 * 1024 * 1024,
    STAGED_BYTES = 1024 * 1024, /* a COPY for each page would cost more than its few rows */
    RUN_ID_BYTES = 24,
};

/* Rows of one table in the binary format of COPY, and the statement that takes them. */
struct Rows {
    struct Buf data;
    struct Buf copy;
    int columns;
};

struct Loader {
    Db *db;
    const struct Entity *entity;
    const char *source;
    bool dry_run;
    char run_id[RUN_ID_BYTES];
    long long run_number;
    struct Rows staged;
    struct Rows stored;
};

static void put_int16(struct Buf *buf, int16_t value)
{
    uint16_t wire = htobe16((uint16_t)value);

    buf_append(buf, &wire, sizeof wire);
}

static void put_int32(struct Buf *buf, int32_t value)
{
    uint32_t wire = htobe32((uint32_t)value);

    buf_append(buf, &wire, sizeof wire);
}

static void put_int64(struct Buf *buf, int64_t value)
{
    uint64_t wire = htobe64((uint64_t)value);

    buf_append(buf, &wire, sizeof wire);
}

static void put_value(struct Buf *buf, enum ColumnType type, const struct Value *value)
{
    if (value->is_null) {
        put_int32(buf, -1);
        return;
    }
    switch (type) {
    case COLUMN_TEXT:
    case COLUMN_NAME:
    case COLUMN_LABEL:
        put_int32(buf, (int32_t)value->length);
        buf_append(buf, value->text, value->length);
        break;
    case COLUMN_BOOL:
        put_int32(buf, 1);
        buf_putc(buf, (char)value->number);
        break;
    case COLUMN_SMALLINT:
        put_int32(buf, 2);
        put_int16(buf, (int16_t)value->number);
        break;
    case COLUMN_INT:
        put_int32(buf, 4);
        put_int32(buf, (int32_t)value->number);
        break;
    case COLUMN_BIGINT:
    case COLUMN_INSTANT:
        put_int32(buf, 8);
        put_int64(buf, value->number);
        break;
    }
}

static void put_hash(struct Buf *buf, XXH128_hash_t hash)
{
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(&canonical, hash);
    put_int32(buf, sizeof canonical);
    buf_append(buf, &canonical, sizeof canonical);
}

static void add_column(struct Rows *rows, const char *name)
{
    buf_printf(&rows->copy, "%s%s", rows->columns++ > 0 ? ", " : "", name);
}

/* Staging takes every column as it is; only an entity with a table of its own has hashes there. */
static void set_up_staged(Loader *loader)
{
    struct Rows *rows = &loader->staged;

    buf_printf(&rows->copy, "COPY %s (", loader->entity->staging);
    for (const struct Column *column = loader->entity->columns; column->name != NULL; column++) {
        add_column(rows, column->name);
    }
    if (loader->entity->table != NULL) {
        add_column(rows, "record_hash");
        add_column(rows, "contested");
    }
    if (loader->entity->can_leave) {
        add_column(rows, "skipped");
    }
    buf_puts(&rows->copy, ") FROM STDIN (FORMAT binary)");
}

static void set_up_stored(Loader *loader)
{
    struct Rows *rows = &loader->stored;

    if (loader->entity->table == NULL) {
        return;
    }
    buf_printf(&rows->copy, "COPY %s (", loader->entity->table);
    for (const struct Column *column = loader->entity->columns; column->name != NULL; column++) {
        if (!column->staged_only) {
            add_column(rows, column->name);
        }
        if (column->first != NULL) {
            add_column(rows, column->first);
        }
    }
    add_column(rows, "record_hash");
    add_column(rows, "source");
    add_column(rows, "first_run_id");
    add_column(rows, "last_run_id");
    buf_puts(&rows->copy, ") FROM STDIN (FORMAT binary)");
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
    buf_init(&loader->staged.data, ROWS_BYTES_MAX);
    buf_init(&loader->staged.copy, COPY_SQL_BYTES);
    buf_init(&loader->stored.data, ROWS_BYTES_MAX);
    buf_init(&loader->stored.copy, COPY_SQL_BYTES);
    set_up_staged(loader);
    set_up_stored(loader);
    return loader;
}

void load_free(Loader *loader)
{
    if (loader != NULL) {
        buf_release(&loader->staged.data);
        buf_release(&loader->staged.copy);
        buf_release(&loader->stored.data);
        buf_release(&loader->stored.copy);
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

static bool send_rows(Loader *loader, struct Rows *rows, struct Error *err)
{
    uint16_t trailer = 0xffff;

    if (rows->data.length == 0) {
        return true;
    }
    if (rows->copy.full) {
        return error_set(err, EXIT_INTERNAL, "too many columns");
    }
    bool done = db_copy_begin(loader->db, rows->copy.data, err) &&
                db_copy_put(loader->db, copy_header, COPY_HEADER_BYTES, err) &&
                db_copy_put(loader->db, rows->data.data, rows->data.length, err) &&
                db_copy_put(loader->db, &trailer, sizeof trailer, err) &&
                db_copy_end(loader->db, err);
    buf_clear(&rows->data);
    return done;
}

bool load_stage(Loader *loader, const struct Row *row, struct Error *err)
{
    struct Buf *data = &loader->staged.data;
    const struct Column *columns = loader->entity->columns;

    put_int16(data, (int16_t)loader->staged.columns);
    for (int i = 0; columns[i].name != NULL; i++) {
        put_value(data, columns[i].type, &row->values[i]);
    }
    if (loader->entity->table != NULL) {
        put_hash(data, row->hash);
        put_int32(data, 1);
        buf_putc(data, row->contested ? 1 : 0);
    }
    if (loader->entity->can_leave) {
        put_int32(data, 1);
        buf_putc(data, row->skipped ? 1 : 0);
    }
    if (data->full) {
        return too_much(err);
    }
    return data->length < STAGED_BYTES || send_rows(loader, &loader->staged, err);
}

bool load_store(Loader *loader, const struct Row *row, struct Error *err)
{
    struct Buf *data = &loader->stored.data;
    const struct Column *columns = loader->entity->columns;
    size_t source_length = strlen(loader->source);

    put_int16(data, (int16_t)loader->stored.columns);
    for (int i = 0; columns[i].name != NULL; i++) {
        if (!columns[i].staged_only) {
            put_value(data, columns[i].type, &row->values[i]);
        }
        if (columns[i].first != NULL) {
            put_value(data, columns[i].type, &row->values[i]);
        }
    }
    put_hash(data, row->hash);
    put_int32(data, (int32_t)source_length);
    buf_append(data, loader->source, source_length);
    put_int32(data, 8);
    put_int64(data, loader->run_number);
    put_int32(data, 8);
    put_int64(data, loader->run_number);
    return !data->full || too_much(err);
}

bool load_send(Loader *loader, struct Error *err)
{
    return send_rows(loader, &loader->stored, err);
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
    bool done = load_send(loader, err) && send_rows(loader, &loader->staged, err) &&
                count_read(loader, batch, err) &&
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

bool load_fail(Loader *loader, struct Batch *batch, const char *message, struct Error *err)
{
    const char *values[] = {loader->run_id, message};

    if (!merge(loader, batch, err) && !db_run(loader->db, "ROLLBACK; BEGIN", err)) {
        return false;
    }
    return db_exec(loader->db, "SELECT motcua.fail_run($1, $2)", 2, values, err) &&
           (loader->dry_run || db_run(loader->db, "COMMIT", err));
}
