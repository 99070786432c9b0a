#include "common/clock.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/banned.h"

static const char NOT_THIS[] = "không phải ngày giờ dạng này";
static const char NO_DAY[] = "không có ngày này";
static const char NO_TIME[] = "không có giờ này";
static const char NO_YEAR[] = "năm ngoài khoảng 1990-2100";

struct Case {
    DateFormat format;
    const char *text;
    const char *expected; /* as clock_to_iso writes it, or the reason why not */
};

static void check(const struct Case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char iso[CLOCK_TEXT_SIZE] = "";
        Instant instant = 0;
        const char *reason =
            clock_parse(cases[i].text, cases[i].format, CLOCK_VIETNAM_OFFSET_S, &instant);
        if (reason == NULL) {
            clock_to_iso(instant, iso);
        }
        cr_assert_str_eq(reason != NULL ? reason : iso, cases[i].expected, "%s: '%s', not '%s'",
                         cases[i].text, reason != NULL ? reason : iso, cases[i].expected);
    }
}

#define CHECK(cases) check(cases, sizeof(cases) / sizeof(cases)[0])

Test(clock, reads_every_format)
{
    static const struct Case cases[] = {
        {"yyyyMMddHHmmss", "20240607014012", "2024-06-07T01:40:12+07:00"},
        {"yyyyMMdd", "20240607", "2024-06-07T00:00:00+07:00"},
        {"dd/MM/yyyy HH:mm:ss", "07/06/2024 01:40:12", "2024-06-07T01:40:12+07:00"},
        {"dd/MM/yyyy HH:mm:ss", "07/06/2024 01:40", "2024-06-07T01:40:00+07:00"},
        {"dd/MM/yyyy", "07/06/2024", "2024-06-07T00:00:00+07:00"},
        {"yyyy-MM-dd HH:mm:ss", "2024-06-07 01:40:12", "2024-06-07T01:40:12+07:00"},
        {"yyyy-MM-dd HH:mm:ss", "2024-06-07 01:40:12.999", "2024-06-07T01:40:12+07:00"},
        {"yyyy-MM-dd HH:mm:ss", "2024-06-07 01:40", "2024-06-07T01:40:00+07:00"},
        {DATE_YMD, "2024-06-07", "2024-06-07T00:00:00+07:00"},
        {"d/M/yyyy H:mm", "7/6/2024 1:40", "2024-06-07T01:40:00+07:00"},
        {"d/M/yyyy H:mm", "17/12/2024 11:40", "2024-12-17T11:40:00+07:00"},
        {"d/M/yyyy", "07/06/2024", "2024-06-07T00:00:00+07:00"},
        {"dd-MM-yyyy HH:mm", "07-06-2024 01:40", "2024-06-07T01:40:00+07:00"},
        {"HH:mm:ss dd/MM/yyyy", "01:40:12 07/06/2024", "2024-06-07T01:40:12+07:00"},
        {"HH:mm:ss dd/MM/yyyy", "01:40 07/06/2024", "2024-06-07T01:40:00+07:00"},
        {"yyyy/MM/dd", "2024/06/07", "2024-06-07T00:00:00+07:00"},
        {DATE_ISO, "2024-06-07T01:40:12", "2024-06-07T01:40:12+07:00"},
        {DATE_ISO, "2024-06-07t01:40", "2024-06-07T01:40:00+07:00"},
        {DATE_ISO, "2024-06-06T18:40:12Z", "2024-06-07T01:40:12+07:00"},
        {DATE_ISO, "2024-06-06t18:40z", "2024-06-07T01:40:00+07:00"},
        {DATE_ISO, "2024-06-07T01:40:12+07", "2024-06-07T01:40:12+07:00"},
        {DATE_ISO, "2024-06-07T01:40:12+0700", "2024-06-07T01:40:12+07:00"},
        {DATE_ISO, "2024-06-07T01:40:12+07:00", "2024-06-07T01:40:12+07:00"},
        {DATE_ISO, "2024-06-06T13:10:12.5-0530", "2024-06-07T01:40:12+07:00"},
        {"epoch_s", "1717699212", "2024-06-07T01:40:12+07:00"},
        {"epoch_ms", "1717699212999", "2024-06-07T01:40:12+07:00"},
    };

    CHECK(cases);
}

