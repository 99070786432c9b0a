/*
 * Reads files of [section] and name = value lines, on top of inih. What inih would let pass is an
 * error here: a line that is too long (inih cuts it in two), a line without '=', a value that goes
 * on in the next line. A ';' inside a line belongs to the value; comments have a line of their own.
 */
#ifndef MOTCUA_COMMON_PROGRAM_INIFILE_H
#define MOTCUA_COMMON_PROGRAM_INIFILE_H

#include "common/error.h"

#include <stdbool.h>

struct InifileEntry {
    const char *path;
    int line;
    const char *section; /* "" before the first section */
    const char *name;
    const char *value; /* without white space at both ends; the texts live only during the call */
    bool guarded;      /* neither group nor others have any right to the file */
};

/* Called for each entry. Returns false with err filled to stop; "FILE:LINE: " is put in front. */
typedef bool (*InifileHandler)(void *user, const struct InifileEntry *entry, struct Error *err);

/* EXIT_SETTINGS when the file cannot be read or has a bad line. */
bool inifile_read(const char *path, InifileHandler handler, void *user,
                  struct Error *err) MUST_CHECK;

#endif
