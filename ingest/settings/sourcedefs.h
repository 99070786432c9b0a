/* The table of the settings of a source file; behind sourcefile.h. */
#ifndef MOTCUA_INGEST_SETTINGS_SOURCEDEFS_H
#define MOTCUA_INGEST_SETTINGS_SOURCEDEFS_H

#include "common/program/settings.h"

enum { SOURCE_DEFS_MAX = 96 };

/* Ends with an entry whose name is NULL; the offsets are those of struct Source. */
extern const struct SettingDef source_defs[];

/* Seconds east of UTC of +HH:MM or -HH:MM; false for anything else. */
bool sourcedefs_read_offset(const char *text, int *seconds);

#endif
