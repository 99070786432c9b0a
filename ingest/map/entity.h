/* What a source can deliver, and the staging table that takes it. */
#ifndef MOTCUA_INGEST_MAP_ENTITY_H
#define MOTCUA_INGEST_MAP_ENTITY_H

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

/* Things that records name and that come to be when a record names them first. */
enum Catalogue { CATALOGUE_NONE, CATALOGUE_OFFICE, CATALOGUE_PROCEDURE, CATALOGUE_END };

struct Column {
    const char *name; /* of the staging table; also the setting in [fields] */
    enum ColumnType type;
    bool required;             /* a record without it is rejected */
    enum Catalogue catalogue;  /* names, or says more of, an entry of this catalogue */
    bool staged_only;          /* not stored with the record */
    const char *first;         /* column of the table that keeps the first value; NULL = none */
    const char *fallback;      /* value as text when the source has none; NULL = null */
    long long lowest;          /* COLUMN_SMALLINT, COLUMN_INT, COLUMN_BIGINT */
    long long highest;         /* the same; for COLUMN_TEXT and COLUMN_NAME the most bytes */
    const char *const *labels; /* COLUMN_LABEL: the values allowed; ends with NULL */
    bool ends_previous;        /* COLUMN_INSTANT: not earlier than the column before it */
    bool unlike_previous;      /* COLUMN_TEXT: another value than the column before it */
    bool has_happened;         /* COLUMN_INSTANT: not later than a day from now */
    const char *handler_of;    /* column of a dossier, whose office stands in for this one */
};

enum { ENTITY_COLUMNS_MAX = 40 };

/* In a night what others name comes before them: an office that is called by an alias needs to be there. */
enum EntityTurn { TURN_CATALOGUE, TURN_ALIAS, TURN_DOSSIER, TURN_ANSWER, TURNS };

struct Entity {
    const char *name; /* NULL ends the table */
    const char *staging;
    const char
        *table; /* takes new records directly and keeps their hashes; NULL = all are staged */
    const char *merge;            /* SQL that merges the staging table; $1 = run */
    const struct Column *columns; /* ends with name NULL; the first is the code */
    bool can_leave;               /* what is stored can be marked as deleted at the source */
    enum EntityTurn turn;
};

/* NULL for an unknown name. */
const struct Entity *entity_find(const char *name);

/* Place of a column in its entity, or -1. */
int entity_column(const struct Entity *entity, const char *name);

int entity_column_count(const struct Entity *entity);

/*
 * The column that has handler_of, or -1. Its source need not have it, but then the other one, and what
 * other sources tell of dossiers is to be stored before.
 */
int entity_handled_column(const struct Entity *entity);

#endif
