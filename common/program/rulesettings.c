#include "common/program/rulesettings.h"

#include "common/banned.h"

/* The profile of alerts has to have a late rate. */
static const char query[] =
    "SELECT s.setting, coalesce(string_agg(s.known, ', ' ORDER BY s.known), 'none') FROM ("
    "SELECT 1 AS place, '[stats] profile' AS setting, $1::text AS name, profile AS known FROM "
    "motcua.profile"
    " UNION ALL SELECT 2, '[stats] scoring', $2, unnest(motcua.scoring_names())"
    " UNION ALL SELECT 3, '[stats] target_set', $3, set FROM motcua.target WHERE $3 <> ''"
    " UNION ALL SELECT 4, '[alert] profile', $4, profile FROM motcua.rate"
    " WHERE rate = 'late' AND $4 <> '') AS s"
    " GROUP BY s.place, s.setting, s.name HAVING NOT bool_or(s.known = s.name) ORDER BY s.place";

bool rulesettings_check(Db *db, const struct Settings *settings, struct Error *err)
{
    const char *values[] = {settings->profile, settings->scoring, settings->target_set,
                            settings->alert_profile};
    DbRows *rows = db_query(db, query, 4, values, err);

    if (rows == NULL) {
        return false;
    }
    bool known = db_row_count(rows) == 0;
    if (!known) {
        error_set(err, EXIT_SETTINGS, "%s: expected one that the database knows",
                  db_value(rows, 0, 0));
        error_hint(err, "there are: %s", db_value(rows, 0, 1));
    }
    db_rows_free(rows);
    return known;
}
