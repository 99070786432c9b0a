/* Not mktime or localtime: they depend on the zone of the machine, take locks, and are too slow for
 * ten dates per record. */
#include "wall.h"

enum { VIETNAM_OFFSET = 7 * WALL_HOUR };

typedef struct {
    int year;
    int month;
    int day;
} Date;

/* Days since 1970-01-01 of a date in the Gregorian calendar. The year is taken to begin in March,
 * which puts the leap day at its end and makes the month lengths a linear formula. */
static int64_t days_from_date(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = y / 400;
    int64_t year_of_era = y - era * 400;
    int64_t shifted = month > 2 ? month - 3 : month + 9;
    int64_t day_of_year = (153 * shifted + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

/* The inverse, with the same year that begins in March. */
static Date date_from_days(int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = shifted / 146097;
    int64_t doe = shifted - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);

    return (Date){
        .year = (int)(yoe + era * 400) + (month <= 2 ? 1 : 0),
        .month = month,
        .day = (int)(doy - (153 * mp + 2) / 5 + 1),
    };
}

Wall wall_make(int year, int month, int day, int hour, int minute, int second)
{
    return days_from_date(year, month, day) * WALL_DAY + hour * WALL_HOUR + minute * WALL_MINUTE +
           second;
}

Wall wall_day_start(Wall when)
{
    return when - when % WALL_DAY;
}

Wall wall_month_start(Wall when)
{
    Date date = date_from_days(when / WALL_DAY);

    return wall_make(date.year, date.month, 1, 0, 0, 0);
}

Wall wall_month_end(Wall when)
{
    /* 31 days after the 1st is always a day of the next month. */
    return wall_month_start(wall_month_start(when) + 31 * WALL_DAY) - 1;
}

/* Monday is 0; 1970-01-01 was a Thursday. */
static int weekday(Wall when)
{
    return (int)((when / WALL_DAY + 3) % 7);
}

bool wall_is_weekend(Wall when)
{
    return weekday(when) >= 5;
}

Wall wall_add_weekdays(Wall when, int count)
{
    int days = count / 5 * 7 + count % 5;

    if (weekday(when) + count % 5 >= 5) {
        days += 2;
    }
    return wall_day_start(when) + (Wall)days * WALL_DAY;
}

/* Two digits; value is below 100. */
static void put2(char *at, int value)
{
    at[0] = (char)('0' + value / 10);
    at[1] = (char)('0' + value % 10);
}

void wall_write14(Out *out, Wall when)
{
    char text[14];

    if (when == WALL_NONE) {
        return;
    }
    Date date = date_from_days(when / WALL_DAY);
    int clock = (int)(when % WALL_DAY);
    put2(text, date.year / 100);
    put2(text + 2, date.year % 100);
    put2(text + 4, date.month);
    put2(text + 6, date.day);
    put2(text + 8, clock / WALL_HOUR);
    put2(text + 10, clock / WALL_MINUTE % 60);
    put2(text + 12, clock % 60);
    out_mem(out, text, sizeof text);
}

/* Puts the time of day behind a date. */
static void put_clock(Out *out, Wall when)
{
    int clock = (int)(when % WALL_DAY);

    out_padded(out, (uint64_t)(clock / WALL_HOUR), 2);
    out_char(out, ':');
    out_padded(out, (uint64_t)(clock / WALL_MINUTE % 60), 2);
    out_char(out, ':');
    out_padded(out, (uint64_t)(clock % 60), 2);
}

void wall_write_dmy(Out *out, Wall when)
{
    if (when == WALL_NONE) {
        return;
    }
    Date date = date_from_days(when / WALL_DAY);
    out_padded(out, (uint64_t)date.day, 2);
    out_char(out, '/');
    out_padded(out, (uint64_t)date.month, 2);
    out_char(out, '/');
    out_padded(out, (uint64_t)date.year, 4);
    out_char(out, ' ');
    put_clock(out, when);
}

void wall_write_mdy(Out *out, Wall when)
{
    if (when == WALL_NONE) {
        return;
    }
    Date date = date_from_days(when / WALL_DAY);
    out_padded(out, (uint64_t)date.month, 2);
    out_char(out, '/');
    out_padded(out, (uint64_t)date.day, 2);
    out_char(out, '/');
    out_padded(out, (uint64_t)date.year, 4);
    out_char(out, ' ');
    put_clock(out, when);
}

void wall_write_iso(Out *out, Wall when)
{
    if (when == WALL_NONE) {
        return;
    }
    Date date = date_from_days(when / WALL_DAY);
    out_padded(out, (uint64_t)date.year, 4);
    out_char(out, '-');
    out_padded(out, (uint64_t)date.month, 2);
    out_char(out, '-');
    out_padded(out, (uint64_t)date.day, 2);
    out_char(out, 'T');
    put_clock(out, when);
}

void wall_write_utc(Out *out, Wall when)
{
    if (when != WALL_NONE) {
        wall_write_iso(out, when - VIETNAM_OFFSET);
        out_char(out, 'Z');
    }
}

void wall_write_zone(Out *out, Wall when)
{
    if (when != WALL_NONE) {
        wall_write_iso(out, when);
        OUT_LIT(out, "+0700");
    }
}

void wall_write_epoch(Out *out, Wall when)
{
    if (when != WALL_NONE) {
        out_padded(out, (uint64_t)(when - VIETNAM_OFFSET), 1);
        OUT_LIT(out, "000");
    }
}

void wall_write6(Out *out, Wall when)
{
    char text[6];
    Date date = date_from_days(when / WALL_DAY);

    put2(text, date.year % 100);
    put2(text + 2, date.month);
    put2(text + 4, date.day);
    out_mem(out, text, sizeof text);
}

/* The value of count digits; the caller has checked that they are digits. */
static int digits(const char *text, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool wall_parse14(const char *text, Wall *when)
{
    if (strlen(text) != 14 || strspn(text, "0123456789") != 14) {
        return false;
    }
    Date date = {digits(text, 4), digits(text + 4, 2), digits(text + 6, 2)};
    int hour = digits(text + 8, 2);
    int minute = digits(text + 10, 2);
    int second = digits(text + 12, 2);
    if (date.year < 1970 || date.month < 1 || date.month > 12 || date.day < 1 || hour > 23 ||
        minute > 59 || second > 59) {
        return false;
    }
    int64_t days = days_from_date(date.year, date.month, date.day);
    Date back = date_from_days(days);
    /* A date such as 31 February comes back as another one. */
    if (back.month != date.month || back.day != date.day) {
        return false;
    }
    *when = days * WALL_DAY + hour * WALL_HOUR + minute * WALL_MINUTE + second;
    return true;
}
