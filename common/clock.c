#include "clock.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "banned.h"

enum {
    FIRST_YEAR = 1990,
    LAST_YEAR = 2100,
    DAY_S = 86400,
    EPOCH_DAYS = 10957, /* from 1970-01-01 to 2000-01-01 */
};

#define SECOND_US INT64_C(1000000)

static const char YEAR_OUT_OF_RANGE[] = "năm ngoài khoảng 1990-2100";

/* A date and a time as written. */
struct Fields {
    int year, month, day;
    int hour, minute, second;
    int micros;
    int offset_s; /* of the zone, east of UTC */
};

static const struct {
    const char *name;
    const char *mismatch;
} formats[] = {
    [DATE_COMPACT] = {"yyyyMMddHHmmss", "không phải ngày giờ dạng yyyyMMddHHmmss"},
    [DATE_COMPACT_DAY] = {"yyyyMMdd", "không phải ngày giờ dạng yyyyMMdd"},
    [DATE_DMY_TIME] = {"dd/MM/yyyy HH:mm:ss", "không phải ngày giờ dạng dd/MM/yyyy HH:mm:ss"},
    [DATE_DMY] = {"dd/MM/yyyy", "không phải ngày giờ dạng dd/MM/yyyy"},
    [DATE_YMD_TIME] = {"yyyy-MM-dd HH:mm:ss", "không phải ngày giờ dạng yyyy-MM-dd HH:mm:ss"},
    [DATE_YMD] = {"yyyy-MM-dd", "không phải ngày giờ dạng yyyy-MM-dd"},
    [DATE_ISO] = {"iso8601", "không phải ngày giờ dạng iso8601"},
    [DATE_EPOCH_S] = {"epoch_s", "không phải ngày giờ dạng epoch_s"},
    [DATE_EPOCH_MS] = {"epoch_ms", "không phải ngày giờ dạng epoch_ms"},
};

enum { FORMAT_COUNT = sizeof formats / sizeof formats[0] };

bool clock_format_from_name(const char *name, enum DateFormat *format)
{
    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(name, formats[i].name) == 0) {
            *format = (enum DateFormat)i;
            return true;
        }
    }
    return false;
}

/* Days from 2000-01-01 to a day of the proleptic Gregorian calendar. The year is taken to begin in
 * March, which puts the leap day at its end. */
static int64_t days_from_civil(int year, int month, int day)
{
    int64_t shifted = month <= 2 ? (int64_t)year - 1 : year;
    int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t year_of_era = shifted - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468 - EPOCH_DAYS;
}

static void civil_from_days(int64_t days, struct Fields *fields)
{
    int64_t shifted = days + EPOCH_DAYS + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;

    fields->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    fields->month = (int)(month < 10 ? month + 3 : month - 9);
    fields->year = (int)(year_of_era + era * 400 + (fields->month <= 2));
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

static bool take_digits(const char **at, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (**at < '0' || **at > '9') {
            return false;
        }
        *value = *value * 10 + (**at - '0');
    }
    return true;
}

static bool take(const char **at, char wanted)
{
    if (**at != wanted) {
        return false;
    }
    (*at)++;
    return true;
}

static bool take_ymd(const char **at, struct Fields *fields)
{
    return take_digits(at, 4, &fields->year) && take(at, '-') &&
           take_digits(at, 2, &fields->month) && take(at, '-') && take_digits(at, 2, &fields->day);
}

static bool take_dmy(const char **at, struct Fields *fields)
{
    return take_digits(at, 2, &fields->day) && take(at, '/') &&
           take_digits(at, 2, &fields->month) && take(at, '/') && take_digits(at, 4, &fields->year);
}

/* HH:mm:ss; where the format allows it, the seconds may be left out. */
static bool take_time(const char **at, bool seconds_optional, struct Fields *fields)
{
    if (!take_digits(at, 2, &fields->hour) || !take(at, ':') ||
        !take_digits(at, 2, &fields->minute)) {
        return false;
    }
    if (take(at, ':')) {
        return take_digits(at, 2, &fields->second);
    }
    return seconds_optional;
}

