/*
 * The only door to libpq; behind it are dbsession.h and dblock.h. Values are always bound; every session has
 * its prologue (UTF-8, time zone, search path, timeouts, application name).
 */
#ifndef MOTCUA_COMMON_DATABASE_DB_H
#define MOTCUA_COMMON_DATABASE_DB_H

#include "common/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Db Db;
typedef struct DbRows DbRows;

/*
 * conninfo "" = the PG* environment, and the database "motcua" when that names none; application is shown in
 * pg_stat_activity. NULL on error: EXIT_DATABASE, also when the database has not the schema of this program.
 */
Db *db_open(const char *conninfo, const char *application, struct Error *err) MUST_CHECK;
void db_close(Db *db); /* accepts NULL; an open transaction is rolled back */

/* A statement without rows. */
bool db_run(Db *db, const char *sql, struct Error *err) MUST_CHECK;

/* Takes the open transaction back, whatever became of the rows that were sent, and begins another. */
bool db_begin_anew(Db *db, struct Error *err) MUST_CHECK;

/* A statement with count text parameters ($1...; NULL = null); rows in text. NULL on error. */
DbRows *db_query(Db *db, const char *sql, int count, const char *const *values,
                 struct Error *err) MUST_CHECK;

/* The same, when exactly one row with one column is expected. Copies into text; null as "". */
bool db_query_value(Db *db, const char *sql, int count, const char *const *values, char *text,
                    size_t size, struct Error *err) MUST_CHECK;

/* The same, when no row is of interest. */
bool db_exec(Db *db, const char *sql, int count, const char *const *values,
             struct Error *err) MUST_CHECK;

int db_row_count(const DbRows *rows);
int db_column_count(const DbRows *rows);
const char *db_column_name(const DbRows *rows, int column);

/* NULL for null; lives as long as rows. */
const char *db_value(const DbRows *rows, int row, int column);

/* The same by name; the column must be there. */
const char *db_field(const DbRows *rows, int row, const char *column);

void db_rows_free(DbRows *rows); /* accepts NULL */

/*
 * Takes the lock of a program ("ingest", "stats"), once a Db, on a second session until db_close;
 * EXIT_LOCKED when another holds it.
 */
bool db_lock(Db *db, const char *name, struct Error *err) MUST_CHECK;

/*
 * True while that session still stands. To be asked before a COMMIT: a program that has lost its lock
 * may not be alone any more. EXIT_DATABASE.
 */
bool db_is_locked(Db *db, struct Error *err) MUST_CHECK;

/*
 * One COPY ... FROM STDIN (FORMAT binary) at a time: begin, put any number of times, end. The end does
 * not wait for the server: whether it could store the rows is told by the next call of any kind.
 */
bool db_copy_begin(Db *db, const char *copy_sql, struct Error *err) MUST_CHECK;
bool db_copy_put(Db *db, const void *data, size_t length, struct Error *err) MUST_CHECK;
bool db_copy_end(Db *db, struct Error *err) MUST_CHECK;

#endif
