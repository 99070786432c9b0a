/*
 * The [fields] of a source, compiled once: which parts of a record fill which columns. What no rule
 * names is never looked at, and so never stored.
 */
#ifndef MOTCUA_INGEST_MAP_FIELDMAP_H
#define MOTCUA_INGEST_MAP_FIELDMAP_H

#include "ingest/map/rule.h"
#include "ingest/map/value.h"

#include <stdint.h>

enum { ROOT_KEYS_MAX = 64, RECORD_KEYS_MAX = 128 };

typedef struct FieldMap FieldMap;

/* Why a record is not used. */
struct Problem {
    const char *column; /* "skip" when that cannot be told; NULL = it concerns the whole record */
    const char *reason;
    bool skipped; /* it is to be left out, whatever else is wrong with it */
};

FieldMap *fieldmap_new(Arena *arena, const struct Entity *entity);

/* Adds NAME = RULE of [fields]. EXIT_SETTINGS says what was expected. */
bool fieldmap_add(FieldMap *map, const char *name, const char *rule, struct Error *err) MUST_CHECK;

/* Sets [source] skip, the condition of records to leave out; "" = none. EXIT_SETTINGS. */
bool fieldmap_skip_when(FieldMap *map, const char *text, struct Error *err) MUST_CHECK;
const struct Condition *fieldmap_skip(const FieldMap *map);

/* True when a rule, or the condition of records to leave out, reads the field KEY of a record. */
bool fieldmap_reads(const FieldMap *map, const char *key);

/* True for a draft that has no rule yet. */
bool fieldmap_is_empty(const FieldMap *map);

/* EXIT_SETTINGS when a required column has no rule. */
bool fieldmap_check(const FieldMap *map, struct Error *err) MUST_CHECK;

const struct Entity *fieldmap_entity(const FieldMap *map);

/* The rule of a column, or NULL. */
const struct Rule *fieldmap_rule(const FieldMap *map, int column);

/*
 * Fills values (one for each column of the entity) from a record (NULL when it was not JSON). Texts live in the record or in the
 * context's arena. Returns false and fills problem when the record is not used; values then holds
 * what could be read.
 */
bool fieldmap_apply(FieldMap *map, const struct ItemContext *context, const cJSON *record,
                    struct Value *values, struct Problem *problem) MUST_CHECK;

/* Tells the rules of two maps apart. */
uint64_t fieldmap_digest(const FieldMap *map);

/* Calls take with every key that a pointer of the map names. */
typedef void (*FieldTaker)(void *user, const char *key);
void fieldmap_name_fields(const FieldMap *map, FieldTaker take, void *user);

/* True when a map step, nullif or a condition names the text as a value. */
bool fieldmap_lists(const FieldMap *map, const char *text);

/* Says that the keys of records come from one header, so that none is made of data; and whether so. */
void fieldmap_take_header(FieldMap *map);
bool fieldmap_has_header(const FieldMap *map);

#endif
