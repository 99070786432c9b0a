/* Wall-clock times of Viet Nam as plain seconds.
 *
 * The exports carry local times without a zone and the country has no summer time, so a moment is
 * simply the number of seconds since 1970-01-01 00:00:00 on the local clock. The zone of the
 * machine that runs the tests never matters. */
#ifndef FAKESHOP_WALL_H
#define FAKESHOP_WALL_H

#include <stdbool.h>
#include <stdint.h>

#include "out.h"

typedef int64_t Wall;

/* "No such date": written as an empty string. */
#define WALL_NONE ((Wall)0)

enum { WALL_MINUTE = 60, WALL_HOUR = 3600, WALL_DAY = 86400 };

/* The moment of a calendar date and time; the parts are trusted. */
Wall wall_make(int year, int month, int day, int hour, int minute, int second);

/* Midnight at the start of the day of when. */
Wall wall_day_start(Wall when);

/* The first second (00:00:00 on the 1st) and the last one (23:59:59) of the month of when. */
Wall wall_month_start(Wall when);
Wall wall_month_end(Wall when);

/* Midnight of the day that is count weekdays (Monday to Friday) after the day of when, which must
 * itself be a weekday. */
Wall wall_add_weekdays(Wall when, int count);

/* True on Saturday and Sunday. */
bool wall_is_weekend(Wall when);

/* Appends yyyyMMddHHmmss, or nothing for WALL_NONE. */
void wall_write14(Out *out, Wall when);

/* Append dd/MM/yyyy HH:mm:ss, MM/dd/yyyy HH:mm:ss, and yyyy-MM-ddTHH:mm:ss; the last one also in UTC
 * with Z and with +0700; and milliseconds since 1970 UTC. Nothing for WALL_NONE. */
void wall_write_dmy(Out *out, Wall when);
void wall_write_mdy(Out *out, Wall when);
void wall_write_iso(Out *out, Wall when);
void wall_write_utc(Out *out, Wall when);
void wall_write_zone(Out *out, Wall when);
void wall_write_epoch(Out *out, Wall when);

/* Appends yyMMdd. */
void wall_write6(Out *out, Wall when);

/* Reads exactly 14 digits yyyyMMddHHmmss of a date that exists. */
bool wall_parse14(const char *text, Wall *when) __attribute__((warn_unused_result));

#endif
