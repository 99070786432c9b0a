#include "common/time/clock.h"

#include "common/time/dateread.h"
#include "common/time/datewords.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/banned.h"

enum {
    DAY_S = 86400,
    EPOCH_DAYS = 10957,       /* from 1970-01-01 to 2000-01-01 */
    EXCEL_2000_DAYS = 36526,  /* the number of 2000-01-01 in a spreadsheet */
    EXCEL_DAYS_MOST = 100000, /* beyond the years that count */
    EXCEL_DIGITS_MOST = 12,
};

#define SECOND_US INT64_C(1000000)

static const char YEAR_OUT_OF_RANGE[] = "năm ngoài khoảng 1990-2100";

const char clock_mismatch[] = "không phải ngày giờ dạng này";

static bool is_epoch(DateFormat format)
{
    return format->kind == DATE_IS_EPOCH_S || format->kind == DATE_IS_EPOCH_MS;
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

static void civil_from_days(int64_t days, struct DateFields *fields)
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

/* Microseconds of what an epoch counts. */
static int64_t epoch_unit(DateFormat format)
{
    return format->kind == DATE_IS_EPOCH_S ? SECOND_US : SECOND_US / 1000;
}

static Instant first_of_year(int year, int utc_offset_s)
{
    return (days_from_civil(year, 1, 1) * DAY_S - utc_offset_s) * SECOND_US;
}

static bool is_in_range(Instant instant, int utc_offset_s)
{
    return instant >= first_of_year(DATE_FIRST_YEAR, utc_offset_s) &&
           instant < first_of_year(DATE_LAST_YEAR + 1, utc_offset_s);
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
    *instant = value;
    return is_in_range(value, utc_offset_s) ? NULL : YEAR_OUT_OF_RANGE;
}

/* A spreadsheet keeps fractions of a day: what comes nearest is the second that was meant. */
static const char *parse_excel(const char *text, int utc_offset_s, Instant *instant)
{
    size_t whole = strspn(text, "0123456789");
    bool has_fraction = text[whole] == '.' || text[whole] == ',';
    const char *fraction = text + whole + has_fraction;
    size_t digits = strspn(fraction, "0123456789");
    int64_t days = 0, part = 0, unit = 1;

    if (whole == 0 || fraction[digits] != '\0' || has_fraction != (digits > 0)) {
        return clock_mismatch;
    }
    for (size_t i = 0; i < whole; i++) {
        days = days > EXCEL_DAYS_MOST ? days : days * 10 + (text[i] - '0');
    }
    for (size_t i = 0; i < digits && i < EXCEL_DIGITS_MOST; i++, unit *= 10) {
        part = part * 10 + (fraction[i] - '0');
    }
    int64_t seconds = (part * DAY_S + unit / 2) / unit;
    *instant = ((days - EXCEL_2000_DAYS) * DAY_S + seconds - utc_offset_s) * SECOND_US;
    return is_in_range(*instant, utc_offset_s) ? NULL : YEAR_OUT_OF_RANGE;
}

static const char *check_fields(struct DateFields *fields)
{
    bool of_half = fields->half >= 0;

    if (fields->month < 1 || fields->month > 12 || fields->day < 1 ||
        fields->day > days_in_month(fields->year, fields->month)) {
        return "không có ngày này";
    }
    if (fields->hour > (of_half ? 12 : 23) || (of_half && fields->hour == 0) ||
        fields->minute > 59 || fields->second > 59) {
        return "không có giờ này";
    }
    if (fields->year < DATE_FIRST_YEAR || fields->year > DATE_LAST_YEAR) {
        return YEAR_OUT_OF_RANGE;
    }
    return NULL;
}

const char *clock_parse(const char *text, DateFormat format, int utc_offset_s, Instant *instant)
{
    struct DateFields fields = {.offset_s = utc_offset_s, .half = -1};
    const char *at = text;

    if (is_epoch(format)) {
        return parse_epoch(text, format, utc_offset_s, instant);
    }
    if (format->kind == DATE_IS_EXCEL) {
        return parse_excel(text, utc_offset_s, instant);
    }
    bool is_iso = format->kind == DATE_IS_ISO;
    bool taken = is_iso ? dateread_iso(&at, &fields) : dateread_pattern(&at, format, &fields);
    if (!taken || *at != '\0') {
        return clock_mismatch;
    }
    const char *reason = check_fields(&fields);
    if (reason != NULL) {
        return reason;
    }
    int hour = fields.half >= 0 ? fields.hour % 12 + fields.half : fields.hour;
    int64_t seconds = days_from_civil(fields.year, fields.month, fields.day) * DAY_S + hour * 3600 +
                      fields.minute * 60 + fields.second - fields.offset_s;
    *instant = seconds * SECOND_US + fields.micros;
    return NULL;
}

Instant clock_from_unix(int64_t seconds)
{
    return (seconds - (int64_t)EPOCH_DAYS * DAY_S) * SECOND_US;
}

Instant clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return clock_from_unix(now.tv_sec) + now.tv_nsec / 1000;
}

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static struct DateFields local_fields(Instant instant)
{
    int64_t local = floor_divide(instant, SECOND_US) + CLOCK_VIETNAM_OFFSET_S;
    int64_t day = floor_divide(local, DAY_S);
    int second_of_day = (int)(local - day * DAY_S);
    struct DateFields fields = {
        .hour = second_of_day / 3600,
        .minute = second_of_day / 60 % 60,
        .second = second_of_day % 60,
        .micros = (int)(instant - floor_divide(instant, SECOND_US) * SECOND_US),
        .offset_s = CLOCK_VIETNAM_OFFSET_S,
    };

    civil_from_days(day, &fields);
    return fields;
}

