/* The words of a rule or a condition in a source file. */
#ifndef MOTCUA_INGEST_MAP_WORDS_H
#define MOTCUA_INGEST_MAP_WORDS_H

#include "common/arena.h"
#include "common/error.h"

#include <stdbool.h>

enum { WORDS_MAX = 64 };

struct Words {
    const char *items[WORDS_MAX];
    bool quoted[WORDS_MAX]; /* was written within quotation marks */
    int count;
};

/*
 * Splits at blanks; "..." keeps them; a bar or a comma outside quotes is a word of its own. The words
 * live in arena, composed (NFC) as the records are. EXIT_SETTINGS.
 */
bool words_split(Arena *arena, const char *text, struct Words *words, struct Error *err) MUST_CHECK;

#endif
