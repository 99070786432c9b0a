/*
 * Which fields records have, how many have them and of what types; no values. A field is named by its
 * JSON Pointer, with * for every entry of a list and for every key that is data (see mask_is_field).
 */
#ifndef MOTCUA_INGEST_PRIVACY_SHAPE_H
#define MOTCUA_INGEST_PRIVACY_SHAPE_H

#include "ingest/map/fieldmap.h"

enum { SHAPE_FIELDS_MOST = 500, SHAPE_PATH_BYTES = 200 };

/* JSON types as bits; null tells nothing. */
enum {
    KIND_TEXT = 1,
    KIND_NUMBER = 2,
    KIND_BOOLEAN = 4,
    KIND_LIST = 8,
    KIND_OBJECT = 16,
};

struct ShapeField {
    const char *path;
    long long seen; /* records that have it */
    long long last; /* number of the record that had it last */
    unsigned kinds;
};

typedef struct Shape Shape;

Shape *shape_new(const FieldMap *map); /* which outlives it */
void shape_free(Shape *shape);         /* accepts NULL */

/* Looks at one record, to a depth of six and at five entries of a list. */
void shape_look(Shape *shape, const cJSON *record);

/* Records looked at so far. */
long long shape_records(const Shape *shape);

/* The fields in the order in which they were met. */
int shape_field_count(const Shape *shape);
const struct ShapeField *shape_field(const Shape *shape, int place);

/* A way to a value, as text. */
struct Path {
    char text[SHAPE_PATH_BYTES + 1];
    size_t length;
};

/* Adds a key as a JSON Pointer writes it; false when the path becomes too long. */
bool path_add(struct Path *path, const char *key);

#endif
