#include "db.h"

#include "log.h"
#include "memory.h"
#include "personal.h"
#include "stop.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "banned.h"

enum {
    OLDEST_SERVER = 150000,
    COPY_CHUNK = 64 * 1024, /* libpq's own buffer grows to the largest piece that it is given */
    LINE_MAX_BYTES = 2048,
    SEND_BYTES = 1024 * 1024,
    SQLSTATE_BYTES = 6,
};

struct Db {
    PGconn *connection;
    PGconn *lock;   /* a session of its own, whose open transaction holds the lock; or NULL */
    char *conninfo; /* for that session */
    PGcancel *cancel;
    Db *next;                   /* of all that are open */
    bool copying;               /* the server has not yet said what became of the last COPY */
    char ended[SQLSTATE_BYTES]; /* why the server has ended the session; "" as long as it has not */
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

/* Copies text with every run of white space as one blank: one event is one line. */
static void flatten(const char *text, char *line, size_t size)
{
    size_t used = 0;

    for (; *text != '\0' && used + 1 < size; text++) {
        bool blank = *text == ' ' || (*text >= '\t' && *text <= '\r');
        if (!blank) {
            line[used++] = *text;
        } else if (used > 0 && line[used - 1] != ' ') {
            line[used++] = ' ';
        }
    }
    while (used > 0 && line[used - 1] == ' ') {
        used--;
    }
    line[used] = '\0';
}

/* What a server says before it hangs up on a session that waits comes as a notice. */
static void note(void *of_db, const PGresult *result)
{
    char line[LINE_MAX_BYTES];
    Db *db = of_db;
    const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    if (severity != NULL && strcmp(severity, "FATAL") == 0 && sqlstate != NULL) {
        snprintf(db->ended, sizeof db->ended, "%s", sqlstate);
    }
    flatten(primary != NULL ? primary : PQresultErrorMessage(result), line, sizeof line);
    if (severity != NULL && strcmp(severity, "WARNING") == 0) {
        log_warning("database: %s", line);
    } else {
        log_debug("database: %s", line);
    }
}

/* RAISE in our own functions with errcode 22023 means that the caller asked for something wrong. */
static bool is_usage(const PGresult *result, const char *sqlstate)
{
    const char *raised_by = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);

    return strcmp(sqlstate, "22023") == 0 && raised_by != NULL &&
           strcmp(raised_by, "exec_stmt_raise") == 0;
}

/* For these two the detail is the whole row. */
static bool detail_is_row(const char *sqlstate)
{
    return strcmp(sqlstate, "23502") == 0 || strcmp(sqlstate, "23514") == 0;
}

