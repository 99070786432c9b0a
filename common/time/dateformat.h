/*
 * How a source writes its dates, compiled once. A format is one of
 *
 *     iso8601             2024-06-05T14:30:00 or 20240605T143000; a fraction and a zone (Z, +07, +0700,
 *                         +07:00) may follow
 *     epoch_s, epoch_ms   seconds or milliseconds since 1970
 *     excel               days of a spreadsheet, 45448.604166 (1900 system, local time, to the second)
 *
 * or a pattern of these units, with what stands between them:
 *
 *     yyyy    year                         HH or H   hour, 0-23
 *     yy      year of a stated century     hh or h   hour, 1-12, with a
 *     MM or M month                        mm        minute
 *     MMM     month by its name            ss        second
 *     dd or d day                          S...      fraction of the second
 *     X       zone                         a         AM, PM, SA, CH, sáng, chiều, tối
 *
 * Two letters are two digits, one letter is one or two. Month names are English (Jun, June) or
 * Vietnamese (thg 6, Th6, tháng 6, tháng Sáu), in any case. Letters (but T) and digits that are no unit
 * stand 'in quotes', '' is a quote itself; all else stands for itself, a blank also for one that does not
 * break. Seconds behind a colon may be left out, and have a fraction where the pattern has no S.
 */
#ifndef MOTCUA_COMMON_TIME_DATEFORMAT_H
#define MOTCUA_COMMON_TIME_DATEFORMAT_H

#include "common/error.h"

#include <stdbool.h>

enum {
    DATE_FIRST_YEAR = 1990, /* no dossier is older, or later */
    DATE_LAST_YEAR = 2100,
    DATE_CENTURY = 1970, /* yy are the years 1970 to 2069 unless the source says otherwise */
    DATE_PARTS_MAX = 48,
};

enum DateUnit {
    DATE_LITERAL,
    DATE_YEAR,
    DATE_MONTH,
    DATE_MONTH_NAME,
    DATE_DAY,
    DATE_HOUR,
    DATE_HOUR_OF_HALF,
    DATE_MINUTE,
    DATE_SECOND,
    DATE_FRACTION,
    DATE_HALF,
    DATE_ZONE,
};

struct DatePart {
    unsigned char unit;  /* enum DateUnit */
    unsigned char width; /* letters; of a number also its digits, but 1 is one digit or two */
    char literal;
    bool exact; /* DATE_SECOND without a fraction, DATE_MONTH_NAME without a number in it */
};

enum DateKind { DATE_IS_PATTERN, DATE_IS_ISO, DATE_IS_EPOCH_S, DATE_IS_EPOCH_MS, DATE_IS_EXCEL };

struct DateFormat {
    enum DateKind kind;
    bool by_day; /* it tells days only */
    bool has_yy; /* years have two digits */
    int century; /* the first of the hundred years that two digits can mean */
    int count;
    struct DatePart parts[DATE_PARTS_MAX];
};

typedef const struct DateFormat *DateFormat;

extern const struct DateFormat dateformat_ymd;
extern const struct DateFormat dateformat_iso;

#define DATE_YMD (&dateformat_ymd) /* yyyy-MM-dd */
#define DATE_ISO (&dateformat_iso)

/* EXIT_SETTINGS for a text that is no format, and for one that could be read in two ways. */
bool dateformat_compile(const char *text, struct DateFormat *format, struct Error *err) MUST_CHECK;

#endif
