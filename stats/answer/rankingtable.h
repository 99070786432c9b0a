/* A ranking as tables for a terminal: one for each family of equals. */
#ifndef MOTCUA_STATS_ANSWER_RANKINGTABLE_H
#define MOTCUA_STATS_ANSWER_RANKINGTABLE_H

#include "common/arena.h"
#include "common/database/db.h"
#include "stats/figure/reading.h"

#include <stdbool.h>

struct Ranking {
    Arena *arena;
    const char *rate;
    const char *profile;
    const char *level; /* NULL: offices of all levels */
    bool by_volume;
    struct Reading reading;
    DbRows *rule;
    DbRows *rows; /* equals one after the other, the best first */
};

/* The end of the equals that begin at first. */
int rankingtable_family_end(const DbRows *rows, int first);

/* Prints a struct Ranking to stdout. */
void rankingtable_print(const void *read);

#endif
