/* Reading single values of a record, and conditions on them. */
#ifndef MOTCUA_CONDITION_H
#define MOTCUA_CONDITION_H

#include "ingest/codes.h"
#include "ingest/pointer.h"

enum ItemKind { ITEM_NULL, ITEM_NODE, ITEM_TEXT, ITEM_NUMBER, ITEM_BOOL, ITEM_INSTANT };

/* A value on its way through the steps. */
struct Item {
    enum ItemKind kind;
    const cJSON *node; /* ITEM_NODE: an array or object */
    const char *text;  /* ITEM_TEXT */
    long long number;  /* ITEM_NUMBER, ITEM_BOOL, ITEM_INSTANT */
};

struct StepContext {
    Arena *arena; /* of the page */
    int utc_offset_s;
    char thousands;      /* what stands between the thousands of a number; '\0' = nothing */
    const cJSON *record; /* fieldmap_apply puts it here */
    struct Codes *codes; /* takes the codes that no map lists; NULL = nobody wants to know */
};

/* The reason, told by its address, when a rule wants a value that only the source can tell. */
extern const char step_masked[];

/*
 * Reads a scalar: the empty string and null are nothing. Returns NULL or the reason why not; here and
 * in all that follows it is in Vietnamese, for lists of rejects.
 */
const char *step_read_scalar(const struct StepContext *context, const cJSON *node,
                             struct Item *item);

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
const char *condition_meets(const struct Condition *condition, const struct StepContext *context,
                            const cJSON *entry, bool *met);

#endif