static int write_part(const struct DateFields *at, const struct DatePart *part, char *text,
                      size_t size)
{
    int width = part->width;
    char micros[16];

    switch ((enum DateUnit)part->unit) {
    case DATE_LITERAL:
        return snprintf(text, size, "%c", part->literal);
    case DATE_YEAR:
        return snprintf(text, size, "%0*d", width, width == 2 ? at->year % 100 : at->year);
    case DATE_MONTH:
        return snprintf(text, size, "%0*d", width, at->month);
    case DATE_MONTH_NAME:
        return snprintf(text, size, "%s", datewords_month_name(at->month));
    case DATE_DAY:
        return snprintf(text, size, "%0*d", width, at->day);
    case DATE_HOUR:
        return snprintf(text, size, "%0*d", width, at->hour);
    case DATE_HOUR_OF_HALF:
        return snprintf(text, size, "%0*d", width, at->hour % 12 == 0 ? 12 : at->hour % 12);
    case DATE_MINUTE:
        return snprintf(text, size, "%02d", at->minute);
    case DATE_SECOND:
        return snprintf(text, size, "%02d", at->second);
    case DATE_FRACTION:
        snprintf(micros, sizeof micros, "%06d000", at->micros);
        return snprintf(text, size, "%.*s", width, micros);
    case DATE_HALF:
        return snprintf(text, size, "%s", at->hour < 12 ? "AM" : "PM");
    case DATE_ZONE:
        return snprintf(text, size, "+07:00");
    }
    return 0;
}

static void write_pattern(const struct DateFields *at, DateFormat format, char *text)
{
    size_t used = 0;

    for (int i = 0; i < format->count && used < CLOCK_TEXT_SIZE; i++) {
        used += (size_t)write_part(at, &format->parts[i], text + used, CLOCK_TEXT_SIZE - used);
    }
}

static void write_excel(Instant instant, char *text)
{
    int64_t local = floor_divide(instant, SECOND_US) + CLOCK_VIETNAM_OFFSET_S;
    int64_t day = floor_divide(local, DAY_S);
    long long millionths = ((local - day * DAY_S) * 1000000 + DAY_S / 2) / DAY_S;

    snprintf(text, CLOCK_TEXT_SIZE, "%lld.%06lld", (long long)day + EXCEL_2000_DAYS, millionths);
}

void clock_to_iso(Instant instant, char *text)
{
    clock_to_text(instant, DATE_ISO, text);
}

void clock_to_text(Instant instant, DateFormat format, char *text)
{
    struct DateFields at = local_fields(instant);
    int64_t epoch_us = instant + (int64_t)EPOCH_DAYS * DAY_S * SECOND_US;

    if (is_epoch(format)) {
        snprintf(text, CLOCK_TEXT_SIZE, "%lld",
                 (long long)floor_divide(epoch_us, epoch_unit(format)));
    } else if (format->kind == DATE_IS_EXCEL) {
        write_excel(instant, text);
    } else if (format->kind == DATE_IS_ISO) {
        snprintf(text, CLOCK_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d+07:00", at.year, at.month,
                 at.day, at.hour, at.minute, at.second);
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
