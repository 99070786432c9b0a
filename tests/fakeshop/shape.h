/* The shapes in which the same dossiers are served, one for each kind of one-stop system: /as/SHAPE
 * before a list of dossiers. */
#ifndef FAKESHOP_SHAPE_H
#define FAKESHOP_SHAPE_H

#include <stddef.h>

#include "dossier.h"
#include "out.h"

typedef struct {
    const char *name;
    const char *content_type;
    const char *separator; /* between two records */
    void (*write)(Out *out, const Dossier *dossier);
    /* What stands before and behind the records; next is what names the next page, in JSON. */
    void (*head)(Out *out, const char *error_code, const char *message, const char *total);
    void (*tail)(Out *out, const char *next, const char *total);
    void (*finish)(Out *out); /* changes the whole body; NULL = nothing */
} Shape;

/* national, opencps (and -us), td (and -utc, -zone, -epoch), lines (NDJSON), csv, csv-1258 (semicolons),
 * csv-tab; NULL for others. */
const Shape *shape_find(const char *name, size_t len);

/* The shape of a path that names none. */
const Shape *shape_national(void);

#endif
