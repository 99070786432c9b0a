#include "stats/notice.h"

#include "stats/reading.h"

#include "common/banned.h"

/* The late rate of an alert is that of the profile 'report', whatever the settings show. */
static const char dossiers_query[] =
    "SELECT code, procedure, procedure_name, days_late,"
    "       to_char(due_at, " READING_ISO ") AS due_at,"
    "       to_char(coalesce(finished_at, returned_at), " READING_ISO ") AS closed_at,"
    "       to_char(apology_at, " READING_ISO ") AS apology_at"
    " FROM stats.dossiers('late', $1, $2, $3, 'report')"
    " ORDER BY days_late DESC, code COLLATE \"C\", source COLLATE \"C\" LIMIT $4";

static const char doubts_query[] =
    "SELECT string_agg(reason, '; ' ORDER BY kind, source) FROM stats.doubts($1, $2, $3)";

bool notice_compose(Arena *arena, Db *db, const DbRows *alerts, int row, struct Mail *mail,
                    struct Error *err)
{
    struct MailAlert alert = {
        .office = db_field(alerts, row, "office"),
        .office_name = db_field(alerts, row, "name"),
        .numerator = db_field(alerts, row, "numerator"),
        .denominator = db_field(alerts, row, "denominator"),
        .percent = db_field(alerts, row, "percent"),
        .threshold_percent = db_field(alerts, row, "threshold_percent"),
        .period_from = db_field(alerts, row, "period_from"),
        .counted_to = db_field(alerts, row, "counted_to"),
    };
    const char *values[] = {alert.period_from, alert.counted_to, alert.office,
                            arena_printf(arena, "%d", MAIL_DOSSIERS_MAX)};

    DbRows *dossiers = db_query(db, dossiers_query, 4, values, err);
    if (dossiers == NULL) {
        return false;
    }
    DbRows *doubts = db_query(db, doubts_query, 3, values, err);
    bool ok = doubts != NULL;
    if (ok) {
        alert.dossiers = dossiers;
        alert.doubts = db_value(doubts, 0, 0);
        ok = mail_compose(arena, &alert, mail, err);
    }
    db_rows_free(doubts);
    db_rows_free(dossiers);
    return ok;
}
