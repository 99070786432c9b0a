#include "ingest/store/deployed.h"

#include "common/log.h"

#include "common/banned.h"

bool deployed_check(Db *db, struct Error *err)
{
    DbRows *rows = db_query(db,
                            "SELECT current_database(), string_agg(lack, '; ' ORDER BY lack)"
                            " FROM motcua.database_lack",
                            0, NULL, err);

    if (rows == NULL) {
        return false;
    }
    if (db_value(rows, 0, 1) != NULL) {
        log_warning("the database is not as deployed: %s", db_value(rows, 0, 1));
        log_warning("HINT: as a superuser: psql -d '%s' -c 'SELECT motcua.set_up_database()'",
                    db_value(rows, 0, 0));
    }
    db_rows_free(rows);
    return true;
}
