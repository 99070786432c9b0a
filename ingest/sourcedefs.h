/* The settings of a source file; behind source.h. */
#ifndef MOTCUA_SOURCEDEFS_H
#define MOTCUA_SOURCEDEFS_H

#include "common/settings.h"
#include "ingest/kind.h"

enum { SOURCE_DEFS_MAX = 96 };

/* Ends with an entry whose name is NULL; the offsets are those of struct Source. */
extern const struct SettingDef source_defs[];

/* A setting that names a kind, and the table that says which other settings that kind reads. */
struct Choice {
    const char *section;
    const char *name;
    const struct Kind *kinds;
    const char *(*kind_name)(const char *value); /* NULL = the value is the name of a kind */
    bool can_be_off; /* by "none", until it is switched on again; its settings may stay for then */
};

/* Ends with an entry whose name is NULL. */
extern const struct Choice source_choices[];

/* Seconds east of UTC of +HH:MM or -HH:MM; false for anything else. */
bool sourcedefs_read_offset(const char *text, int *seconds);

#endif
