/* What a source can deliver, and the staging table that takes it. */
#ifndef MOTCUA_ENTITY_H
#define MOTCUA_ENTITY_H

#include <stdbool.h>

enum ColumnType {
    COLUMN_TEXT,
    COLUMN_NAME, /* a text for people: control characters become blanks */
    COLUMN_LABEL,
    COLUMN_SMALLINT,
    COLUMN_INT,
    COLUMN_BIGINT,
    COLUMN_BOOL,
    COLUMN_INSTANT
};

struct Column {
    const char *name; /* of the staging table; also the setting in [fields] */
    enum ColumnType type;
    bool required;             /* a record without it is rejected */
    const char *fallback;      /* value as text when the source has none; NULL = null */
    long long lowest;          /* COLUMN_SMALLINT, COLUMN_INT, COLUMN_BIGINT */
    long long highest;         /* the same; for COLUMN_TEXT and COLUMN_NAME the most bytes */
    const char *const *labels; /* COLUMN_LABEL: the values allowed; ends with NULL */
};

enum { ENTITY_COLUMNS_MAX = 40 };

struct Entity {
    const char *name; /* NULL ends the table */
    const char *staging;
    const char *merge;            /* SQL that merges the staging table; $1 = run */
    const struct Column *columns; /* ends with name NULL; the first is the code */
};

/* NULL for an unknown name. */
const struct Entity *entity_find(const char *name);

/* Place of a column in its entity, or -1. */
int entity_column(const struct Entity *entity, const char *name);

int entity_column_count(const struct Entity *entity);

#endif
