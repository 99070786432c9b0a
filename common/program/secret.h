/* Secrets come from files: in $CREDENTIALS_DIRECTORY under systemd, or else of mode 0600. */
#ifndef MOTCUA_COMMON_PROGRAM_SECRET_H
#define MOTCUA_COMMON_PROGRAM_SECRET_H

#include "common/arena.h"
#include "common/error.h"

/*
 * Returns the first line of the file, without its line end, a byte order mark before it and blanks at
 * its end. A relative name is looked up in
 * $CREDENTIALS_DIRECTORY when that is set. NULL with EXIT_SETTINGS when the file cannot be read, is
 * empty or UTF-16, holds a control character, or gives group or others any right (credentials of
 * systemd are exempt: it guards them). From then on no message shows it (see hidden.h).
 */
const char *secret_read(Arena *arena, const char *file, struct Error *err) MUST_CHECK;

/*
 * The path of a secret file that another library reads, such as a private key; looked up and refused
 * as by secret_read.
 */
const char *secret_path(Arena *arena, const char *file, struct Error *err) MUST_CHECK;

#endif
