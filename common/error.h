/*
 * One error style for both programs: a function that can fail returns false (or NULL) and fills the
 * caller's struct Error once, at the point of failure. Callers above may put words in front with
 * error_prefix; only main prints.
 */
#ifndef MOTCUA_COMMON_ERROR_H
#define MOTCUA_COMMON_ERROR_H

#include <stdbool.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, first_at) __attribute__((format(printf, format_at, first_at)))

/* Exit codes of both programs; the contract of the manual. */
enum ExitCode {
    EXIT_DONE = 0,
    EXIT_REJECTS = 1,
    EXIT_USAGE = 2,
    EXIT_SETTINGS = 3,
    EXIT_DATABASE = 4,
    EXIT_SOURCE = 5,
    EXIT_MAIL = 6,
    EXIT_LOCKED = 7,
    EXIT_STOPPED = 8,
    EXIT_INTERNAL = 70,
};

struct Error {
    enum ExitCode code; /* EXIT_DONE: nothing has failed */
    bool transient;     /* another try may succeed (connect, 408, 429, 5xx, a body cut short) */
    bool told;          /* it stands in the log already: a run has one more line to say */
    char message[768];  /* lower case, no full stop; safe for a terminal and free of secrets */
    char hint[256];     /* what the operator can do, or "" */
};

/* Fills err (overwriting what it held) and returns false, so that a caller can return that. */
bool error_set(struct Error *err, enum ExitCode code, const char *format, ...) PRINTF_LIKE(3, 4);

/* Adds the advice printed on the HINT line; returns false. */
bool error_hint(struct Error *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Puts "words: " in front of the message; returns false. */
bool error_prefix(struct Error *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* What an exit code means, in one line for --help and the manual; NULL for an unknown code. */
const char *exit_code_text(int code);

#endif
