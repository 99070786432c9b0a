/*
 * One session on the server: how it is connected, what the server says in it besides answers, and the errors
 * that come of both. Only db.c and dblock.c use it; no other part of the programs sees libpq.
 */
#ifndef MOTCUA_COMMON_DATABASE_DBSESSION_H
#define MOTCUA_COMMON_DATABASE_DBSESSION_H

#include "common/error.h"

#include <libpq-fe.h>

enum { DBSESSION_SQLSTATE_SIZE = 6 };

struct DbSession {
    PGconn *connection;
    char ended[DBSESSION_SQLSTATE_SIZE]; /* why the server has ended it; "" as long as it has not */
};

/*
 * Connects as db_open says; a server that may come back is tried once more in five seconds. What the server says is logged; session must stay in its place until it is closed,
 * which has to be done after an error too. EXIT_DATABASE.
 */
bool dbsession_open(struct DbSession *session, const char *conninfo, const char *application,
                    struct Error *err) MUST_CHECK;

/* Accepts one that is zero, or closed. */
void dbsession_close(struct DbSession *session);

/* The error of a session that gives no answer: EXIT_DATABASE, transient. Returns false. */
bool dbsession_fail(const struct DbSession *session, struct Error *err);

/*
 * The error of an answer: EXIT_STOPPED after a signal, EXIT_USAGE for what a function of ours refuses, else
 * EXIT_DATABASE, with personal data masked. Returns false.
 */
bool dbsession_fail_result(const struct DbSession *session, const PGresult *result,
                           struct Error *err);

#endif
