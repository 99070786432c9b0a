#include "common/time/dateread.h"

#include "common/time/datewords.h"

#include <ctype.h>
#include <string.h>

#include "common/banned.h"

static bool take_digits(const char **at, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (!isdigit((unsigned char)**at)) {
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

/* yyyy-MM-dd, or without the signs. */
static bool take_ymd(const char **at, bool basic, struct DateFields *fields)
{
    return take_digits(at, 4, &fields->year) && (basic || take(at, '-')) &&
           take_digits(at, 2, &fields->month) && (basic || take(at, '-')) &&
           take_digits(at, 2, &fields->day);
}

/* Digits behind the point; what is finer than a microsecond is dropped. */
static bool take_fraction(const char **at, struct DateFields *fields)
{
    int unit = 100000;

    if (!isdigit((unsigned char)**at)) {
        return false;
    }
    for (; isdigit((unsigned char)**at); (*at)++, unit /= 10) {
        fields->micros += (**at - '0') * unit;
    }
    return true;
}

/* HH:mm:ss, or without the signs; the seconds may be left out, and only they have a fraction. */
static bool take_time(const char **at, bool basic, struct DateFields *fields)
{
    if (!take_digits(at, 2, &fields->hour) || !(basic || take(at, ':')) ||
        !take_digits(at, 2, &fields->minute)) {
        return false;
    }
    if (basic ? !isdigit((unsigned char)**at) : !take(at, ':')) {
        return true;
    }
    return take_digits(at, 2, &fields->second) &&
           (!(take(at, '.') || take(at, ',')) || take_fraction(at, fields));
}

/* Z, +07, +0700, +07:00 or nothing. */
static bool take_zone(const char **at, struct DateFields *fields)
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
    if ((take(at, ':') || isdigit((unsigned char)**at)) && !take_digits(at, 2, &minutes)) {
        return false;
    }
    fields->offset_s = sign * (hours * 3600 + minutes * 60);
    return hours <= 14 && minutes <= 59;
}

/* Date and time are both with signs or both without. */
bool dateread_iso(const char **at, struct DateFields *fields)
{
    bool basic = strspn(*at, "0123456789") == 8;

    return take_ymd(at, basic, fields) && (take(at, 'T') || take(at, 't')) &&
           take_time(at, basic, fields) && take_zone(at, fields);
}

/* As many digits as the pattern has letters; of a single letter one digit or two. */
static bool take_number(const char **at, int width, int *value)
{
    bool two = width == 1 && **at != '\0' && isdigit((unsigned char)(*at)[1]);

    return take_digits(at, two ? 2 : width, value);
}

static bool take_year(const char **at, int width, int century, struct DateFields *fields)
{
    bool taken = take_digits(at, width, &fields->year);

    if (width == 2) {
        fields->year += century - century % 100;
        fields->year += fields->year < century ? 100 : 0;
    }
    return taken;
}

static bool take_month_name(const char **at, bool exact, struct DateFields *fields)
{
    size_t length = 0;

    fields->month = datewords_month(*at, !exact, &length);
    *at += length;
    return fields->month > 0;
}

static bool take_half(const char **at, struct DateFields *fields)
{
    size_t length = 0;

    fields->half = datewords_half(*at, &length);
    *at += length;
    return fields->half >= 0;
}

/* Programs print blanks that do not break before AM and PM. */
static bool take_literal(const char **at, char literal)
{
    static const char *const blanks[] = {"\xc2\xa0", "\xe2\x80\xaf"};

    for (size_t i = 0; literal == ' ' && i < sizeof blanks / sizeof blanks[0]; i++) {
        size_t length = strlen(blanks[i]);
        if (strncmp(*at, blanks[i], length) == 0) {
            *at += length;
            return true;
        }
    }
    return take(at, literal);
}

static bool take_second(const char **at, const struct DatePart *part, struct DateFields *fields)
{
    return take_digits(at, 2, &fields->second) &&
           (part->exact || !take(at, '.') || take_fraction(at, fields));
}

static bool take_part(const char **at, const struct DatePart *part, int century,
                      struct DateFields *fields)
{
    switch ((enum DateUnit)part->unit) {
    case DATE_LITERAL:
        return take_literal(at, part->literal);
    case DATE_YEAR:
        return take_year(at, part->width, century, fields);
    case DATE_MONTH:
        return take_number(at, part->width, &fields->month);
    case DATE_MONTH_NAME:
        return take_month_name(at, part->exact, fields);
    case DATE_DAY:
        return take_number(at, part->width, &fields->day);
    case DATE_HOUR:
    case DATE_HOUR_OF_HALF:
        return take_number(at, part->width, &fields->hour);
    case DATE_MINUTE:
        return take_digits(at, 2, &fields->minute);
    case DATE_SECOND:
        return take_second(at, part, fields);
    case DATE_FRACTION:
        return take_fraction(at, fields);
    case DATE_HALF:
        return take_half(at, fields);
    case DATE_ZONE:
        return **at != '\0' && strchr("Zz+-", **at) != NULL && take_zone(at, fields);
    }
    return false;
}

bool dateread_pattern(const char **at, DateFormat format, struct DateFields *fields)
{
    for (int i = 0; i < format->count; i++) {
        const struct DatePart *part = &format->parts[i];
        bool seconds_behind = part->unit == DATE_LITERAL && part->literal == ':' &&
                              i + 1 < format->count && part[1].unit == DATE_SECOND;
        if (seconds_behind && **at != ':') {
            i++; /* they are left out */
        } else if (!take_part(at, part, format->century, fields)) {
            return false;
        }
    }
    return true;
}
