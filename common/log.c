#include "common/log.h"

#include "common/sanitize.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/banned.h"

enum { LINE_SIZE = 4096 };

/* The numbers are those of syslog, which systemd reads at the start of a line. */
static const struct {
    const char *word;
    const char *priority;
} levels[] = {
    [LOG_LEVEL_ERROR] = {"error", "<3>"},
    [LOG_LEVEL_WARNING] = {"warning", "<4>"},
    [LOG_LEVEL_INFO] = {"info", "<6>"},
    [LOG_LEVEL_DEBUG] = {"debug", "<7>"},
};

static const char *program_name = "motcua";
static enum LogLevel least_level = LOG_LEVEL_INFO;
static bool on_terminal;
static bool to_journal;
static bool progress_drawn;

void log_open(const char *program, enum LogLevel level)
{
    const char *journal = getenv("JOURNAL_STREAM");

    program_name = program;
    least_level = level;
    on_terminal = isatty(STDERR_FILENO) == 1;
    to_journal = !on_terminal && journal != NULL && journal[0] != '\0';
    progress_drawn = false;
}

static void wipe_progress(void)
{
    if (progress_drawn) {
        fputs("\r\033[K", stderr);
        progress_drawn = false;
    }
}

/* One fprintf a line: stderr is unbuffered, and lines of two processes must not mix. */
static void write_line(enum LogLevel level, const char *line)
{
    wipe_progress();
    if (to_journal) {
        fprintf(stderr, "%s%s\n", levels[level].priority, line);
    } else {
        fprintf(stderr, "%s: %s: %s\n", program_name, levels[level].word, line);
    }
}

/* Formats and cleans on the stack: an error about missing memory comes this way too. */
static void PRINTF_LIKE(2, 0)
    write_formatted(enum LogLevel level, const char *format, va_list arguments)
{
    char raw[LINE_SIZE], line[LINE_SIZE];

    if (level > least_level) {
        return;
    }
    if (vsnprintf(raw, sizeof raw, format, arguments) >= 0) {
        sanitize_into(line, sizeof line, raw, HIDDEN_WHOLE);
        write_line(level, line);
    }
}

void log_error(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    write_formatted(LOG_LEVEL_ERROR, format, arguments);
    va_end(arguments);
}

void log_warning(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    write_formatted(LOG_LEVEL_WARNING, format, arguments);
    va_end(arguments);
}

void log_info(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    write_formatted(LOG_LEVEL_INFO, format, arguments);
    va_end(arguments);
}

void log_debug(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    write_formatted(LOG_LEVEL_DEBUG, format, arguments);
    va_end(arguments);
}

void log_failure(const struct Error *err)
{
    char hint[sizeof err->hint];

    log_error("%s", err->message);
    if (err->hint[0] == '\0') {
        return;
    }
    sanitize_into(hint, sizeof hint, err->hint, HIDDEN_WHOLE);
    fprintf(stderr, "%sHINT: %s\n", to_journal ? levels[LOG_LEVEL_ERROR].priority : "", hint);
}

bool log_is_interactive(void)
{
    return on_terminal && least_level >= LOG_LEVEL_INFO;
}

void log_progress(const char *format, ...)
{
    char raw[LINE_SIZE], line[LINE_SIZE];
    va_list arguments;

    if (!log_is_interactive()) {
        return;
    }
    va_start(arguments, format);
    int length = vsnprintf(raw, sizeof raw, format, arguments);
    va_end(arguments);
    wipe_progress();
    if (length > 0) {
        sanitize_into(line, sizeof line, raw, HIDDEN_WHOLE);
        fputs(line, stderr);
        progress_drawn = true;
    }
}
