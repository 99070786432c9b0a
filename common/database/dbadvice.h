/* What an operator can do when a server cannot be reached, or does not let a program in. */
#ifndef MOTCUA_COMMON_DATABASE_DBADVICE_H
#define MOTCUA_COMMON_DATABASE_DBADVICE_H

#include "common/error.h"

#include <libpq-fe.h>

/*
 * Adds the hint, with the command to type, to the error of a connection that failed. Known by the words of libpq and of a server that
 * speaks English: before a session stands libpq keeps no SQLSTATE.
 */
void dbadvice_add(const PGconn *connection, struct Error *err);

/* True for a server that is down, starting or stopping, which may be there in some seconds. */
bool dbadvice_may_pass(const PGconn *connection);

#endif
