/*
 * Kinds of a thing that a source file chooses by name: of paging, of authentication, of format. Each
 * module has one table of its kinds; a new kind is a new row there.
 */
#ifndef MOTCUA_KIND_H
#define MOTCUA_KIND_H

#include "common/error.h"

#include <stdbool.h>

struct Kind {
    const char *name;  /* NULL ends a table */
    const char *uses;  /* names of the settings that it reads, separated by blanks */
    const char *needs; /* those of them that must have a value */
    const void *ways;  /* what it does; the module's own struct of functions */
};

/* NULL for an unknown name. */
const struct Kind *kind_find(const struct Kind *kinds, const char *name);

/* True when name is one of the words of a list that is separated by blanks. */
bool kind_lists(const char *list, const char *name);

/* True when a kind of the table uses the setting. */
bool kind_owns(const struct Kind *kinds, const char *setting);

/* EXIT_SETTINGS "expected only with SELECTOR = KIND, KIND". */
bool kind_refuse(const struct Kind *kinds, const char *selector, const char *setting,
                 struct Error *err);

#endif
