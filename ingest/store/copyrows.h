/* Rows of one table in PostgreSQL's binary COPY format, gathered until they are sent. */
#ifndef MOTCUA_INGEST_STORE_COPYROWS_H
#define MOTCUA_INGEST_STORE_COPYROWS_H

#include "common/buf.h"
#include "common/database/db.h"
#include "ingest/map/value.h"

#include <xxhash.h>

struct CopyRows {
    struct Buf data; /* full: the rows do not fit */
    struct Buf copy; /* the statement */
    int columns;
};

/* Without a table (NULL) there is nothing to send. */
void copyrows_init(struct CopyRows *rows, const char *table);
void copyrows_release(struct CopyRows *rows);

/* Names the next column. All are named before the first row. */
void copyrows_column(struct CopyRows *rows, const char *name);

/* Begins a row, whose values follow in the order of the columns. */
void copyrows_begin(struct CopyRows *rows);
void copyrows_value(struct CopyRows *rows, enum ColumnType type, const struct Value *value);
void copyrows_text(struct CopyRows *rows, const char *text);
void copyrows_bool(struct CopyRows *rows, bool value);
void copyrows_bigint(struct CopyRows *rows, int64_t value);
void copyrows_hash(struct CopyRows *rows, XXH128_hash_t hash); /* as a uuid */

/* Sends what has gathered, if anything. EXIT_DATABASE. */
bool copyrows_send(struct CopyRows *rows, Db *db, struct Error *err) MUST_CHECK;

#endif
