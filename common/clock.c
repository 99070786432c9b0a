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

const char clock_mismatch[] = "không phải ngày giờ dạng này";

/* The letters of a pattern, and how often each may stand in a row. */
static const struct {
    char letter;
    int shortest;
    int longest;
    size_t member;
} units[] = {
    {'y', 4, 4, offsetof(struct Fields, year)},   {'M', 1, 2, offsetof(struct Fields, month)},
    {'d', 1, 2, offsetof(struct Fields, day)},    {'H', 1, 2, offsetof(struct Fields, hour)},
    {'m', 2, 2, offsetof(struct Fields, minute)}, {'s', 2, 2, offsetof(struct Fields, second)},
};

enum { UNIT_COUNT = sizeof units / sizeof units[0], PATTERN_BYTES_MAX = 32 };

/* The unit that a letter stands for, or -1 for what stands between. */
static int unit_of(char letter)
{
    for (int i = 0; i < UNIT_COUNT; i++) {
        if (units[i].letter == letter) {
            return i;
        }
    }
    return -1;
}

static int run_length(const char *pattern)
{
    int length = 1;

    while (pattern[length] == pattern[0]) {
        length++;
    }
    return length;
}

static int *member_of(struct Fields *fields, int unit)
{
    return (int *)(void *)((char *)fields + units[unit].member);
}

static bool is_epoch(DateFormat format)
{
    return format[0] == 'e';
}

static bool is_iso(DateFormat format)
{
    return format[0] == 'i';
}

static bool is_pattern(const char *text)
{
    bool given[UNIT_COUNT] = {false};

    if (strlen(text) > PATTERN_BYTES_MAX) {
        return false;
    }
    for (const char *at = text; *at != '\0';) {
        int unit = unit_of(*at);
        int length = unit < 0 ? 1 : run_length(at);
        if (unit < 0 && strchr(" /-.,:T", *at) == NULL) {
            return false;
        }
        if (unit >= 0) {
            bool open_end = length == 1 && unit_of(at[1]) >= 0;
            if (given[unit] || open_end || length < units[unit].shortest ||
                length > units[unit].longest) {
                return false;
            }
            given[unit] = true;
        }
        at += length;
    }
    /* A minute needs its hour, a second its minute. */
    return given[0] && given[1] && given[2] && given[3] == given[4] && (given[4] || !given[5]);
}

bool clock_is_format(const char *text)
{
    return strcmp(text, DATE_ISO) == 0 || strcmp(text, "epoch_s") == 0 ||
           strcmp(text, "epoch_ms") == 0 || is_pattern(text);
}

bool clock_is_by_day(DateFormat format)
{
    return !is_iso(format) && !is_epoch(format) && strchr(format, 'H') == NULL;
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

/* HH:mm:ss; the seconds may be left out. */
static bool take_time(const char **at, struct Fields *fields)
{
    if (!take_digits(at, 2, &fields->hour) || !take(at, ':') ||
        !take_digits(at, 2, &fields->minute)) {
        return false;
    }
    return !take(at, ':') || take_digits(at, 2, &fields->second);
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
    return take_ymd(at, fields) && (take(at, 'T') || take(at, 't')) && take_time(at, fields) &&
           take_fraction(at, fields) && take_zone(at, fields);
}

/* As many digits as the pattern has letters; of a single letter one digit or two. */
static bool take_unit(const char **at, int unit, int length, struct Fields *fields)
{
    bool two = length == 1 && **at != '\0' && (*at)[1] >= '0' && (*at)[1] <= '9';

    return take_digits(at, two ? 2 : length, member_of(fields, unit));
}

static bool take_pattern(const char **at, const char *pattern, struct Fields *fields)
{
    while (*pattern != '\0') {
        int unit = unit_of(*pattern);
        int length = unit < 0 ? 1 : run_length(pattern);
        if (unit < 0 && *pattern == ':' && pattern[1] == 's' && **at != ':') {
            length = 3;
        } else if (unit < 0 ? !take(at, *pattern) : !take_unit(at, unit, length, fields)) {
            return false;
        }
        if (unit >= 0 && *pattern == 's' && !take_fraction(at, fields)) {
            return false;
        }
        pattern += length;
    }
    return true;
}

/* Microseconds of what an epoch counts. */
static int64_t epoch_unit(DateFormat format)
{
    return strcmp(format, "epoch_s") == 0 ? SECOND_US : SECOND_US / 1000;
}

static Instant first_of_year(int year, int utc_offset_s)
{
    return (days_from_civil(year, 1, 1) * DAY_S - utc_offset_s) * SECOND_US;
}

static const char *parse_epoch(const char *text, DateFormat format, int utc_offset_s,
                               Instant *instant)
{
    int64_t unit = epoch_unit(format);
    bool negative = text[0] == '-';
    const char *digits = text + negative;
    size_t length = strspn(digits, "0123456789");
    int64_t value = 0;

    if (length == 0 || digits[length] != '\0') {
        return clock_mismatch;
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

const char *clock_parse(const char *text, DateFormat format, int utc_offset_s, Instant *instant)
{
    struct Fields fields = {.offset_s = utc_offset_s};
    const char *at = text;

    if (is_epoch(format)) {
        return parse_epoch(text, format, utc_offset_s, instant);
    }
    bool taken = is_iso(format) ? take_iso(&at, &fields) : take_pattern(&at, format, &fields);
    if (!taken || *at != '\0') {
        return clock_mismatch;
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

static void write_pattern(struct Fields *at, const char *pattern, char *text)
{
    size_t used = 0;

    while (*pattern != '\0') {
        int unit = unit_of(*pattern);
        int length = unit < 0 ? 1 : run_length(pattern);
        if (unit < 0) {
            text[used++] = *pattern;
        } else {
            used += (size_t)snprintf(text + used, CLOCK_TEXT_SIZE - used, "%0*d", length,
                                     *member_of(at, unit));
        }
        pattern += length;
    }
    text[used] = '\0';
}

void clock_to_text(Instant instant, DateFormat format, char *text)
{
    struct Fields at = local_fields(instant);
    int64_t epoch_us = instant + (int64_t)EPOCH_DAYS * DAY_S * SECOND_US;

    if (is_epoch(format)) {
        snprintf(text, CLOCK_TEXT_SIZE, "%lld",
                 (long long)floor_divide(epoch_us, epoch_unit(format)));
    } else if (is_iso(format)) {
        write_pattern(&at, "yyyy-MM-ddTHH:mm:ss", text);
        snprintf(text + strlen(text), CLOCK_TEXT_SIZE - strlen(text), "+07:00");
    } else {
        write_pattern(&at, format, text);
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
