#include "common/database/dbsession.h"

#include "common/arena.h"
#include "common/database/dbadvice.h"
#include "common/log.h"
#include "common/memory.h"
#include "common/personal.h"
#include "common/stop.h"
#include "common/time/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { LINE_MAX_BYTES = 2048, RETRY_AFTER_MS = 5000 };

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
static void note(void *of_session, const PGresult *result)
{
    char line[LINE_MAX_BYTES];
    struct DbSession *session = of_session;
    const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    if (severity != NULL && strcmp(severity, "FATAL") == 0 && sqlstate != NULL) {
        snprintf(session->ended, sizeof session->ended, "%s", sqlstate);
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
        {"3F000", "is this the database of motcua? motcua-setup makes it"},
        {"42P01", "is this the schema of this version? motcua-setup makes it so"},
        {"42883", "is this the schema of this version? motcua-setup makes it so"},
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

bool dbsession_fail(const struct DbSession *session, struct Error *err)
{
    char line[LINE_MAX_BYTES];

    flatten(PQerrorMessage(session->connection), line, sizeof line);
    error_set(err, EXIT_DATABASE, "%s", line);
    add_hint(session->ended, err);
    err->transient = true;
    return false;
}

static const char QUERY_CANCELED[] = "57014";

bool dbsession_fail_result(const struct DbSession *session, const PGresult *result,
                           struct Error *err)
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
        return dbsession_fail(session, err); /* libpq's own words: the server said nothing */
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

/* libpq would take the name of the user, which is right for the user "motcua" only. */
static const char *database_asked(const char *conninfo)
{
    bool is_named =
        conninfo[0] != '\0' || getenv("PGDATABASE") != NULL || getenv("PGSERVICE") != NULL;

    return is_named ? conninfo : "dbname=motcua";
}

static PGconn *connect_server(const char *conninfo, const char *application)
{
    /* Later ones win, so that conninfo may choose its own time to wait, but not the rest. */
    const char *keywords[] = {"connect_timeout", "keepalives_idle",  "dbname",
                              "client_encoding", "application_name", NULL};
    const char *values[] = {getenv("PGCONNECT_TIMEOUT") == NULL ? "30" : NULL,
                            "60", /* firewalls forget a session that is silent for long */
                            database_asked(conninfo),
                            "UTF8",
                            application,
                            NULL};

    return PQconnectdbParams(keywords, values, 1);
}

static bool connect_once(struct DbSession *session, const char *conninfo, const char *application,
                         struct Error *err)
{
    session->connection = memory_need(connect_server(conninfo, application));
    PQsetNoticeReceiver(session->connection, note, session);
    if (PQstatus(session->connection) == CONNECTION_OK) {
        return true;
    }
    dbsession_fail(session, err);
    dbadvice_add(session->connection, err);
    return error_prefix(err, "cannot connect to the database");
}

/* An upgrade of PostgreSQL at night takes some seconds; a server that is down longer is for the operator. */
bool dbsession_open(struct DbSession *session, const char *conninfo, const char *application,
                    struct Error *err)
{
    *session = (struct DbSession){0};
    if (!check_conninfo(conninfo, err)) {
        return false;
    }
    if (connect_once(session, conninfo, application, err)) {
        return true;
    }
    if (!dbadvice_may_pass(session->connection)) {
        return false;
    }
    log_warning("%s; tries once more in %d s", err->message, RETRY_AFTER_MS / 1000);
    dbsession_close(session);
    clock_sleep_ms(RETRY_AFTER_MS);
    *err = (struct Error){.code = EXIT_DONE};
    return stop_check(err) && connect_once(session, conninfo, application, err);
}

void dbsession_close(struct DbSession *session)
{
    PQfinish(session->connection);
    session->connection = NULL;
}
