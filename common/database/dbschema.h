/*
 * Whether the database has the schema that the programs were built with. Another one may lack what they ask for, or
 * have a column that they would not fill: both show only as wrong figures.
 */
#ifndef MOTCUA_COMMON_DATABASE_DBSCHEMA_H
#define MOTCUA_COMMON_DATABASE_DBSCHEMA_H

#include "common/database/dbsession.h"

/*
 * Compares the changes that sqitch has deployed with those of sql/sqitch.plan at build time. EXIT_DATABASE when the
 * database has none, fewer, more or others, with the command that mends it.
 */
bool dbschema_check(const struct DbSession *session, struct Error *err) MUST_CHECK;

#endif
