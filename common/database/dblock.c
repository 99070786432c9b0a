#include "common/database/dblock.h"

#include "common/database/dbsession.h"
#include "common/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

struct DbLock {
    struct DbSession session; /* its open transaction holds the lock */
};

static const char LOCK_NOT_AVAILABLE[] = "55P03";

/*
 * The transaction stays open and idle as long as the program works: no limit of the server may end it,
 * and at READ COMMITTED it has no snapshot that would keep VACUUM from its work.
 */
static const char PROLOGUE[] = "SET idle_in_transaction_session_timeout = 0;"
                               "SET search_path = 'pg_catalog';"
                               "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

static bool run(const DbLock *lock, const char *sql, struct Error *err)
{
    PGresult *result = PQexec(lock->session.connection, sql);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;

    if (!ok && sqlstate != NULL && strcmp(sqlstate, LOCK_NOT_AVAILABLE) == 0) {
        error_set(err, EXIT_LOCKED, "another one is running on this database");
        error_hint(err, "wait for it, or see it in pg_stat_activity");
    } else if (!ok && sqlstate != NULL) {
        dbsession_fail_result(&lock->session, result, err);
    } else if (!ok) {
        dbsession_fail(&lock->session, err);
    }
    PQclear(result);
    return ok;
}

DbLock *dblock_take(const char *conninfo, const char *name, struct Error *err)
{
    char sql[80], application[40];
    DbLock *lock = memory_need(calloc(1, sizeof *lock));

    snprintf(application, sizeof application, "motcua-%s lock", name);
    snprintf(sql, sizeof sql, "LOCK TABLE motcua.%s_lock IN EXCLUSIVE MODE NOWAIT", name);
    if (dbsession_open(&lock->session, conninfo, application, err) && run(lock, PROLOGUE, err) &&
        run(lock, sql, err)) {
        return lock;
    }
    error_prefix(err, "cannot take the lock of '%s'", name);
    dblock_free(lock);
    return NULL;
}

bool dblock_stands(const DbLock *lock, struct Error *err)
{
    return run(lock, "SET LOCAL idle_in_transaction_session_timeout = 0", err) ||
           error_prefix(err, "the session that holds the lock is lost");
}

void dblock_free(DbLock *lock)
{
    if (lock != NULL) {
        dbsession_close(&lock->session);
        free(lock);
    }
}
