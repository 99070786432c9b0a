/* The steps that make one value of a list: count, any, all, sum, first and last; step.h says what they do. */
#ifndef MOTCUA_INGEST_MAP_AGGREGATE_H
#define MOTCUA_INGEST_MAP_AGGREGATE_H

#include "ingest/map/stepdef.h"

/* [CONDITION], for count, any and all. */
bool aggregate_compile(Arena *arena, const char *const *arguments, int count, struct Step *step,
                       struct Error *err) MUST_CHECK;

/* [POINTER [CONDITION]], for sum. */
bool aggregate_compile_sum(Arena *arena, const char *const *arguments, int count, struct Step *step,
                           struct Error *err) MUST_CHECK;

/* POINTER [CONDITION], for first and last. */
bool aggregate_compile_pick(Arena *arena, const char *const *arguments, int count,
                            struct Step *step, struct Error *err) MUST_CHECK;

/* Each returns NULL, or the reason why the item is no list that it can read. */
const char *aggregate_count(const struct Step *step, const struct ItemContext *context,
                            struct Item *item);
const char *aggregate_any(const struct Step *step, const struct ItemContext *context,
                          struct Item *item);
const char *aggregate_all(const struct Step *step, const struct ItemContext *context,
                          struct Item *item);
const char *aggregate_sum(const struct Step *step, const struct ItemContext *context,
                          struct Item *item);
const char *aggregate_first(const struct Step *step, const struct ItemContext *context,
                            struct Item *item);
const char *aggregate_last(const struct Step *step, const struct ItemContext *context,
                           struct Item *item);

#endif
