/* The numbers that a page tells of its offices, or lets a reader compute, in the groups in which they are told. */
#ifndef MOTCUA_STATS_PAGE_MEASURES_H
#define MOTCUA_STATS_PAGE_MEASURES_H

#include "common/arena.h"
#include "stats/page/sets.h"

/* What figures beside those of the period, which are named as they are, are called. */
#define MEASURES_BEFORE "before " /* and the name of a rate: of the previous period */
#define MEASURES_MONTHS "months"  /* received, resolved and late of each month */

enum { MEASURES_GROUPS = 256 };

struct Measures {
    Arena *arena;
    const char *groups[MEASURES_GROUPS];
    int group_count;
    int count;       /* numbers of each office, the same of all */
    int *group_of;   /* of each number */
    int64_t *values; /* of each office each number; see measures_at */
};

/* Reads them of as many offices. Walks through sets, which begin anew after it. Lives in arena. */
struct Measures *measures_read(Arena *arena, struct Sets *sets, int offices);

int64_t *measures_at(const struct Measures *measures, int office, int measure);

/* The group of a figure as disclosure_hides names it, or one by its own name; -1: no number is in it. */
int measures_find_group(const struct Measures *measures, const char *figure);

#endif
