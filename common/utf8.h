/* Letters and bytes of texts that may or may not be UTF-8; allocates nothing. */
#ifndef MOTCUA_COMMON_UTF8_H
#define MOTCUA_COMMON_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True for well-formed UTF-8: no overlong forms, no surrogates, at most U+10FFFF. */
bool utf8_is_valid(const char *text, size_t length);

/* True for the bytes 0x20 to 0x7E only, which most fields are and which need no further look. */
bool utf8_is_printable_ascii(const char *text, size_t length);

/* True when the text holds a byte below 0x20 or 0x7F. */
bool utf8_has_control(const char *text, size_t length);

/*
 * The bytes of the character at `at`, 1 for a malformed one, whose *code_point is not set. *shown tells
 * that it is one to be seen: no control character (C0, DEL, C1), no line or paragraph separator, no
 * bidirectional mark, nothing else that Unicode calls a format character or ignorable.
 */
size_t utf8_character(const char *at, uint32_t *code_point, bool *shown);

/* Columns that the text takes on a terminal; combining marks take none, malformed bytes one. */
size_t utf8_width(const char *text);

#endif
