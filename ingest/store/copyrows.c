#include "ingest/store/copyrows.h"

#include <endian.h>
#include <string.h>

#include "common/banned.h"

/* Signature, flags and header extension of PostgreSQL's binary COPY format. */
static const char copy_header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";

enum { COPY_HEADER_BYTES = 19, COPY_SQL_BYTES = 2048, ROWS_BYTES_MAX = 256 * 1024 * 1024 };

void copyrows_init(struct CopyRows *rows, const char *table)
{
    rows->columns = 0;
    buf_init(&rows->data, ROWS_BYTES_MAX);
    buf_init(&rows->copy, COPY_SQL_BYTES);
    if (table != NULL) {
        buf_printf(&rows->copy, "COPY %s (", table);
    }
}

void copyrows_release(struct CopyRows *rows)
{
    buf_release(&rows->data);
    buf_release(&rows->copy);
}

void copyrows_column(struct CopyRows *rows, const char *name)
{
    buf_printf(&rows->copy, "%s%s", rows->columns++ > 0 ? ", " : "", name);
}

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

static void put_bytes(struct Buf *buf, const void *bytes, size_t length)
{
    put_int32(buf, (int32_t)length);
    buf_append(buf, bytes, length);
}

void copyrows_begin(struct CopyRows *rows)
{
    put_int16(&rows->data, (int16_t)rows->columns);
}

void copyrows_text(struct CopyRows *rows, const char *text)
{
    put_bytes(&rows->data, text, strlen(text));
}

void copyrows_bool(struct CopyRows *rows, bool value)
{
    put_int32(&rows->data, 1);
    buf_putc(&rows->data, value ? 1 : 0);
}

void copyrows_bigint(struct CopyRows *rows, int64_t value)
{
    put_int32(&rows->data, 8);
    put_int64(&rows->data, value);
}

void copyrows_hash(struct CopyRows *rows, XXH128_hash_t hash)
{
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(&canonical, hash);
    put_bytes(&rows->data, &canonical, sizeof canonical);
}

void copyrows_value(struct CopyRows *rows, enum ColumnType type, const struct Value *value)
{
    struct Buf *buf = &rows->data;

    if (value->is_null) {
        put_int32(buf, -1);
        return;
    }
    switch (type) {
    case COLUMN_TEXT:
    case COLUMN_NAME:
    case COLUMN_LABEL:
        put_bytes(buf, value->text, value->length);
        break;
    case COLUMN_BOOL:
        copyrows_bool(rows, value->number != 0);
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
        copyrows_bigint(rows, value->number);
        break;
    }
}

bool copyrows_send(struct CopyRows *rows, Db *db, struct Error *err)
{
    static const char end[] = ") FROM STDIN (FORMAT binary)";
    uint16_t trailer = 0xffff;
    size_t named = rows->copy.length;

    if (rows->data.length == 0) {
        return true;
    }
    if (!buf_puts(&rows->copy, end)) {
        return error_set(err, EXIT_INTERNAL, "too many columns");
    }
    bool done = db_copy_begin(db, rows->copy.data, err) &&
                db_copy_put(db, copy_header, COPY_HEADER_BYTES, err) &&
                db_copy_put(db, rows->data.data, rows->data.length, err) &&
                db_copy_put(db, &trailer, sizeof trailer, err) && db_copy_end(db, err);
    buf_clear(&rows->data);
    rows->copy.length = named;
    return done;
}
