#include "common/error.h"

#include "common/sanitize.h"

#include <stdarg.h>
#include <stdio.h>

#include "common/banned.h"

enum { SCRATCH_SIZE = 4096 };

/* Formats aside first, so that an argument may be a part of the error itself. */
static void PRINTF_LIKE(3, 0)
    format_into(char *target, size_t size, const char *format, va_list arguments)
{
    char scratch[SCRATCH_SIZE];

    if (vsnprintf(scratch, sizeof scratch, format, arguments) < 0) {
        scratch[0] = '\0';
    }
    sanitize_into(target, size, scratch, HIDDEN_WHOLE);
}

bool error_set(struct Error *err, enum ExitCode code, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    format_into(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    err->code = code;
    err->transient = false;
    err->told = false;
    err->hint[0] = '\0';
    return false;
}

bool error_hint(struct Error *err, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    format_into(err->hint, sizeof err->hint, format, arguments);
    va_end(arguments);
    return false;
}

bool error_prefix(struct Error *err, const char *format, ...)
{
    char joined[SCRATCH_SIZE];
    char words[sizeof err->message];
    va_list arguments;

    va_start(arguments, format);
    format_into(words, sizeof words, format, arguments);
    va_end(arguments);
    snprintf(joined, sizeof joined, "%s: %s", words, err->message);
    sanitize_into(err->message, sizeof err->message, joined, HIDDEN_WHOLE);
    return false;
}

const char *exit_code_text(int code)
{
    switch (code) {
    case EXIT_DONE:
        return "done";
    case EXIT_REJECTS:
        return "done, but records were rejected";
    case EXIT_USAGE:
        return "wrong usage of the command line";
    case EXIT_SETTINGS:
        return "error in the settings or in a file that they name";
    case EXIT_DATABASE:
        return "database error";
    case EXIT_SOURCE:
        return "a source failed; the others are loaded";
    case EXIT_MAIL:
        return "mail could not be sent";
    case EXIT_LOCKED:
        return "another run holds the lock";
    case EXIT_STOPPED:
        return "stopped by a signal";
    case EXIT_INTERNAL:
        return "internal error";
    default:
        return NULL;
    }
}
