/*
 * Instants are microseconds since 2000-01-01 00:00:00 UTC, as PostgreSQL counts them on the wire.
 * Viet Nam is UTC+7 all the year (no daylight saving since long before any dossier), so a local
 * time without a zone needs no zone database.
 */
#ifndef MOTCUA_CLOCK_H
#define MOTCUA_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum { CLOCK_VIETNAM_OFFSET_S = 7 * 3600, CLOCK_TEXT_SIZE = 64 };

typedef int64_t Instant;

/*
 * How a source writes its dates: "iso8601" (with T; zone Z, +07, +0700, +07:00 or none), "epoch_s" or
 * "epoch_ms" (since 1970), or a pattern of
 *
 *     yyyy   MM or M   dd or d   HH or H   mm   ss
 *
 * with what stands between them. Two letters are two digits, one letter is one or two. Seconds behind a
 * colon may be left out, and may have a fraction.
 */
typedef const char *DateFormat;

#define DATE_YMD "yyyy-MM-dd"
#define DATE_ISO "iso8601"

/* False when a text is no format, or one that could be read in two ways. */
bool clock_is_format(const char *text);

/* True when the format tells days only. */
bool clock_is_by_day(DateFormat format);

/*
 * Reads the whole text in the one format stated; times without a zone lie utc_offset_s east of UTC.
 * Returns NULL, or the reason why not: clock_mismatch, "không có ngày này", "không có giờ này", "năm ngoài
 * khoảng 1990-2100"; lists of rejects show it. A date without a time is 00:00:00 of that day.
 */
const char *clock_parse(const char *text, DateFormat format, int utc_offset_s, Instant *instant);

extern const char clock_mismatch[];

/* The present. */
Instant clock_now(void);

/* Writes instant as 2024-06-07T01:40:12+07:00 into text of CLOCK_TEXT_SIZE bytes. */
void clock_to_iso(Instant instant, char *text);

/* Writes instant, local time, in the format stated (for query parameters). */
void clock_to_text(Instant instant, DateFormat format, char *text);

/* Monotonic milliseconds, for measuring. */
int64_t clock_elapsed_ms(void);

/* Returns early when a signal arrives, so that a request to stop is noticed. */
void clock_sleep_ms(int64_t ms);

#endif
