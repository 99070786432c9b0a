/*
 * Instants are microseconds since 2000-01-01 00:00:00 UTC, as PostgreSQL counts them on the wire.
 * Viet Nam is UTC+7 all the year (no daylight saving since long before any dossier), so a local
 * time without a zone needs no zone database.
 */
#ifndef MOTCUA_COMMON_TIME_CLOCK_H
#define MOTCUA_COMMON_TIME_CLOCK_H

#include "common/time/dateformat.h"

#include <stdbool.h>
#include <stdint.h>

enum { CLOCK_VIETNAM_OFFSET_S = 7 * 3600, CLOCK_TEXT_SIZE = 64 };

typedef int64_t Instant;

/*
 * Reads the whole text in the one format stated; times without a zone lie utc_offset_s east of UTC.
 * Returns NULL, or the reason why not: clock_mismatch, "không có ngày này", "không có giờ này", "năm ngoài
 * khoảng 1990-2100"; lists of rejects show it. A date without a time is 00:00:00 of that day. 12 AM is
 * midnight, 12 PM noon.
 */
const char *clock_parse(const char *text, DateFormat format, int utc_offset_s, Instant *instant);

extern const char clock_mismatch[];

/* The present. */
Instant clock_now(void);

/* The instant so many seconds after 1970-01-01 00:00:00 UTC. */
Instant clock_from_unix(int64_t seconds);

/* Writes instant as 2024-06-07T01:40:12+07:00 into text of CLOCK_TEXT_SIZE bytes. */
void clock_to_iso(Instant instant, char *text);

/*
 * Writes instant, local time, in the format stated (for query parameters): months by their short English
 * name, AM and PM.
 */
void clock_to_text(Instant instant, DateFormat format, char *text);

/* Monotonic milliseconds, for measuring. */
int64_t clock_elapsed_ms(void);

/* Returns early when a signal arrives, so that a request to stop is noticed. */
void clock_sleep_ms(int64_t ms);

#endif
