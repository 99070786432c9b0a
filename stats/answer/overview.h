/* Many offices at a glance: a row an office, the province first. */
#ifndef MOTCUA_STATS_ANSWER_OVERVIEW_H
#define MOTCUA_STATS_ANSWER_OVERVIEW_H

#include "common/arena.h"
#include "common/database/db.h"
#include "stats/figure/reading.h"

/* Rows are in the order of the bytes of offices, but those of points in the order in which offices are shown. */
struct Overview {
    Arena *arena;
    const DbRows *counts; /* a row an office */
    const DbRows *rates;  /* the rates of an office one after the other */
    const DbRows *doubts;
    DbRows *points; /* office, points, max_points: every office, the highest level first */
};

/* Reads the points of all offices; EXIT_USAGE for an unknown scoring set. To be given back also on error. */
bool overview_read(Db *db, const struct Reading *reading, const char *scoring,
                   struct Overview *overview, struct Error *err) MUST_CHECK;

/* Prints the table, how many offices it leaves out as idle, and what makes its figures doubtful. */
void overview_print(const struct Overview *overview);

void overview_release(struct Overview *overview);

#endif
