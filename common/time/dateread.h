/* From the letters of a date to its numbers; whether there is such a day is for clock.h to say. */
#ifndef MOTCUA_COMMON_TIME_DATEREAD_H
#define MOTCUA_COMMON_TIME_DATEREAD_H

#include "common/time/dateformat.h"

/* A date and a time as written. */
struct DateFields {
    int year, month, day;
    int hour, minute, second;
    int micros;
    int offset_s; /* of the zone, east of UTC */
    int half; /* hours that the half of the day adds to one that counts to 12; -1 = it counts to 23 */
};

/*
 * Read what stands at *at and move it behind that; fields has the offset of times without a zone, half -1
 * and all else 0. False when something else stands there.
 */
bool dateread_iso(const char **at, struct DateFields *fields) MUST_CHECK;
bool dateread_pattern(const char **at, DateFormat format, struct DateFields *fields) MUST_CHECK;

#endif
