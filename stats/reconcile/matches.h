/* Published figures beside ours, each with the readings that give it: as JSON, CSV or a table. */
#ifndef MOTCUA_STATS_RECONCILE_MATCHES_H
#define MOTCUA_STATS_RECONCILE_MATCHES_H

#include "common/arena.h"
#include "common/database/db.h"
#include "stats/figure/reading.h"
#include "stats/print/report.h"

struct Matches {
    Arena *arena;
    const char *profile;
    struct Reading reading;
    DbRows *searched; /* one row: how many views were tried, with which periods and evenings */
    DbRows *rows;     /* of stats.reconcile: a row a line and reading, the simplest first */
    DbRows *apart;    /* dossiers (see apart.h); NULL unless they are asked for */
};

/*
 * Reads them: figures is JSON as sheet_read gives it. Figures are those of profile unless the line's figure is one of another
 * profile only. EXIT_USAGE when no row is a heading.
 */
bool matches_read(Db *db, const char *figures, struct Matches *matches,
                  struct Error *err) MUST_CHECK;

/* True when the line of this row could not be read. */
bool matches_is_wrong(const struct Matches *matches, int row);

/* Prints a struct Matches. */
extern const struct Report matches_report;

#endif
