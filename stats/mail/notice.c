/*
 * What an e-mail says is read in the transaction that raises the alert, not when it is sent: it repeats the figures that
 * led to it, even when it leaves days later.
 */
#include "stats/mail/notice.h"

#include "stats/figure/office.h"
#include "stats/figure/reading.h"

#include "common/banned.h"

struct Notices {
    const DbRows *alerts;
    DbRows *dossiers;
    DbRows *doubts;
    DbRows *facts; /* one row: rule and moment */
    int dossier;   /* first rows of the alert that comes next */
    int doubt;
};

/* The late rate of an alert is that of the profile 'report', whatever the settings show. */
static const char dossiers_query[] = "SELECT office, code, procedure, procedure_name, days_late,"
                                     "       to_char(due_at, " READING_ISO ") AS due_at,"
                                     "       to_char(closed_at, " READING_ISO ") AS closed_at,"
                                     "       to_char(apology_at, " READING_ISO ") AS apology_at"
                                     " FROM stats.late_dossiers($1::text[], $2, $3, $4)";

static const char doubts_query[] =
    "SELECT office, string_agg(reason, '; ' ORDER BY kind, source) AS reasons"
    " FROM stats.doubts($2, $3) WHERE office = ANY ($1::text[]) AND (rates IS NULL OR 'late' = ANY "
    "(rates))"
    " GROUP BY office ORDER BY office COLLATE \"C\"";

static const char facts_query[] =
    "SELECT (SELECT format('%s (bộ quy tắc report; %s)', r.text_vi, r.legal_source)"
    "        FROM motcua.rate AS r WHERE r.profile = 'report' AND r.rate = 'late') AS rule,"
    "       to_char(now(), " READING_ISO ") AS as_of";

Notices *notices_read(Arena *arena, Db *db, const DbRows *alerts, struct Error *err)
{
    Notices *notices = arena_alloc(arena, sizeof *notices);
    notices->alerts = alerts;
    if (db_row_count(alerts) == 0) {
        return notices;
    }
    const char *values[] = {
        db_field(alerts, 0, "noticed"),
        db_field(alerts, 0, "period_from"),
        db_field(alerts, 0, "counted_to"),
        arena_printf(arena, "%d", MAIL_DOSSIERS_MAX),
    };

    notices->dossiers = db_query(db, dossiers_query, 4, values, err);
    notices->doubts = notices->dossiers != NULL ? db_query(db, doubts_query, 3, values, err) : NULL;
    notices->facts = notices->doubts != NULL ? db_query(db, facts_query, 0, NULL, err) : NULL;
    if (notices->facts == NULL) {
        notices_free(notices);
        return NULL;
    }
    return notices;
}

bool notices_compose(Arena *arena, Notices *notices, int row, struct Mail *mail, struct Error *err)
{
    const DbRows *alerts = notices->alerts;
    int dossiers_end = office_end(notices->dossiers, notices->dossier, alerts, row);
    int doubts_end = office_end(notices->doubts, notices->doubt, alerts, row);
    struct MailAlert alert = {
        .office = db_field(alerts, row, "office"),
        .office_name = db_field(alerts, row, "name"),
        .numerator = db_field(alerts, row, "numerator"),
        .denominator = db_field(alerts, row, "denominator"),
        .percent = db_field(alerts, row, "percent"),
        .threshold_percent = db_field(alerts, row, "threshold_percent"),
        .period_from = db_field(alerts, row, "period_from"),
        .counted_to = db_field(alerts, row, "counted_to"),
        .rule = db_field(notices->facts, 0, "rule"),
        .as_of = db_field(notices->facts, 0, "as_of"),
        .doubts = doubts_end > notices->doubt ? db_field(notices->doubts, notices->doubt, "reasons")
                                              : NULL,
        .dossiers = notices->dossiers,
        .first = notices->dossier,
        .end = dossiers_end,
    };

    notices->dossier = dossiers_end;
    notices->doubt = doubts_end;
    return mail_compose(arena, &alert, mail, err);
}

void notices_free(Notices *notices)
{
    if (notices != NULL) {
        db_rows_free(notices->dossiers);
        db_rows_free(notices->doubts);
        db_rows_free(notices->facts);
    }
}
