/* Records of a page that are none: lines that control the walk, sums. */
#ifndef MOTCUA_INGEST_COMMAND_CONTROLS_H
#define MOTCUA_INGEST_COMMAND_CONTROLS_H

#include "ingest/map/fieldmap.h"

enum { CONTROL_KEYS_MOST = 200 };

/* A key of the records looked at so far. */
struct ControlKey {
    const char *name;
    int learned; /* records that say what is usual and have it */
    int seen;
    int values_in_controls; /* that a condition can ask for */
};

struct Controls {
    Arena *arena;
    struct ControlKey keys[CONTROL_KEYS_MOST];
    int key_count;
    int learned;
    int records;
    int found;
};

/* Looks at a record (NULL = no JSON); the first ones, with learns, say what is usual. */
void controls_look(struct Controls *controls, const cJSON *record, bool learns);

/* True when a record that was looked at has no field of those that most of the usual ones have; counts it. */
bool controls_take(struct Controls *controls, const cJSON *record);

/*
 * How many were taken; 0 when they are too many to be anything but records. *field is the JSON Pointer, in
 * arena, to a value that they all have and no other record has, for [source] skip; NULL = there is none.
 */
int controls_found(const struct Controls *controls, const FieldMap *map, const char **field);

#endif
