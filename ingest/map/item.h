/* One value of a record on its way through a rule. */
#ifndef MOTCUA_INGEST_MAP_ITEM_H
#define MOTCUA_INGEST_MAP_ITEM_H

#include "ingest/map/codes.h"
#include "ingest/map/pointer.h"

enum ItemKind { ITEM_NULL, ITEM_NODE, ITEM_TEXT, ITEM_NUMBER, ITEM_BOOL, ITEM_INSTANT };

/* A value on its way through the steps. */
struct Item {
    enum ItemKind kind;
    const cJSON *node; /* ITEM_NODE: an array or object */
    const char *text;  /* ITEM_TEXT */
    long long number;  /* ITEM_NUMBER, ITEM_BOOL, ITEM_INSTANT */
};

struct ItemContext {
    Arena *arena; /* of the page */
    int utc_offset_s;
    char thousands;      /* what stands between the thousands of a number; '\0' = nothing */
    const cJSON *record; /* fieldmap_apply puts it here */
    struct Codes *codes; /* takes the codes that no map lists; NULL = nobody wants to know */
};

/* The reason, told by its address, when a rule wants a value that only the source can tell. */
extern const char item_masked[];

/*
 * Reads a scalar: the empty string and null are nothing. Returns NULL or the reason why not; here and
 * in all that follows it is in Vietnamese, for lists of rejects.
 */
const char *item_read(const struct ItemContext *context, const cJSON *node, struct Item *item);

#endif