Test(clock, refuses_another_format)
{
    static const struct Case cases[] = {
        {"yyyyMMddHHmmss", "", NOT_THIS},
        {"yyyyMMddHHmmss", "20240607", NOT_THIS},
        {"yyyyMMddHHmmss", "202406070140120", NOT_THIS},
        {"yyyyMMddHHmmss", "2024060701401x", NOT_THIS},
        {"yyyyMMddHHmmss", "20240607014012 ", NOT_THIS},
        {"yyyyMMddHHmmss", " 20240607014012", NOT_THIS},
        {"yyyyMMdd", "20240607000000", NOT_THIS},
        {"dd/MM/yyyy HH:mm:ss", "07/06/2024", NOT_THIS},
        {"dd/MM/yyyy HH:mm:ss", "07/06/2024 1:40", NOT_THIS},
        {"dd/MM/yyyy HH:mm:ss", "07/06/2024 01:40:", NOT_THIS},
        {"dd/MM/yyyy HH:mm:ss", "07/06/2024  01:40", NOT_THIS},
        {"dd/MM/yyyy", "7/6/2024", NOT_THIS},
        {"dd/MM/yyyy", "07-06-2024", NOT_THIS},
        {"dd/MM/yyyy", "07/06/2024 ", NOT_THIS},
        {"yyyy-MM-dd HH:mm:ss", "2024-06-07T01:40:12", NOT_THIS},
        {"yyyy-MM-dd HH:mm:ss", "2024-06-07 01:40:12.", NOT_THIS},
        {"yyyy-MM-dd HH:mm:ss", "2024-06-07 01:40:12+07", NOT_THIS},
        {DATE_YMD, "2024/06/07", NOT_THIS},
        {"d/M/yyyy", "7-6-2024", NOT_THIS},
        {"d/M/yyyy", "007/6/2024", NOT_THIS},
        {"d/M/yyyy", "7/6/24", NOT_THIS},
        {"d/M/yyyy", "/6/2024", NOT_THIS},
        {"d/M/yyyy", "7/", NOT_THIS},
        {"d/M/yyyy H:mm", "7/6/2024 1:4", NOT_THIS},
        {"HH:mm:ss dd/MM/yyyy", "01:40: 07/06/2024", NOT_THIS},
        {DATE_YMD, "-024-06-07", NOT_THIS},
        {DATE_ISO, "2024-06-07", NOT_THIS},
        {DATE_ISO, "2024-06-07 01:40:12", NOT_THIS},
        {DATE_ISO, "2024-06-07T01:40:12+7", NOT_THIS},
        {DATE_ISO, "2024-06-07T01:40:12+07:", NOT_THIS},
        {DATE_ISO, "2024-06-07T01:40:12+070", NOT_THIS},
        {DATE_ISO, "2024-06-07T01:40:12+07:000", NOT_THIS},
        {DATE_ISO, "2024-06-07T01:40:12+15:00", NOT_THIS},
        {DATE_ISO, "2024-06-07T01:40:12+07:60", NOT_THIS},
        {DATE_ISO, "2024-06-07T01:40:12.Z", NOT_THIS},
        {DATE_ISO, "2024-06-07T01:40:12ZZ", NOT_THIS},
        {"epoch_s", "", NOT_THIS},
        {"epoch_s", "-", NOT_THIS},
        {"epoch_s", "+1717699212", NOT_THIS},
        {"epoch_s", "1717699212.5", NOT_THIS},
        {"epoch_ms", "1717699212999 ", NOT_THIS},
        {"epoch_ms", "1e12", NOT_THIS},
    };

    CHECK(cases);
}

