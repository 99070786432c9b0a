/*
 * Numbers and addresses of persons in a text: ID numbers (9 or 12 digits, social insurance 10), phone
 * numbers, e-mail addresses. Codes of dossiers, offices and procedures, dates and times stay readable.
 */
#ifndef MOTCUA_COMMON_PERSONAL_H
#define MOTCUA_COMMON_PERSONAL_H

#include "common/arena.h"

#include <stdbool.h>

/*
 * Copy with the digits of such a number as 9 and *** for an address. A number may be cut into groups
 * ("0912 345 678", "079.099.001.234"); its digits may be those of any script.
 */
char *personal_mask(Arena *arena, const char *text);

/* True when personal_mask would change it. */
bool personal_has(const char *text);

#endif
