/* The offices of a page: which are shown, who is whose, and what is told of them. */
#ifndef MOTCUA_STATS_PAGE_FAMILY_H
#define MOTCUA_STATS_PAGE_FAMILY_H

#include "common/arena.h"
#include "stats/page/sets.h"

struct Disclosure;

struct Member {
    const char *code;
    int parent;       /* place in the rows of SET_OFFICES; -1: none that is shown */
    bool is_shown;    /* it was there in the period, or has a figure */
    const char *file; /* its name in data/office/ */
};

struct Family {
    int count; /* members are in the order of the rows of SET_OFFICES */
    struct Member *members;
    int whole;                     /* the one that all others are under; -1: there are several */
    struct Disclosure *disclosure; /* what of them is not told; NULL: all is */
};

/*
 * Finds who is shown: of these, with of an office not NULL only it and those under it. Walks through sets once, which
 * begin anew after it. Everything lives in arena.
 */
void family_find(Arena *arena, struct Sets *sets, const char *office, struct Family *family);

/* The place of a code; -1 when there is no such office. */
int family_place(const struct Family *family, const char *code);

/* True when the office is above the other one, or is it. */
bool family_is_above(const struct Family *family, int above, int office);

/* True for an office and for those that a look at it asks for: all above it, its children and its sisters. */
bool family_concerns(const struct Family *family, int office, int other);

#endif