/* A fraction of any length; what is finer than a microsecond is dropped. */
static bool take_fraction(const char **at, struct Fields *fields)
{
    int unit = 100000;

    if (!take(at, '.')) {
        return true;
    }
    if (**at < '0' || **at > '9') {
        return false;
    }
    for (; **at >= '0' && **at <= '9'; (*at)++, unit /= 10) {
        fields->micros += (**at - '0') * unit;
    }
    return true;
}

/* Z, +07, +0700, +07:00 or nothing. */
static bool take_zone(const char **at, struct Fields *fields)
{
    int hours, minutes = 0;

    if (take(at, 'Z') || take(at, 'z')) {
        fields->offset_s = 0;
        return true;
    }
    if (**at != '+' && **at != '-') {
        return true;
    }
    int sign = *(*at)++ == '-' ? -1 : 1;
    if (!take_digits(at, 2, &hours)) {
        return false;
    }
    if ((take(at, ':') || **at != '\0') && !take_digits(at, 2, &minutes)) {
        return false;
    }
    fields->offset_s = sign * (hours * 3600 + minutes * 60);
    return hours <= 14 && minutes <= 59;
}

static bool take_iso(const char **at, struct Fields *fields)
{
    return take_ymd(at, fields) && (take(at, 'T') || take(at, 't')) &&
           take_time(at, true, fields) && take_fraction(at, fields) && take_zone(at, fields);
}

static bool take_compact(const char **at, struct Fields *fields)
{
    return take_digits(at, 4, &fields->year) && take_digits(at, 2, &fields->month) &&
           take_digits(at, 2, &fields->day);
}

static bool take_format(const char **at, enum DateFormat format, struct Fields *fields)
{
    switch (format) {
    case DATE_COMPACT:
        return take_compact(at, fields) && take_digits(at, 2, &fields->hour) &&
               take_digits(at, 2, &fields->minute) && take_digits(at, 2, &fields->second);
    case DATE_COMPACT_DAY:
        return take_compact(at, fields);
    case DATE_DMY_TIME:
        return take_dmy(at, fields) && take(at, ' ') && take_time(at, true, fields);
    case DATE_DMY:
        return take_dmy(at, fields);
    case DATE_YMD_TIME:
        return take_ymd(at, fields) && take(at, ' ') && take_time(at, false, fields) &&
               take_fraction(at, fields);
    case DATE_YMD:
        return take_ymd(at, fields);
    case DATE_ISO:
        return take_iso(at, fields);
    case DATE_EPOCH_S:
    case DATE_EPOCH_MS:
    default:
        return false;
    }
}

static Instant first_of_year(int year, int utc_offset_s)
{
    return (days_from_civil(year, 1, 1) * DAY_S - utc_offset_s) * SECOND_US;
}

static const char *parse_epoch(const char *text, enum DateFormat format, int utc_offset_s,
                               Instant *instant)
{
    int64_t unit = format == DATE_EPOCH_S ? SECOND_US : SECOND_US / 1000;
    bool negative = text[0] == '-';
    const char *digits = text + negative;
    size_t length = strspn(digits, "0123456789");
    int64_t value = 0;

    if (length == 0 || digits[length] != '\0') {
        return formats[format].mismatch;
    }
    if (negative || length > 13) {
        return YEAR_OUT_OF_RANGE;
    }
    for (size_t i = 0; i < length; i++) {
        value = value * 10 + (digits[i] - '0');
    }
    if (value > INT64_MAX / unit) {
        return YEAR_OUT_OF_RANGE;
    }
    value = value * unit - (int64_t)EPOCH_DAYS * DAY_S * SECOND_US;
    if (value < first_of_year(FIRST_YEAR, utc_offset_s) ||
        value >= first_of_year(LAST_YEAR + 1, utc_offset_s)) {
        return YEAR_OUT_OF_RANGE;
    }
    *instant = value;
    return NULL;
}

