/*
 * The kinds of a thing that a file of settings chooses by a word: of paging, of authentication, of format.
 * A table of kinds is the one place that has the words; what a kind does stands in a table of its module,
 * by number.
 */
#ifndef MOTCUA_COMMON_PROGRAM_KIND_H
#define MOTCUA_COMMON_PROGRAM_KIND_H

#include "common/error.h"

#include <stddef.h>

struct Kind {
    const char *name;  /* NULL ends a table */
    int number;        /* what the program knows it by */
    const char *uses;  /* names of the settings that it reads, separated by blanks */
    const char *needs; /* those of them that must have a value */
};

/* NULL for an unknown name. */
const struct Kind *kind_find(const struct Kind *kinds, const char *name);

/* True when name is one of the words of a list that is separated by blanks. */
bool kind_lists(const char *list, const char *name);

/* True when a kind of the table uses the setting. */
bool kind_owns(const struct Kind *kinds, const char *setting);

/* EXIT_SETTINGS "expected none, basic or key". */
bool kind_expect(const struct Kind *kinds, struct Error *err);

/* EXIT_SETTINGS "expected only with SELECTOR = KIND, KIND". */
bool kind_refuse(const struct Kind *kinds, const char *selector, const char *setting,
                 struct Error *err);

#endif
