#include "ingest/load.h"

#include "common/buf.h"

#include <endian.h>
#include <stdio.h>

#include "common/banned.h"

/* Signature, flags and header extension of PostgreSQL's binary COPY format. */
static const char copy_header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
enum { COPY_HEADER_BYTES = 19, COPY_SQL_BYTES = 2048 };

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

bool load_add_row(struct Buf *rows, const struct Entity *entity, const struct Value *values)
{
    int count = entity_column_count(entity);

    put_int16(rows, (int16_t)count);
    for (int i = 0; i < count; i++) {
        put_value(rows, entity->columns[i].type, &values[i]);
    }
    return !rows->full;
}

static bool build_copy(const struct Entity *entity, struct Buf *sql)
{
    bool done = buf_printf(sql, "COPY %s (", entity->staging);

    for (int i = 0; done && entity->columns[i].name != NULL; i++) {
        done = buf_printf(sql, "%s%s", i > 0 ? ", " : "", entity->columns[i].name);
    }
    return done && buf_puts(sql, ") FROM STDIN (FORMAT binary)");
}

bool load_send(const struct Loader *loader, struct Error *err)
{
    struct Buf sql;
    uint16_t trailer = 0xffff;

    if (loader->rows->length == 0) {
        return true;
    }
    buf_init(&sql, COPY_SQL_BYTES);
    bool done =
        build_copy(loader->entity, &sql) || error_set(err, EXIT_INTERNAL, "too many columns");
    done = done && db_copy_begin(loader->db, sql.data, err) &&
           db_copy_put(loader->db, copy_header, COPY_HEADER_BYTES, err) &&
           db_copy_put(loader->db, loader->rows->data, loader->rows->length, err) &&
           db_copy_put(loader->db, &trailer, sizeof trailer, err) && db_copy_end(loader->db, err);
    buf_release(&sql);
    buf_clear(loader->rows);
    return done;
}

bool load_begin(Db *db, const char *source, bool whole_list, bool dry_run, char *run_id,
                struct Error *err)
{
    const char *values[] = {source, whole_list ? "true" : "false"};

    if (!db_run(db, "BEGIN", err) ||
        !db_query_value(db, "SELECT motcua.begin_run('ingest', $1, $2)", 2, values, run_id, 24,
                        err)) {
        return false;
    }
    return dry_run || db_run(db, "COMMIT; BEGIN", err);
}

bool load_reject(const struct Loader *loader, const struct Reject *reject, struct Error *err)
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

static bool merge(const struct Loader *loader, long long pages, long long bytes, struct Error *err)
{
    char page_text[24];
    char byte_text[24];
    const char *values[] = {loader->run_id, page_text, byte_text};

    snprintf(page_text, sizeof page_text, "%lld", pages);
    snprintf(byte_text, sizeof byte_text, "%lld", bytes);
    return db_exec(loader->db, loader->entity->merge, 1, values, err) &&
           db_exec(loader->db, "SELECT motcua.count_pages($1, $2, $3)", 3, values, err);
}

bool load_commit_batch(const struct Loader *loader, long long pages, long long bytes,
                       struct Error *err)
{
    return merge(loader, pages, bytes, err) &&
           (loader->dry_run || db_run(loader->db, "COMMIT; BEGIN", err));
}

bool load_finish(const struct Loader *loader, long long pages, long long bytes,
                 const char *read_until, struct Error *err)
{
    const char *values[] = {loader->run_id, read_until};

    return merge(loader, pages, bytes, err) &&
           db_exec(loader->db, "SELECT motcua.finish_run($1, $2)", 2, values, err) &&
           (loader->dry_run || db_run(loader->db, "COMMIT", err));
}

bool load_fail(const struct Loader *loader, long long pages, long long bytes, const char *message,
               struct Error *err)
{
    const char *values[] = {loader->run_id, message};

    if (!merge(loader, pages, bytes, err) && !db_run(loader->db, "ROLLBACK; BEGIN", err)) {
        return false;
    }
    return db_exec(loader->db, "SELECT motcua.fail_run($1, $2)", 2, values, err) &&
           (loader->dry_run || db_run(loader->db, "COMMIT", err));
}