Test(clock, refuses_days_and_times_that_are_not)
{
    static const struct Case cases[] = {
        {"dd/MM/yyyy", "29/02/2026", NO_DAY},
        {"dd/MM/yyyy", "29/02/2024", "2024-02-29T00:00:00+07:00"},
        {"dd/MM/yyyy", "29/02/2000", "2000-02-29T00:00:00+07:00"},
        {"dd/MM/yyyy", "29/02/2100", NO_DAY},
        {"dd/MM/yyyy", "30/02/2024", NO_DAY},
        {"dd/MM/yyyy", "31/02/2024", NO_DAY},
        {"dd/MM/yyyy", "31/04/2024", NO_DAY},
        {"dd/MM/yyyy", "31/06/2024", NO_DAY},
        {"dd/MM/yyyy", "31/12/2024", "2024-12-31T00:00:00+07:00"},
        {"dd/MM/yyyy", "00/01/2024", NO_DAY},
        {"dd/MM/yyyy", "01/00/2024", NO_DAY},
        {"dd/MM/yyyy", "12/13/2024", NO_DAY},
        {"yyyyMMddHHmmss", "20240607240000", NO_TIME},
        {"yyyyMMddHHmmss", "20240607235960", NO_TIME},
        {"yyyyMMddHHmmss", "20240607236000", NO_TIME},
        {"yyyyMMddHHmmss", "20240607235959", "2024-06-07T23:59:59+07:00"},
        {DATE_ISO, "2024-06-07T24:00:00Z", NO_TIME},
        {DATE_ISO, "2016-12-31T23:59:60Z", NO_TIME},
    };

    CHECK(cases);
}

Test(clock, refuses_years_out_of_range)
{
    static const struct Case cases[] = {
        {DATE_YMD, "0001-01-01", NO_YEAR},
        {DATE_YMD, "0000-01-01", NO_YEAR},
        {DATE_YMD, "1989-12-31", NO_YEAR},
        {DATE_YMD, "1990-01-01", "1990-01-01T00:00:00+07:00"},
        {DATE_YMD, "2100-12-31", "2100-12-31T00:00:00+07:00"},
        {DATE_YMD, "2101-01-01", NO_YEAR},
        {DATE_YMD, "9999-12-31", NO_YEAR},
        {"epoch_s", "0", NO_YEAR},
        {"epoch_s", "-1717699212", NO_YEAR},
        {"epoch_s", "631126799", NO_YEAR},
        {"epoch_s", "631126800", "1990-01-01T00:00:00+07:00"},
        {"epoch_s", "4133955599", "2100-12-31T23:59:59+07:00"},
        {"epoch_s", "4133955600", NO_YEAR},
        {"epoch_s", "1717699212999", NO_YEAR}, /* milliseconds taken for seconds */
        {"epoch_ms", "1717699212", NO_YEAR},   /* and the other way round */
        {"epoch_s", "9999999999999", NO_YEAR},
        {"epoch_s", "99999999999999999999999", NO_YEAR},
        {"epoch_ms", "4133955600000", NO_YEAR},
    };

    CHECK(cases);
}

static Instant parsed(const char *text, DateFormat format, int utc_offset_s)
{
    Instant instant = 0;

    cr_assert_null(clock_parse(text, format, utc_offset_s, &instant), "%s", text);
    return instant;
}

Test(clock, counts_microseconds_since_2000_utc)
{
    cr_assert_eq(parsed("2000-01-01T00:00:00Z", DATE_ISO, 0), 0);
    cr_assert_eq(parsed("2000-01-01", DATE_YMD, CLOCK_VIETNAM_OFFSET_S), -25200000000LL);
    cr_assert_eq(parsed("2000-01-01 00:00:00.123456789", "yyyy-MM-dd HH:mm:ss", 0), 123456);
    cr_assert_eq(parsed("1999-12-31T23:59:59.9Z", DATE_ISO, 0), -100000);
    cr_assert_eq(parsed("2000-01-01T00:00:01", DATE_ISO, 0), 1000000);
    cr_assert_eq(parsed("946684800001", "epoch_ms", CLOCK_VIETNAM_OFFSET_S), 1000);
}

