/*
 * The one way into terminals, tables, logs, errors, CSV and mails: '?' stands for each character that is
 * not shown (see utf8_character), and *** for the secrets of this process (see hidden.h).
 */
#ifndef MOTCUA_COMMON_SANITIZE_H
#define MOTCUA_COMMON_SANITIZE_H

#include "common/hidden.h"

/* Writes text into target of size bytes (at least 1); what does not fit ends in "...". */
void sanitize_into(char *target, size_t size, const char *text, enum HiddenCare care);

#endif
