/*
 * How much of each value of a rejected record may be kept. What counts is the place in the record that
 * a rule reads, not the name of the field: beside a procedure's name there may be a person's.
 */
#ifndef MOTCUA_INGEST_PRIVACY_SHOWING_H
#define MOTCUA_INGEST_PRIVACY_SHOWING_H

#include "ingest/map/fieldmap.h"

enum Showing {
    SHOW_NOTHING, /* no rule reads it, or only whether it is there (such as a link to a file) */
    SHOW_DIGITS, /* a rule reads it but could not use it, or a part of it only: it may be anything */
    SHOW_CODE,   /* a rule compares it with codes, but takes others too: what is plainly a code, or
                     named by the map, stays */
    SHOW_CHECKED, /* a rule could use it, but would use any text: unless it holds a number of a person */
    SHOW_TEXT, /* a rule could use it, so it is what it should be */
};

typedef struct Showings Showings;

/*
 * Looks up in a record, whose values fieldmap_apply has filled, what the map reads as a value, compares
 * with codes or adds up inside a list. In arena; the record must outlive it.
 */
Showings *showings_new(Arena *arena, const FieldMap *map, const struct Value *values,
                       const cJSON *record);

/* Of a text, number or truth value of that record. */
enum Showing showings_of(const Showings *showings, const cJSON *node);

#endif
