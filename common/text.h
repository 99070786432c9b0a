/* Small things about UTF-8 text from outside. */
#ifndef MOTCUA_TEXT_H
#define MOTCUA_TEXT_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True for well-formed UTF-8: no overlong forms, no surrogates, at most U+10FFFF. */
bool text_is_utf8(const char *text, size_t length);

/* True for the bytes 0x20 to 0x7E only, which most fields are and which need no further look. */
bool text_is_printable_ascii(const char *text, size_t length);

/* True when the text holds a byte below 0x20 or 0x7F. */
bool text_has_control(const char *text, size_t length);

/*
 * The bytes of the character at `at`, 1 for a malformed one, whose *code_point is not set. *shown tells
 * that it is one to be seen: no control character (C0, DEL, C1), no line or paragraph separator, no
 * bidirectional mark, nothing else that Unicode calls a format character or ignorable.
 */
size_t text_character(const char *at, uint32_t *code_point, bool *shown);

/*
 * The one way into terminals, tables, logs, errors, CSV and mails: a copy with a '?' for each character
 * that is not shown (see text_character), and *** for the secrets of this process (see hidden.h).
 */
char *text_sanitize(Arena *arena, const char *text);

/* The same into target of size bytes (at least 1); what does not fit ends in "...". */
void text_sanitize_into(char *target, size_t size, const char *text);

/*
 * The same for words of a server or another program, before they become a part of an own message or
 * are kept: also parts of secrets, e-mail addresses and numbers of persons (see personal.h) are masked.
 */
char *text_outside(Arena *arena, const char *text);

/* Columns that the text takes on a terminal; combining marks take none, malformed bytes one. */
size_t text_width(const char *text);

/*
 * The text with letters and marks that come in parts (NFD) put together (NFC): the text itself where no
 * combining mark of U+0300 to U+036F is in it, or where it is not UTF-8; else a copy.
 */
char *text_compose(Arena *arena, char *text);

/* Copy without white space at both ends. */
char *text_trim(Arena *arena, const char *text);

bool text_equal(const char *a, const char *b);

/* True when text begins with HOST or HOST:PORT, up to its end or to one of the signs / ? # */
bool text_has_host(const char *text);

/* Whole text as a decimal integer in [lowest, highest]; false for anything else, even blanks. */
bool text_to_int(const char *text, long long lowest, long long highest, long long *value);

#endif
