/* Header lines of an e-mail. */
#ifndef MOTCUA_STATS_MAIL_HEADER_H
#define MOTCUA_STATS_MAIL_HEADER_H

#include "common/arena.h"

#include <stdbool.h>
#include <time.h>

/*
 * "Name: text" with text as encoded-words of RFC 2047, folded, no character of UTF-8 cut in two.
 * Nothing in text can begin another header: control characters become '?' first.
 */
char *header_encoded(Arena *arena, const char *name, const char *text);

/* "Date: Fri, 07 Jun 2024 01:40:12 +0700", in the time of Viet Nam. */
char *header_date(Arena *arena, time_t now);

/* True for <LOCAL@DOMAIN>, as a Message-ID has to look. */
bool header_is_message_id(const char *text);

#endif
