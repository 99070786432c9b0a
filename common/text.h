/* Small things about text, which is UTF-8 where it matters. */
#ifndef MOTCUA_COMMON_TEXT_H
#define MOTCUA_COMMON_TEXT_H

#include "common/arena.h"

#include <stdbool.h>
#include <stddef.h>

#define TEXT_ALPHANUMERIC "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/* A copy in which nothing is left that may not be shown (see sanitize.h). */
char *text_sanitize(Arena *arena, const char *text);

/*
 * The text with letters and marks that come in parts (NFD) put together (NFC): the text itself where no
 * combining mark of U+0300 to U+036F is in it, or where it is not UTF-8; else a copy.
 */
char *text_compose(Arena *arena, char *text);

/* Copy with each byte that is not among the plain ones as %XX. */
char *text_percent(Arena *arena, const char *text, const char *plain);

/* Copy without white space at both ends. */
char *text_trim(Arena *arena, const char *text);

bool text_equal(const char *a, const char *b);

/* True when text begins with HOST or HOST:PORT, up to its end or to one of the signs / ? # */
bool text_has_host(const char *text);

/* Whole text as a decimal integer in [lowest, highest]; false for anything else, even blanks. */
bool text_to_int(const char *text, long long lowest, long long highest, long long *value);

#endif
