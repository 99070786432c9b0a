/* The rule of one column: where its value comes from, and the steps that it goes through. */
#ifndef MOTCUA_RULE_H
#define MOTCUA_RULE_H

#include "ingest/entity.h"
#include "ingest/step.h"

enum { RULE_POINTERS_MAX = 4, RULE_STEPS_MAX = 6 };

/* One column's rule: the first of the pointers (or the constant) that has a value, then the steps. */
struct Rule {
    const struct Column *column;
    const char *text; /* as written in the source file */
    struct Pointer pointers[RULE_POINTERS_MAX];
    int root_keys[RULE_POINTERS_MAX]; /* of each pointer's first key, for the field map */
    int pointer_count;
    const char *constant;
    struct Step steps[RULE_STEPS_MAX];
    int step_count;
};

/* Compiles rule->text for rule->column. EXIT_SETTINGS says what was expected. */
bool rule_compile(Arena *arena, struct Rule *rule, struct Error *err) MUST_CHECK;

/* True when what the rule reads are codes. */
bool rule_has_map(const struct Rule *rule);

/* True when the rule reads a key as a value, compares it with codes, or adds it up inside a list. */
bool rule_shows(const struct Rule *rule, const char *key);

/* True when the condition compares a key with codes. */
bool condition_shows(const struct Condition *condition, const char *key);

#endif
