/*
 * The lock of a program, so that it runs once at a time on a database. A session of its own holds it: the
 * program's other session commits, and a lock that ends with a transaction would end with it.
 */
#ifndef MOTCUA_COMMON_DATABASE_DBLOCK_H
#define MOTCUA_COMMON_DATABASE_DBLOCK_H

#include "common/error.h"

typedef struct DbLock DbLock;

/* conninfo as in db_open; name is "ingest" or "stats". NULL on error: EXIT_LOCKED when another holds the lock. */
DbLock *dblock_take(const char *conninfo, const char *name, struct Error *err) MUST_CHECK;

/* Asks the server whether the session still stands. EXIT_DATABASE. */
bool dblock_stands(const DbLock *lock, struct Error *err) MUST_CHECK;

/* Gives the lock back; accepts NULL. */
void dblock_free(DbLock *lock);

#endif
