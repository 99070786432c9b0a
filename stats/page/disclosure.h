/*
 * What a page for everybody does not tell: no count of one or two dossiers can be read from it, nor computed.
 *
 * Figures that are parts of one whole, or are computed from each other, make a group, and of an office a group is told as a
 * whole or not at all. It is not told
 *  - when one of its counts, or what is left of the whole (a denominator without its numerator), is 1 or 2;
 *  - when another group would give it away: those of the period by its months, those of letters by what is late;
 *  - when it would follow from the office above and its other offices: beside one that is not told another one is not told
 *    either, and as many as it takes until they are at least 3 together.
 * 0 is told: nobody stands behind it. docs/page-data.md has the rule for readers.
 */
#ifndef MOTCUA_STATS_PAGE_DISCLOSURE_H
#define MOTCUA_STATS_PAGE_DISCLOSURE_H

#include "common/arena.h"
#include "stats/page/family.h"
#include "stats/page/sets.h"

struct Disclosure;

/* Finds it from all figures of all offices. Walks through sets once, which begin anew after it. Lives in arena. */
struct Disclosure *disclosure_find(Arena *arena, struct Sets *sets, const struct Family *family);

/* True when that figure (a count, a rate, or what measures.h names) of the office in that place of family is not told; false without disclosure. */
bool disclosure_hides(const struct Disclosure *disclosure, int office, const char *figure);

#endif
