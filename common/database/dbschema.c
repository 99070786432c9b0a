#include "common/database/dbschema.h"

#include "common/text.h"

#include "common/banned.h"

/* MOTCUA_SCHEMA_CHANGES and MOTCUA_SCHEMA_NEWEST, texts, are of sql/sqitch.plan: see the Makefile. */

static const char SCHEMA[] = "SELECT current_database(), changes || ' changes up to ' || newest,"
                             " coalesce(changes = $1::integer AND newest = $2, false),"
                             " coalesce(changes < $1::integer, false)"
                             " FROM motcua.schema_version()";
enum { DATABASE, NEWEST, IS_OURS, IS_OLDER };

static const char PARTS[] = "SELECT current_database(), NULL, to_regnamespace('motcua') IS NULL,"
                            " to_regprocedure('motcua.schema_version()') IS NULL";
enum { HAS_NO_SCHEMA = 2, HAS_NO_VERSION };

static bool is_true(const PGresult *row, int column)
{
    return text_equal(PQgetvalue(row, 0, column), "t");
}

static bool tell_setup(const char *what_it_does, const char *database, struct Error *err)
{
    return error_hint(err, "sudo motcua-setup --database '%s' %s", database, what_it_does);
}

/* The question itself has failed: an old schema or none is told as such, everything else as it came. */
static bool tell_missing(const struct DbSession *session, struct Error *err)
{
    PGresult *parts = PQexec(session->connection, PARTS);

    if (PQresultStatus(parts) == PGRES_TUPLES_OK) {
        const char *database = PQgetvalue(parts, 0, DATABASE);
        if (is_true(parts, HAS_NO_SCHEMA)) {
            error_set(err, EXIT_DATABASE, "database '%s' has no schema of motcua", database);
            tell_setup("makes it", database, err);
        } else if (is_true(parts, HAS_NO_VERSION)) {
            error_set(err, EXIT_DATABASE,
                      "the schema of database '%s' is older than this program: that of 0.1.0",
                      database);
            tell_setup("brings it up to this version", database, err);
        }
    }
    PQclear(parts);
    return false;
}

static bool refuse(const PGresult *schema, struct Error *err)
{
    const char *database = PQgetvalue(schema, 0, DATABASE);
    const char *newest = PQgetvalue(schema, 0, NEWEST);

    if (newest[0] == '\0') {
        error_set(err, EXIT_DATABASE,
                  "database '%s' does not tell its schema: the registry of sqitch is missing",
                  database);
        return error_hint(err, "a whole backup has it, in the schema sqitch");
    }
    error_set(
        err, EXIT_DATABASE,
        "the schema of database '%s' is %s than this program: it has %s, not " MOTCUA_SCHEMA_CHANGES
        " up to " MOTCUA_SCHEMA_NEWEST,
        database, is_true(schema, IS_OLDER) ? "older" : "newer", newest);
    return is_true(schema, IS_OLDER)
               ? tell_setup("brings it up to this version", database, err)
               : error_hint(err, "install the motcua that belongs to it; this is " MOTCUA_VERSION);
}

bool dbschema_check(const struct DbSession *session, struct Error *err)
{
    const char *const ours[] = {MOTCUA_SCHEMA_CHANGES, MOTCUA_SCHEMA_NEWEST};
    PGresult *schema = PQexecParams(session->connection, SCHEMA, 2, NULL, ours, NULL, NULL, 0);
    bool same = false;

    if (PQresultStatus(schema) != PGRES_TUPLES_OK) {
        dbsession_fail_result(session, schema, err);
        tell_missing(session, err);
    } else if (is_true(schema, IS_OURS)) {
        same = true;
    } else {
        refuse(schema, err);
    }
    PQclear(schema);
    return same;
}
