/* The e-mails of offices that are above the threshold, composed from the database. */
#ifndef MOTCUA_STATS_MAIL_NOTICE_H
#define MOTCUA_STATS_MAIL_NOTICE_H

#include "common/arena.h"
#include "common/database/db.h"
#include "stats/mail/mail.h"

/*
 * Columns that the rows of alerts need besides office, numerator, denominator, percent, period_from
 * and counted_to, as stats.raise_alerts and stats.late_offices return them (l), all of one period
 * and in the order of their codes. noticed: the offices that get an e-mail.
 */
#define NOTICE_COLUMNS                                                                             \
    "(SELECT o.name FROM motcua.office AS o WHERE o.code = l.office) AS name,"                     \
    " array_agg(l.office) FILTER (WHERE NOT l.also_below) OVER () AS noticed"

typedef struct Notices Notices;

/* Reads what the e-mails of all alerts list, at once: a year has a million dossiers. NULL on error. */
Notices *notices_read(Arena *arena, Db *db, const DbRows *alerts, struct Error *err) MUST_CHECK;

/* The e-mail of one row of alerts; rows are asked for in ascending order. */
bool notices_compose(Arena *arena, Notices *notices, int row, struct Mail *mail,
                     struct Error *err) MUST_CHECK;

void notices_free(Notices *notices); /* accepts NULL */

#endif
