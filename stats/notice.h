/* The e-mail of one office that is above the threshold, composed from the database. */
#ifndef MOTCUA_NOTICE_H
#define MOTCUA_NOTICE_H

#include "common/arena.h"
#include "common/db.h"
#include "stats/mail.h"

/*
 * row of alerts has office, name, numerator, denominator, percent, threshold_percent, period_from
 * and counted_to: a row of stats.alert, or of stats.late_offices before the alert is raised.
 */
bool notice_compose(Arena *arena, Db *db, const DbRows *alerts, int row, struct Mail *mail,
                    struct Error *err) MUST_CHECK;

#endif
