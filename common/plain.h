/*
 * Text as it is compared: spreadsheets, web pages and word processors put characters into it that nobody
 * sees, and letters and signs that look like others.
 */
#ifndef MOTCUA_COMMON_PLAIN_H
#define MOTCUA_COMMON_PLAIN_H

#include "common/arena.h"

#include <stdbool.h>

/*
 * The text with blanks of any kind, and C1 controls, as U+0020, without what takes no place (zero width, soft hyphens,
 * marks of direction, byte order marks ...), and with the letter đ in the place of those that look like
 * it (eth, African d). The text itself where nothing is to be done, or where it is not UTF-8; else a copy.
 */
const char *plain_text(Arena *arena, const char *text);

/* Copy with digits, letters and dashes of any form (full width, en dash, minus ...) as those of ASCII. */
const char *plain_ascii(Arena *arena, const char *text);

/*
 * plain_ascii of what is a code then: ASCII only, with a digit, and without lower-case letters where it has
 * blanks. Any other text as it is.
 */
const char *plain_signs(Arena *arena, const char *text);

/*
 * A code or a name as it is stored and asked for: plain_text, composed and trimmed; of a code plain_signs
 * and no blanks at all, of any other text one blank for several.
 */
const char *plain_code(Arena *arena, const char *text);

/* True when a letter is of another alphabet than that of Vietnamese: it may look like one of that. */
bool plain_has_foreign_letter(const char *text);

#endif
