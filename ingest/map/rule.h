/* The rule of one column: where its value comes from, and the steps that it goes through. */
#ifndef MOTCUA_INGEST_MAP_RULE_H
#define MOTCUA_INGEST_MAP_RULE_H

#include "ingest/map/entity.h"
#include "ingest/map/step.h"

enum { RULE_POINTERS_MAX = 8, RULE_STEPS_MAX = 6 };

/*
 * One column's rule: the first alternative that has a value (or the constant), then the steps. An
 * alternative is a pointer, or several with "+" between: their values with a blank between, nothing
 * when one of them has none.
 */
struct Rule {
    const struct Column *column;
    const char *text; /* as written in the source file */
    struct Pointer pointers[RULE_POINTERS_MAX];
    int root_keys[RULE_POINTERS_MAX]; /* of each pointer's first key, for the field map */
    bool joined[RULE_POINTERS_MAX];   /* with the pointer before it */
    int pointer_count;
    const char *constant;
    struct Step steps[RULE_STEPS_MAX];
    int step_count;
};

/* Compiles rule->text for rule->column. EXIT_SETTINGS says what was expected. */
bool rule_compile(Arena *arena, struct Rule *rule, struct Error *err) MUST_CHECK;

/* What each pointer of a rule leads to in a record. */
struct Found {
    const cJSON *nodes[RULE_POINTERS_MAX];
    bool twice[RULE_POINTERS_MAX];
};

/*
 * What the rule reads, before its steps; a list or object as it is. Returns NULL, or the reason why not.
 */
const char *rule_take(const struct Rule *rule, const struct ItemContext *context,
                      const struct Found *found, struct Item *item);

/* The same of a whole record. */
const char *rule_origin(const struct Rule *rule, const struct ItemContext *context,
                        const cJSON *record, struct Item *item);

/* True when what the rule reads are codes. */
bool rule_has_map(const struct Rule *rule);

/* True when the rule uses a part of a text only: the rest may be anything. */
bool rule_cuts(const struct Rule *rule);

/*
 * True when the rule can end well whatever text it has read, because it puts another value in its place:
 * by a map with *, or by set where the column or a map would not take any text.
 */
bool rule_replaces(const struct Rule *rule);

/* True when a step of the rule, or the condition, names the text as a value. */
bool rule_lists(const struct Rule *rule, const char *text);
bool condition_lists(const struct Condition *condition, const char *text);

#endif
