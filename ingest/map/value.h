/* What a column takes: the last word on each value, after the steps of its rule. */
#ifndef MOTCUA_INGEST_MAP_VALUE_H
#define MOTCUA_INGEST_MAP_VALUE_H

#include "ingest/map/entity.h"
#include "ingest/map/item.h"

/* One column of one record. */
struct Value {
    bool is_null;
    const char *failed; /* why a rule could not use what it read, or NULL; is_null is true then */
    const char *text;   /* COLUMN_TEXT, COLUMN_LABEL */
    size_t length;      /* of text */
    long long number;   /* all other types */
};

/* Fills value from what the steps have left. Returns NULL, or the reason why not. */
const char *value_take(const struct Column *column, const struct ItemContext *context,
                       const struct Item *item, struct Value *value);

/* The reason why a value cannot stand beside that of the column before it, or beside today, or NULL. */
const char *value_contradiction(const struct Column *column, const struct Value *value);

#endif
