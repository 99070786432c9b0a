/* Words of a server or of another program, before they become a part of a message of our own or are kept. */
#ifndef MOTCUA_COMMON_OUTSIDE_H
#define MOTCUA_COMMON_OUTSIDE_H

#include "common/arena.h"

/*
 * A copy that may be shown (see sanitize.h) without secrets and longer parts of them, e-mail addresses and
 * numbers of persons (see personal.h).
 */
char *outside_text(Arena *arena, const char *text);

#endif
