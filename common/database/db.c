#include "common/database/db.h"

#include "common/database/dblock.h"
#include "common/database/dbschema.h"
#include "common/database/dbsession.h"
#include "common/log.h"
#include "common/memory.h"
#include "common/stop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "common/banned.h"

enum {
    OLDEST_SERVER = 150000,
    COPY_CHUNK = 64 * 1024, /* libpq's own buffer grows to the largest piece that it is given */
    CANCEL_BYTES = 256,     /* as libpq wants it */
    SEND_BYTES = 1024 * 1024,
};

struct Db {
    struct DbSession session;
    DbLock *lock;   /* or NULL */
    char *conninfo; /* for the lock's session */
    PGcancel *cancel;
    Db *next;     /* of all that are open */
    bool copying; /* the server has not yet said what became of the last COPY */
};

/* For the signal handler, which has no other way to them. */
static Db *volatile opened;

/* A result of libpq under our name: callers never see libpq's types. */
struct DbRows {
    PGresult *result;
};

/*
 * What makes results right is set whatever the environment says. The timeouts only guard against a
 * hanging run: one that an operator chose (PGOPTIONS, ALTER ROLE ... SET) stays.
 */
static const char PROLOGUE[] =
    "SET timezone = 'Asia/Ho_Chi_Minh';"
    "SET datestyle = 'ISO';"
    "SET search_path = 'pg_catalog';"
    /* Compiling the figures' long statements takes longer than running them. */
    "SET jit = off;"
    /* What a killed program has left running ends soon, not when the server wants to answer. */
    "SET client_connection_check_interval = '5s';"
    "SELECT set_config(name, wanted, false)"
    "  FROM (VALUES ('lock_timeout', '30s'), ('statement_timeout', '1h'),"
    "               ('idle_in_transaction_session_timeout', '30min')) AS timeout (name, wanted)"
    "  JOIN pg_settings USING (name)"
    " WHERE source IN ('default', 'configuration file')";

static bool check_server(const Db *db, struct Error *err)
{
    int version = PQserverVersion(db->session.connection);
    const char *encoding = PQparameterStatus(db->session.connection, "server_encoding");

    if (version < OLDEST_SERVER) {
        error_set(err, EXIT_DATABASE, "server is PostgreSQL %d, motcua needs 15 or later",
                  version / 10000);
        return error_hint(err, "upgrade the server, or connect to another one");
    }
    if (encoding == NULL || strcmp(encoding, "UTF8") != 0) {
        error_set(err, EXIT_DATABASE, "database '%s' has the encoding %s, motcua needs UTF8",
                  PQdb(db->session.connection), encoding != NULL ? encoding : "unknown");
        return error_hint(err,
                          "createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 NAME");
    }
    return true;
}

