/* The words of dates, in English and Vietnamese, whatever their case. */
#ifndef MOTCUA_COMMON_TIME_DATEWORDS_H
#define MOTCUA_COMMON_TIME_DATEWORDS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The month (1-12) whose name text begins with, and the bytes of that name; 0 when there is none. Names
 * with a number in them (thg 6) only when numbered is set.
 */
int datewords_month(const char *text, bool numbered, size_t *length);

/* Its short English name. */
const char *datewords_month_name(int month);

/* Hours that the half of the day which text begins with adds (0 or 12), and its bytes; -1 = none. */
int datewords_half(const char *text, size_t *length);

#endif
