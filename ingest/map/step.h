/*
 * The steps of a field rule. A rule is written as a pipeline,
 *
 *     received_at = /NgayTiepNhan | date yyyyMMddHHmmss
 *     channel     = /KenhThucHien | default 1 | map 1:direct 2:online 3:postal
 *
 * and each word after a bar is one row of the table in step.c. The steps:
 *
 *     until "-"          the part before the first "-"; nothing when there is none
 *     after "-"          the part behind the first "-"; nothing when there is none
 *     prefix X           X and the value behind it
 *     nullif A B         nothing when it is A or B
 *     default X          X when there is nothing
 *     map A:x B:y *:z    x for A, y for B, z for any other value; without *: others are an error
 *     date FORMAT [YEAR] an instant, see dateformat.h for the formats; YEAR is the first of the
 *                        hundred years that yy can mean (1970)
 *     set X COND         X when the record, as a whole, meets the condition
 *     count [COND]       number of entries of an array that meet the condition
 *     any [COND]         true when an entry of an array meets the condition
 *     all [COND]         true when an array has entries and all of them meet the condition
 *     sum [POINTER [COND]]  sum of whole numbers over the entries of an array that meet the condition
 *     first POINTER [COND]  the value in the first entry of an array that meets the condition
 *     last POINTER [COND]   the value in the last one
 *
 * A condition is "POINTER" (the entry has a value there), "POINTER = A B" (it is A or B; "" is
 * nothing) or "POINTER != A B" (it has a value that is neither); "and" joins several; the pointer "" is
 * the entry itself. A word with a blank in it is quoted as a whole: map "Công dân:1" *:2
 * Nothing stays nothing in every step but default, set, count, any, all and sum (0, false, false, 0).
 */
#ifndef MOTCUA_INGEST_MAP_STEP_H
#define MOTCUA_INGEST_MAP_STEP_H

#include "ingest/map/stepdef.h"

/* Compiles words[0..count): the name of the step and its arguments. */
bool step_compile(Arena *arena, const char *const *words, int count, struct Step *step,
                  struct Error *err) MUST_CHECK;

/* Changes the item. Returns NULL, or the reason why not. */
const char *step_apply(const struct Step *step, const struct ItemContext *context,
                       struct Item *item);

/* True for the step that makes an instant of a text. */
bool step_is_date(const struct Step *step);

/* True for the step whose condition is on the record, not on the entries of a list. */
bool step_is_set(const struct Step *step);

/* True for a step that takes values out of the entries of a list. */
bool step_reads_entries(const struct Step *step);

/* True for a step that leaves a part of a text, such as an office of a path that ends with a name. */
bool step_is_cut(const struct Step *step);

/* True for the step that translates codes. */
bool step_is_map(const struct Step *step);

#endif