/* Connection lost, server stopping or full, serialization failure, deadlock. */
static bool is_transient(const char *sqlstate)
{
    static const char *const passing[] = {"08", "57P", "53300", "40001", "40P01"};

    for (size_t i = 0; i < sizeof passing / sizeof passing[0]; i++) {
        if (strncmp(sqlstate, passing[i], strlen(passing[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* What a server's bare words leave open, for the errors that a new installation meets. */
static const char *hint_for(const char *sqlstate)
{
    static const struct {
        const char *sqlstate;
        const char *hint;
    } hints[] = {
        {"3F000", "has the schema been deployed? (sqitch deploy, see the README)"},
        {"42P01", "is the schema of this version deployed? (sqitch deploy, see the README)"},
        {"42883", "is the schema of this version deployed? (sqitch deploy, see the README)"},
        {"42501", "GRANT motcua_ingest, motcua_stats TO this database user"},
        {"25P03", "idle_in_transaction_session_timeout is too short for this source: "
                  "ALTER ROLE ... SET idle_in_transaction_session_timeout = '30min'"},
        {"57P05", "idle_session_timeout is too short: ALTER ROLE ... SET idle_session_timeout = 0"},
        {"57014", "statement_timeout is too short: ALTER ROLE ... SET statement_timeout = '1h'"},
        {"57P01", "the server was stopped or the session ended by an administrator; run again"},
    };

    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        if (strcmp(hints[i].sqlstate, sqlstate) == 0) {
            return hints[i].hint;
        }
    }
    return NULL;
}

/* The server quotes values that it could not take. */
static void mask_line(char *line, size_t size)
{
    Arena *arena = arena_new();

    snprintf(line, size, "%s", personal_mask(arena, line));
    arena_free(arena);
}

static void add_hint(const char *sqlstate, struct Error *err)
{
    const char *hint = hint_for(sqlstate);

    if (hint != NULL) {
        error_hint(err, "%s", hint);
    }
}

static bool fail_connection(const Db *db, const PGconn *connection, struct Error *err)
{
    char line[LINE_MAX_BYTES];

    flatten(PQerrorMessage(connection), line, sizeof line);
    error_set(err, EXIT_DATABASE, "%s", line);
    add_hint(db->ended, err);
    err->transient = true;
    return false;
}

static const char QUERY_CANCELED[] = "57014";

static bool fail_result(const Db *db, const PGresult *result, struct Error *err)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
    const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
    char line[LINE_MAX_BYTES], more[LINE_MAX_BYTES] = "";

    if (sqlstate != NULL && strcmp(sqlstate, QUERY_CANCELED) == 0 && !stop_check(err)) {
        return false;
    }
    if (sqlstate == NULL || primary == NULL) {
        return fail_connection(db, db->connection,
                               err); /* libpq's own words: the server said nothing */
    }
    flatten(primary, line, sizeof line);
    if (detail != NULL && !detail_is_row(sqlstate)) {
        flatten(detail, more, sizeof more);
    }
    const char *joint = more[0] != '\0' ? ": " : "";
    if (is_usage(result, sqlstate)) {
        error_set(err, EXIT_USAGE, "%s%s%s", line, joint, more);
    } else {
        mask_line(line, sizeof line);
        mask_line(more, sizeof more);
        /* Cut the words rather than the code at the end. */
        error_set(err, EXIT_DATABASE, "%.500s%s%.200s [%s]", line, joint, more, sqlstate);
        err->transient = is_transient(sqlstate);
    }
    if (hint != NULL) {
        flatten(hint, line, sizeof line);
        error_hint(err, "%s", line);
    } else {
        add_hint(sqlstate, err);
    }
    return false;
}

/* libpq quotes parts of a malformed string in its message, and a part may be the password. */
static bool check_conninfo(const char *conninfo, struct Error *err)
{
    char *message = NULL;
    char line[LINE_MAX_BYTES] = "";
    bool is_string = strchr(conninfo, '=') != NULL || strstr(conninfo, "://") != NULL;

    PQconninfoOption *options = is_string ? PQconninfoParse(conninfo, &message) : NULL;
    if (!is_string || options != NULL) {
        PQconninfoFree(options);
        return true;
    }
    if (message != NULL && strcasestr(conninfo, "pass") == NULL &&
        strstr(conninfo, "://") == NULL) {
        flatten(message, line, sizeof line);
    }
    PQfreemem(message);
    return error_set(err, EXIT_DATABASE, "conninfo is not a connection string of libpq%s%s",
                     line[0] != '\0' ? ": " : "", line);
}

static PGconn *connect_server(const char *conninfo, const char *application)
{
    /* Later ones win, so that conninfo may choose its own time to wait, but not the rest. */
    const char *keywords[] = {"connect_timeout", "keepalives_idle",  "dbname",
                              "client_encoding", "application_name", NULL};
    const char *values[] = {getenv("PGCONNECT_TIMEOUT") == NULL ? "30" : NULL,
                            "60", /* firewalls forget a session that is silent for long */
                            conninfo,
                            "UTF8",
                            application,
                            NULL};

    return PQconnectdbParams(keywords, values, 1);
}

static bool check_server(const Db *db, struct Error *err)
{
    int version = PQserverVersion(db->connection);
    const char *encoding = PQparameterStatus(db->connection, "server_encoding");

    if (version < OLDEST_SERVER) {
        error_set(err, EXIT_DATABASE, "server is PostgreSQL %d, motcua needs 15 or later",
                  version / 10000);
        return error_hint(err, "upgrade the server, or connect to another one");
    }
    if (encoding == NULL || strcmp(encoding, "UTF8") != 0) {
        error_set(err, EXIT_DATABASE, "database '%s' has the encoding %s, motcua needs UTF8",
                  PQdb(db->connection), encoding != NULL ? encoding : "unknown");
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
    (void)setsockopt(PQsocket(db->connection), SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

/* In a signal handler, which libpq allows. A server that is at rest takes no notice. */
static void cancel_statements(void)
{
    char reason[LINE_MAX_BYTES];

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
    if (!check_conninfo(conninfo, err)) {
        return NULL;
    }
    Db *db = calloc(1, sizeof *db);
    if (db == NULL || (db->conninfo = strdup(conninfo)) == NULL) {
        memory_out();
    }
    db->connection = connect_server(conninfo, application);
    if (db->connection == NULL) {
        memory_out();
    }
    db->cancel = PQgetCancel(db->connection);
    db->next = opened;
    opened = db;
    stop_interrupts(cancel_statements);
    if (PQstatus(db->connection) != CONNECTION_OK) {
        fail_connection(db, db->connection, err);
        error_prefix(err, "cannot connect to the database");
    } else if (check_server(db, err)) {
        PQsetNoticeReceiver(db->connection, note, db);
        make_room_to_send(db);
        if (db_run(db, PROLOGUE, err)) {
            return db;
        }
        error_prefix(err, "cannot prepare the database session");
    }
    db_close(db);
    return NULL;
}

void db_close(Db *db)
{
    if (db != NULL) {
        forget(db);
        PQfreeCancel(db->cancel);
        PQfinish(db->connection);
        PQfinish(db->lock);
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
            fail_result(db, result, err);
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
    while ((result = PQgetResult(db->connection)) != NULL) {
        bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
        if (ok && !good) {
            ok = fail_result(db, result, err);
        }
        PQclear(result);
        if (!good && PQstatus(db->connection) != CONNECTION_OK) {
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
    DbRows *rows = take_rows(db, PQexec(db->connection, sql), false, err);

    db_rows_free(rows);
    return rows != NULL;
}

bool db_begin_anew(Db *db, struct Error *err)
{
    struct Error of_no_matter;

    (void)finish_copy(db, &of_no_matter);
    /* A COMMIT that fails has ended it already. */
    bool is_open = PQtransactionStatus(db->connection) != PQTRANS_IDLE;
    return db_run(db, is_open ? "ROLLBACK; BEGIN" : "BEGIN", err);
}

static DbRows *run_bound(Db *db, const char *sql, int count, const char *const *values,
                         bool rows_wanted, struct Error *err)
{
    if (!finish_copy(db, err)) {
        return NULL;
    }
    PGresult *result = PQexecParams(db->connection, sql, count, NULL, values, NULL, NULL, 0);

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

/*
 * The transaction stays open and idle as long as the program works: no limit of the server may end it,
 * and at READ COMMITTED it has no snapshot that would keep VACUUM from its work.
 */
static const char LOCK_PROLOGUE[] = "SET idle_in_transaction_session_timeout = 0;"
                                    "SET search_path = 'pg_catalog';"
                                    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

static bool run_lock(const Db *db, const char *sql, struct Error *err)
{
    PGresult *result = PQexec(db->lock, sql);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;

    if (!ok && sqlstate != NULL && strcmp(sqlstate, "55P03") == 0) {
        error_set(err, EXIT_LOCKED, "another one is running on this database");
        error_hint(err, "wait for it, or see it in pg_stat_activity");
    } else if (!ok && sqlstate != NULL) {
        fail_result(db, result, err);
    } else if (!ok) {
        fail_connection(db, db->lock, err);
    }
    PQclear(result);
    return ok;
}

bool db_lock(Db *db, const char *name, struct Error *err)
{
    char sql[80], application[40];

    snprintf(application, sizeof application, "motcua-%s lock", name);
    snprintf(sql, sizeof sql, "LOCK TABLE motcua.%s_lock IN EXCLUSIVE MODE NOWAIT", name);
    db->lock = connect_server(db->conninfo, application);
    if (db->lock == NULL) {
        memory_out();
    }
    PQsetNoticeReceiver(db->lock, note, db);
    return (run_lock(db, LOCK_PROLOGUE, err) && run_lock(db, sql, err)) ||
           error_prefix(err, "cannot take the lock of '%s'", name);
}

bool db_is_locked(Db *db, struct Error *err)
{
    return run_lock(db, "SET LOCAL idle_in_transaction_session_timeout = 0", err) ||
           error_prefix(err, "the session that holds the lock is lost");
}

bool db_copy_begin(Db *db, const char *copy_sql, struct Error *err)
{
    if (!finish_copy(db, err)) {
        return false;
    }
    PGresult *result = PQexec(db->connection, copy_sql);
    db->copying = PQresultStatus(result) == PGRES_COPY_IN;
    if (!db->copying) {
        fail_result(db, result, err);
    }
    PQclear(result);
    return db->copying;
}

bool db_copy_put(Db *db, const void *data, size_t length, struct Error *err)
{
    const char *at = data;

    while (length > 0) {
        size_t chunk = length < COPY_CHUNK ? length : COPY_CHUNK;
        if (PQputCopyData(db->connection, at, (int)chunk) != 1) {
            /* The server's reason, when it sent one before it hung up, waits as a result. */
            fail_connection(db, db->connection, err);
            if (PQputCopyEnd(db->connection, "sending failed") == 1) {
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
    return PQputCopyEnd(db->connection, NULL) == 1 || fail_connection(db, db->connection, err);
}
