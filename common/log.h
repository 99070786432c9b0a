/*
 * The one place that prints to stderr, but for the last words without memory (memory.h). One line an
 * event; under systemd each line carries its priority, on a terminal the level in words. Text is made
 * safe for a terminal here.
 */
#ifndef MOTCUA_COMMON_LOG_H
#define MOTCUA_COMMON_LOG_H

#include "common/error.h"

#include <stdbool.h>

enum LogLevel { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Sets the program's name and the least important level that is printed. */
void log_open(const char *program, enum LogLevel level);

void log_error(const char *format, ...) PRINTF_LIKE(1, 2);
void log_warning(const char *format, ...) PRINTF_LIKE(1, 2);
void log_info(const char *format, ...) PRINTF_LIKE(1, 2);
void log_debug(const char *format, ...) PRINTF_LIKE(1, 2);

/* Prints err with its HINT line at level error. */
void log_failure(const struct Error *err);

/* True when progress may be drawn in place: stderr is a terminal, the level is at least info. */
bool log_is_interactive(void);

/* Draws a progress line over the last one; an empty format wipes it. Only when interactive. */
void log_progress(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
