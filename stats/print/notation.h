/* Numbers and dates as Vietnamese readers write them: 1.271, 96,93 %, 07/06/2024. They come in as
 * PostgreSQL prints them; what the database does not know (NULL) is "–". */
#ifndef MOTCUA_STATS_PRINT_NOTATION_H
#define MOTCUA_STATS_PRINT_NOTATION_H

#include "common/arena.h"

/* What stands in the place of a null. */
#define NOTATION_NONE "–"

/* "1271" as "1.271". */
const char *notation_count(Arena *arena, const char *digits);

/* "39", "1271" as "39/1.271"; nothing of nothing known as one dash. */
const char *notation_fraction(Arena *arena, const char *numerator, const char *denominator);

/* "96.93" as "96,93"; every digit stays. */
const char *notation_decimal(Arena *arena, const char *number);

/* "86" as "+86", "-0.53" as "-0,53": a change, with its sign; none is "0". */
const char *notation_change(Arena *arena, const char *number);

/* "96.93" as "96,93 %". */
const char *notation_percent(Arena *arena, const char *number);

/* "2024-06-07", with or without a time after it, as "07/06/2024". */
const char *notation_day(Arena *arena, const char *iso);

/* "2024-06-07T01:40:12+07:00" as "07/06/2024 01:40". */
const char *notation_time(Arena *arena, const char *iso);

/* The same with seconds. */
const char *notation_time_exact(Arena *arena, const char *iso);

#endif