const char *clock_parse(const char *text, enum DateFormat format, int utc_offset_s,
                        Instant *instant)
{
    struct Fields fields = {.offset_s = utc_offset_s};
    const char *at = text;

    if (format == DATE_EPOCH_S || format == DATE_EPOCH_MS) {
        return parse_epoch(text, format, utc_offset_s, instant);
    }
    if (!take_format(&at, format, &fields) || *at != '\0') {
        return formats[format].mismatch;
    }
    if (fields.month < 1 || fields.month > 12 || fields.day < 1 ||
        fields.day > days_in_month(fields.year, fields.month)) {
        return "không có ngày này";
    }
    if (fields.hour > 23 || fields.minute > 59 || fields.second > 59) {
        return "không có giờ này";
    }
    if (fields.year < FIRST_YEAR || fields.year > LAST_YEAR) {
        return YEAR_OUT_OF_RANGE;
    }
    int64_t seconds = days_from_civil(fields.year, fields.month, fields.day) * DAY_S +
                      fields.hour * 3600 + fields.minute * 60 + fields.second - fields.offset_s;
    *instant = seconds * SECOND_US + fields.micros;
    return NULL;
}

Instant clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return ((int64_t)now.tv_sec - (int64_t)EPOCH_DAYS * DAY_S) * SECOND_US + now.tv_nsec / 1000;
}

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static struct Fields local_fields(Instant instant)
{
    int64_t local = floor_divide(instant, SECOND_US) + CLOCK_VIETNAM_OFFSET_S;
    int64_t day = floor_divide(local, DAY_S);
    int second_of_day = (int)(local - day * DAY_S);
    struct Fields fields = {
        .hour = second_of_day / 3600,
        .minute = second_of_day / 60 % 60,
        .second = second_of_day % 60,
        .micros = (int)(instant - floor_divide(instant, SECOND_US) * SECOND_US),
        .offset_s = CLOCK_VIETNAM_OFFSET_S,
    };

    civil_from_days(day, &fields);
    return fields;
}

void clock_to_iso(Instant instant, char *text)
{
    clock_to_text(instant, DATE_ISO, text);
}

void clock_to_text(Instant instant, enum DateFormat format, char *text)
{
    struct Fields at = local_fields(instant);
    int64_t epoch_us = instant + (int64_t)EPOCH_DAYS * DAY_S * SECOND_US;

    switch (format) {
    case DATE_COMPACT:
        snprintf(text, CLOCK_TEXT_SIZE, "%04d%02d%02d%02d%02d%02d", at.year, at.month, at.day,
                 at.hour, at.minute, at.second);
        break;
    case DATE_COMPACT_DAY:
        snprintf(text, CLOCK_TEXT_SIZE, "%04d%02d%02d", at.year, at.month, at.day);
        break;
    case DATE_DMY_TIME:
        snprintf(text, CLOCK_TEXT_SIZE, "%02d/%02d/%04d %02d:%02d:%02d", at.day, at.month, at.year,
                 at.hour, at.minute, at.second);
        break;
    case DATE_DMY:
        snprintf(text, CLOCK_TEXT_SIZE, "%02d/%02d/%04d", at.day, at.month, at.year);
        break;
    case DATE_YMD_TIME:
        snprintf(text, CLOCK_TEXT_SIZE, "%04d-%02d-%02d %02d:%02d:%02d", at.year, at.month, at.day,
                 at.hour, at.minute, at.second);
        break;
    case DATE_YMD:
        snprintf(text, CLOCK_TEXT_SIZE, "%04d-%02d-%02d", at.year, at.month, at.day);
        break;
    case DATE_ISO:
        snprintf(text, CLOCK_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d+07:00", at.year, at.month,
                 at.day, at.hour, at.minute, at.second);
        break;
    case DATE_EPOCH_S:
        snprintf(text, CLOCK_TEXT_SIZE, "%lld", (long long)floor_divide(epoch_us, SECOND_US));
        break;
    case DATE_EPOCH_MS:
        snprintf(text, CLOCK_TEXT_SIZE, "%lld", (long long)floor_divide(epoch_us, 1000));
        break;
    }
}

int64_t clock_elapsed_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clock_sleep_ms(int64_t ms)
{
    struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

    if (ms > 0) {
        nanosleep(&pause, NULL);
    }
}