/* A page's rows fit on the way to the server, so that it stores them while the next page is read. */
static void make_room_to_send(const Db *db)
{
    int bytes = SEND_BYTES;

    /* Less room is slower, and no error. */
    (void)setsockopt(PQsocket(db->session.connection), SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

/* In a signal handler, which libpq allows. A server that is at rest takes no notice. */
static void cancel_statements(void)
{
    char reason[CANCEL_BYTES];

    for (const Db *db = opened; db != NULL; db = db->next) {
        if (db->cancel != NULL) {
            PQcancel(db->cancel, reason, sizeof reason);
        }
    }
}

static void forget(const Db *db)
{
    if (opened == db) {
        opened = db->next;
        return;
    }
    for (Db *other = opened; other != NULL; other = other->next) {
        if (other->next == db) {
            other->next = db->next;
        }
    }
}

Db *db_open(const char *conninfo, const char *application, struct Error *err)
{
    Db *db = memory_need(calloc(1, sizeof *db));

    db->conninfo = memory_need(strdup(conninfo));
    if (dbsession_open(&db->session, conninfo, application, err) && check_server(db, err)) {
        db->cancel = PQgetCancel(db->session.connection);
        db->next = opened;
        opened = db;
        stop_interrupts(cancel_statements);
        make_room_to_send(db);
        if (!db_run(db, PROLOGUE, err)) {
            error_prefix(err, "cannot prepare the database session");
        } else if (dbschema_check(&db->session, err)) {
            return db;
        }
    }
    db_close(db);
    return NULL;
}

void db_close(Db *db)
{
    if (db != NULL) {
        forget(db);
        PQfreeCancel(db->cancel);
        dbsession_close(&db->session);
        dblock_free(db->lock);
        free(db->conninfo);
        free(db);
    }
}

/* Takes the result over: it is freed here, or is now the caller's rows. */
static DbRows *take_rows(const Db *db, PGresult *result, bool rows_wanted, struct Error *err)
{
    ExecStatusType status = PQresultStatus(result);

    if (status != PGRES_TUPLES_OK && (status != PGRES_COMMAND_OK || rows_wanted)) {
        if (status == PGRES_COMMAND_OK) {
            error_set(err, EXIT_INTERNAL, "a statement without rows was run as a query");
        } else {
            dbsession_fail_result(&db->session, result, err);
        }
        PQclear(result);
        return NULL;
    }
    DbRows *rows = memory_need(malloc(sizeof *rows));
    rows->result = result;
    return rows;
}

/* Waits for what became of the last COPY; false with the first error that the server tells. */
static bool finish_copy(Db *db, struct Error *err)
{
    PGresult *result;
    bool ok = true;

    if (!db->copying) {
        return true;
    }
    db->copying = false;
    while ((result = PQgetResult(db->session.connection)) != NULL) {
        bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
        if (ok && !good) {
            ok = dbsession_fail_result(&db->session, result, err);
        }
        PQclear(result);
        if (!good && PQstatus(db->session.connection) != CONNECTION_OK) {
            break;
        }
    }
    return ok;
}

bool db_run(Db *db, const char *sql, struct Error *err)
{
    if (!finish_copy(db, err)) {
        return false;
    }
    DbRows *rows = take_rows(db, PQexec(db->session.connection, sql), false, err);

    db_rows_free(rows);
    return rows != NULL;
}

bool db_begin_anew(Db *db, struct Error *err)
{
    struct Error of_no_matter;

    (void)finish_copy(db, &of_no_matter);
    /* A COMMIT that fails has ended it already. */
    bool is_open = PQtransactionStatus(db->session.connection) != PQTRANS_IDLE;
    return db_run(db, is_open ? "ROLLBACK; BEGIN" : "BEGIN", err);
}

static DbRows *run_bound(Db *db, const char *sql, int count, const char *const *values,
                         bool rows_wanted, struct Error *err)
{
    if (!finish_copy(db, err)) {
        return NULL;
    }
    PGresult *result =
        PQexecParams(db->session.connection, sql, count, NULL, values, NULL, NULL, 0);

    return take_rows(db, result, rows_wanted, err);
}

DbRows *db_query(Db *db, const char *sql, int count, const char *const *values, struct Error *err)
{
    return run_bound(db, sql, count, values, true, err);
}

bool db_query_value(Db *db, const char *sql, int count, const char *const *values, char *text,
                    size_t size, struct Error *err)
{
    DbRows *rows = db_query(db, sql, count, values, err);
    bool ok = false;

    if (rows == NULL) {
        return false;
    }
    if (db_row_count(rows) != 1 || db_column_count(rows) != 1) {
        error_set(err, EXIT_INTERNAL, "a query for one value gave %d rows of %d columns",
                  db_row_count(rows), db_column_count(rows));
    } else if ((size_t)PQgetlength(rows->result, 0, 0) >= size) {
        error_set(err, EXIT_INTERNAL, "a query for one value gave %d bytes, no more than %zu fit",
                  PQgetlength(rows->result, 0, 0), size - 1);
    } else {
        snprintf(text, size, "%s", PQgetvalue(rows->result, 0, 0));
        ok = true;
    }
    db_rows_free(rows);
    return ok;
}

bool db_exec(Db *db, const char *sql, int count, const char *const *values, struct Error *err)
{
    DbRows *rows = run_bound(db, sql, count, values, false, err);

    db_rows_free(rows);
    return rows != NULL;
}

int db_row_count(const DbRows *rows)
{
    return PQntuples(rows->result);
}

int db_column_count(const DbRows *rows)
{
    return PQnfields(rows->result);
}

const char *db_column_name(const DbRows *rows, int column)
{
    return PQfname(rows->result, column);
}

const char *db_value(const DbRows *rows, int row, int column)
{
    return PQgetisnull(rows->result, row, column) ? NULL : PQgetvalue(rows->result, row, column);
}

const char *db_field(const DbRows *rows, int row, const char *column)
{
    /* Compared here: PQfnumber would fold the case and read quotes. */
    for (int i = 0; i < PQnfields(rows->result); i++) {
        if (strcmp(PQfname(rows->result, i), column) == 0) {
            return db_value(rows, row, i);
        }
    }
    log_error("query result has no column '%s'", column);
    exit(EXIT_INTERNAL);
}

void db_rows_free(DbRows *rows)
{
    if (rows != NULL) {
        PQclear(rows->result);
        free(rows);
    }
}

bool db_lock(Db *db, const char *name, struct Error *err)
{
    db->lock = dblock_take(db->conninfo, name, err);
    return db->lock != NULL;
}

bool db_is_locked(Db *db, struct Error *err)
{
    return dblock_stands(db->lock, err);
}

bool db_copy_begin(Db *db, const char *copy_sql, struct Error *err)
{
    if (!finish_copy(db, err)) {
        return false;
    }
    PGresult *result = PQexec(db->session.connection, copy_sql);
    db->copying = PQresultStatus(result) == PGRES_COPY_IN;
    if (!db->copying) {
        dbsession_fail_result(&db->session, result, err);
    }
    PQclear(result);
    return db->copying;
}

bool db_copy_put(Db *db, const void *data, size_t length, struct Error *err)
{
    const char *at = data;

    while (length > 0) {
        size_t chunk = length < COPY_CHUNK ? length : COPY_CHUNK;
        if (PQputCopyData(db->session.connection, at, (int)chunk) != 1) {
            /* The server's reason, when it sent one before it hung up, waits as a result. */
            dbsession_fail(&db->session, err);
            if (PQputCopyEnd(db->session.connection, "sending failed") == 1) {
                finish_copy(db, err);
            }
            return false;
        }
        at += chunk;
        length -= chunk;
    }
    return true;
}

bool db_copy_end(Db *db, struct Error *err)
{
    return PQputCopyEnd(db->session.connection, NULL) == 1 || dbsession_fail(&db->session, err);
}
