/*
 * The secrets of this process, so that none is ever shown: a server may repeat what it was given, in
 * whatever form. They are kept for the whole process, because errors and log lines have no other
 * context, and a session that has expired is a secret still.
 */
#ifndef MOTCUA_COMMON_HIDDEN_H
#define MOTCUA_COMMON_HIDDEN_H

#include <stdbool.h>
#include <stddef.h>

/* Written in the place of a secret. */
#define HIDDEN_MARK "***"

/* Remembers a copy of a secret of any length; what was learned before all others may be forgotten. */
void hidden_learn(const char *secret);

/* How closely a text is looked at. */
enum HiddenCare {
    HIDDEN_WHOLE, /* own words: whole secrets that no ordinary word is likely to be */
    HIDDEN_PARTS, /* words from outside: all secrets, and longer parts of them */
};

/*
 * The bytes at `at` (within the text that begins at start) that tell a secret, or 0. A secret is found
 * in any case of letters, with blanks or escapes in it (percent, JSON, HTML, quoted-printable), in
 * hexadecimal, and inside of Base64 such as a Basic header.
 */
size_t hidden_length(const char *start, const char *at, enum HiddenCare care);

/* True when the text holds a whole secret that no ordinary word is likely to be. */
bool hidden_has(const char *text);

#endif
