/* Conditions on the values of a record, or of the entries of a list. */
#ifndef MOTCUA_INGEST_MAP_CONDITION_H
#define MOTCUA_INGEST_MAP_CONDITION_H

#include "ingest/map/item.h"

struct Condition {
    bool given;
    struct Pointer pointer;
    const char **values; /* none = any value but nothing */
    int value_count;
    bool unlike;            /* met by a value that is none of them */
    struct Condition *also; /* must be met too; NULL = none */
};

/*
 * The words of a condition: none, or POINTER, POINTER = VALUE ..., POINTER != VALUE ..., joined by "and";
 * the value "" is nothing.
 */
bool condition_compile(Arena *arena, const char *const *words, int count,
                       struct Condition *condition, struct Error *err) MUST_CHECK;

/* Sets met. Returns NULL, or the reason why it cannot be told. */
const char *condition_meets(const struct Condition *condition, const struct ItemContext *context,
                            const cJSON *entry, bool *met);

#endif
