/* A step of a field rule as it is compiled; step.h says what the steps do. */
#ifndef MOTCUA_INGEST_MAP_STEPDEF_H
#define MOTCUA_INGEST_MAP_STEPDEF_H

#include "common/time/clock.h"
#include "ingest/map/condition.h"

struct Pair {
    const char *from;
    const char *to;
};

struct StepKind;

struct Step {
    const struct StepKind *kind;
    const char *text;          /* until, after, prefix, default, set */
    const char *signs;         /* until, after: the text as it stands in a code */
    struct DateFormat *format; /* date */
    const char *mismatch;      /* date: the reason why a text is none */
    const char **values;       /* nullif */
    int value_count;
    struct Pair *pairs; /* map */
    int pair_count;
    const char *otherwise;      /* map: value of *, or NULL */
    struct Condition condition; /* set, count, any, all, sum, first, last */
    struct Pointer pointer;     /* sum, first, last */
};

#endif
