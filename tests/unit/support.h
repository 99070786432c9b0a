/* What several unit tests need. Criterion runs each test in a process of its own, so tests may change
 * the environment and the standard streams. */
#ifndef MOTCUA_UNIT_SUPPORT_H
#define MOTCUA_UNIT_SUPPORT_H

#include <stddef.h>
#include <sys/types.h>

/* A new file with this text and mode; its path lives as long as the process. */
const char *support_file(const char *text, mode_t mode);

/* The same with a name of our choice in a new directory; returns the directory. */
const char *support_directory(const char *name, const char *text, mode_t mode);

/* Sends stderr (or stdout) to a file from now on; support_captured returns what came so far. */
void support_capture(int descriptor);
const char *support_captured(int descriptor);

#endif