Test(clock, agrees_with_the_c_library_on_every_day)
{
    Instant day = parsed("1990-01-01", DATE_YMD, 0);
    Instant last = parsed("2100-12-31", DATE_YMD, 0);

    for (; day <= last; day += 86400LL * 1000000) {
        char expected[CLOCK_TEXT_SIZE], got[CLOCK_TEXT_SIZE];
        time_t when = (time_t)(day / 1000000 + 946684800);
        struct tm tm;

        gmtime_r(&when, &tm);
        strftime(expected, sizeof expected, "%Y-%m-%d", &tm);
        cr_assert_eq(parsed(expected, DATE_YMD, 0), day, "%s", expected);
        clock_to_text(day, DATE_YMD, got);
        cr_assert_str_eq(got, expected);
    }
}

Test(clock, writes_every_format)
{
    static const char *const expected[][2] = {
        {"yyyyMMddHHmmss", "19990102030405"},
        {"yyyyMMdd", "19990102"},
        {"dd/MM/yyyy HH:mm:ss", "02/01/1999 03:04:05"},
        {"dd/MM/yyyy", "02/01/1999"},
        {"d/M/yyyy H:mm", "2/1/1999 3:04"},
        {"HH:mm dd-MM-yyyy", "03:04 02-01-1999"},
        {"yyyy-MM-dd HH:mm:ss", "1999-01-02 03:04:05"},
        {"yyyy-MM-dd", "1999-01-02"},
        {"iso8601", "1999-01-02T03:04:05+07:00"},
        {"epoch_s", "915221045"},
        {"epoch_ms", "915221045678"},
    };
    Instant instant = parsed("1999-01-02T03:04:05.678901+07", DATE_ISO, 0);

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        char text[CLOCK_TEXT_SIZE];
        clock_to_text(instant, expected[i][0], text);
        cr_assert_str_eq(text, expected[i][1]);
    }
}

Test(clock, knows_what_is_a_format)
{
    static const char *const good[] = {
        "yyyyMMddHHmmss", "dd/MM/yyyy",          "d/M/yyyy H:mm", "HH:mm:ss dd-MM-yyyy",
        "dd.MM.yyyy",     "yyyy-MM-ddTHH:mm:ss", "iso8601",       "epoch_s",
        "epoch_ms",
    };
    static const char *const bad[] = {
        "",
        "YYYYMMDD",
        "dd/MM/yy",
        "dd/MM",
        "HH:mm",
        "dMyyyy",
        "dd/MM/yyyy dd",
        "dd/MM/yyyy HH",
        "dd/MM/yyyy mm:ss",
        "dd/MM/yyyy HH:ss",
        "dd MMM yyyy",
        "epoch",
        "dd/MM/yyyy hh:mm",
        "dd/MM/yyyy H:m",
    };

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        cr_assert(clock_is_format(good[i]), "%s", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_assert_not(clock_is_format(bad[i]), "%s", bad[i]);
    }
    cr_assert(clock_is_by_day("d/M/yyyy") && clock_is_by_day(DATE_YMD));
    cr_assert_not(clock_is_by_day(DATE_ISO) || clock_is_by_day("epoch_s") ||
                  clock_is_by_day("H:mm d/M/yyyy"));
}

Test(clock, depends_on_neither_time_zone_nor_locale)
{
    char iso[CLOCK_TEXT_SIZE];

    setenv("TZ", "America/New_York", 1);
    tzset();
    setlocale(LC_ALL, "");
    clock_to_iso(parsed("10/03/2024 02:30", "dd/MM/yyyy HH:mm:ss", CLOCK_VIETNAM_OFFSET_S), iso);
    cr_assert_str_eq(iso, "2024-03-10T02:30:00+07:00");
}

Test(clock, tells_the_present)
{
    int64_t started = clock_elapsed_ms();
    int64_t seconds = clock_now() / 1000000 + 946684800;

    cr_assert_leq(llabs(seconds - (int64_t)time(NULL)), 2);
    clock_sleep_ms(20);
    cr_assert_geq(clock_elapsed_ms() - started, 19);
    clock_sleep_ms(0);
    clock_sleep_ms(-5);
}
