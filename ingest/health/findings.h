/* What a look at the health of an installation finds, thing by thing. */
#ifndef MOTCUA_INGEST_HEALTH_FINDINGS_H
#define MOTCUA_INGEST_HEALTH_FINDINGS_H

#include "common/arena.h"

#include <stddef.h>

/* As plugins of Nagios count, and end with. */
enum HealthState { HEALTH_GOOD, HEALTH_WARNING, HEALTH_CRITICAL, HEALTH_UNKNOWN, HEALTH_STATES };

struct Finding {
    enum HealthState state;
    const char *item;    /* what was looked at, a word for programs: "source", "disk" */
    const char *subject; /* of several such the one: a name or path; NULL = there is but one */
    const char *words;   /* for people, in Vietnamese, in one line */
    const char *figures; /* JSON object; NULL = none */
    const char *measure; /* 'label'=value;warning;critical; NULL = none */
};

struct Health {
    Arena *arena;
    struct Finding *items;
    size_t count;
    size_t capacity;
};

/* Adds a copy, whose texts live in arena and are fit for a terminal. */
void health_add(struct Health *health, const struct Finding *finding);

/* The same with words alone, as printf makes them. */
void health_tell(struct Health *health, enum HealthState state, const char *item,
                 const char *subject, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The worst of all; HEALTH_GOOD without any. */
enum HealthState health_worst(const struct Health *health);

#endif
