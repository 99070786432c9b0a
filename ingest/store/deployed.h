/* Whether the database still has what belongs to itself and not to a table: settings, who may enter. */
#ifndef MOTCUA_INGEST_STORE_DEPLOYED_H
#define MOTCUA_INGEST_STORE_DEPLOYED_H

#include "common/database/db.h"

/*
 * Warns of what the database has lost, with the command that mends it: a restore without --create
 * leaves it behind. False only when the database fails.
 */
bool deployed_check(Db *db, struct Error *err) MUST_CHECK;

#endif
