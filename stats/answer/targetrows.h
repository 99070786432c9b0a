/*
 * The answers of "targets" as they were read. A row is one target of an office in one period: the first period
 * (place 0) comes before the others, and the rows of a target stand together.
 */
#ifndef MOTCUA_STATS_ANSWER_TARGETROWS_H
#define MOTCUA_STATS_ANSWER_TARGETROWS_H

#include "common/arena.h"
#include "common/database/db.h"
#include "stats/figure/reading.h"

struct Targets {
    Arena *arena;
    const char *office; /* NULL: all */
    const char *set;    /* NULL: all that are in force */
    struct Reading reading;
    struct Reading others[CLI_LIST_MAX];
    size_t other_count;
    DbRows *rows;   /* by level, office, set and target, one after the other */
    DbRows *doubts; /* by office, why the figures may not hold */
};

/* True for the row of the first period. */
bool targetrows_is_first(const DbRows *rows, int row);

/* The end of the rows of the target that begins at first: those of the other periods. */
int targetrows_end(const DbRows *rows, int first);

/* Why nothing is said of a target in a period, or why what is said may not hold; NULL for neither. */
const char *targetrows_reason(Arena *arena, const DbRows *rows, int row);

/* The same as a word for programs: no_rate, empty_denominator, no_base, target_not_in_force. */
const char *targetrows_kind(const DbRows *rows, int row);

/* The doubts about the office of a row: from *first up to the end that is returned. */
int targetrows_find_doubts(const struct Targets *targets, int row, int *first);

#endif
