/* Other periods beside the figures of one: what each count and rate was there, and how far it has changed since. */
#ifndef MOTCUA_STATS_ANSWER_AGAINST_H
#define MOTCUA_STATS_ANSWER_AGAINST_H

#include "common/arena.h"
#include "common/database/db.h"
#include "common/program/cli.h"
#include "stats/figure/reading.h"
#include "stats/print/rowout.h"

#include <cjson/cJSON.h>

/* One of the other periods; rows and doubts are sorted by office. */
struct Other {
    struct Reading reading;
    DbRows *rows;   /* the counts and rates of every office, with those of the first period */
    DbRows *doubts; /* why its figures may not hold, or not be comparable */
};

struct Against {
    struct Other others[CLI_LIST_MAX];
    size_t count;
};

/* Columns of CSV that only a comparison has: how much larger the figure of the first period is. */
#define AGAINST_COLUMNS "change_dossiers", "change_points"
enum { AGAINST_COLUMN_COUNT = 2 };

/*
 * Reads the figures of the periods that are asked for; buckets has the totals of the first one as
 * three arrays. office NULL: all. What was read is to be given back also on error.
 */
bool against_read(Db *db, const struct CliList *periods, const struct Reading *reading,
                  const DbRows *buckets, const char *office, const char *profile,
                  struct Against *against, struct Error *err) MUST_CHECK;

/*
 * Adds to an office "against": [{"period": {"from", "to"}, "counts": {NAME: {"value", "change_dossiers"}},
 * "rates": {NAME: {"numerator", "denominator", "percent", "change_dossiers", "change_points"}}, "doubts"}],
 * or nothing when no other period was asked for. Changes are those since the other period.
 */
void against_add_json(cJSON *object, const struct Against *against, const char *office);

/* Puts rows as those of show: office, name, figure, numerator, denominator, percent, AGAINST_COLUMNS, doubt. */
void against_put_rows(struct RowOut *out, Arena *arena, const struct Against *against,
                      const DbRows *offices, int row, const char *profile);

/* True when nothing was counted in any of these periods for an office. */
bool against_is_idle(const struct Against *against, const char *office);

/* Prints, for one office, a table of counts and one of rates for each of the periods. */
void against_print(Arena *arena, const struct Against *against, const char *office,
                   const DbRows *labels);

void against_release(struct Against *against);

#endif
