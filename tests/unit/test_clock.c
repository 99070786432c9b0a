#include "common/clock.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/banned.h"

static const char NO_DAY[] = "không có ngày này";
static const char NO_TIME[] = "không có giờ này";
static const char NO_YEAR[] = "năm ngoài khoảng 1990-2100";

struct Case {
    enum DateFormat format;
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
        {DATE_COMPACT, "20240607014012", "2024-06-07T01:40:12+07:00"},
        {DATE_COMPACT_DAY, "20240607", "2024-06-07T00:00:00+07:00"},
        {DATE_DMY_TIME, "07/06/2024 01:40:12", "2024-06-07T01:40:12+07:00"},
        {DATE_DMY_TIME, "07/06/2024 01:40", "2024-06-07T01:40:00+07:00"},
        {DATE_DMY, "07/06/2024", "2024-06-07T00:00:00+07:00"},
        {DATE_YMD_TIME, "2024-06-07 01:40:12", "2024-06-07T01:40:12+07:00"},
        {DATE_YMD_TIME, "2024-06-07 01:40:12.999", "2024-06-07T01:40:12+07:00"},
        {DATE_YMD, "2024-06-07", "2024-06-07T00:00:00+07:00"},
        {DATE_ISO, "2024-06-07T01:40:12", "2024-06-07T01:40:12+07:00"},
        {DATE_ISO, "2024-06-07t01:40", "2024-06-07T01:40:00+07:00"},
        {DATE_ISO, "2024-06-06T18:40:12Z", "2024-06-07T01:40:12+07:00"},
        {DATE_ISO, "2024-06-06t18:40z", "2024-06-07T01:40:00+07:00"},
        {DATE_ISO, "2024-06-07T01:40:12+07", "2024-06-07T01:40:12+07:00"},
        {DATE_ISO, "2024-06-07T01:40:12+0700", "2024-06-07T01:40:12+07:00"},
        {DATE_ISO, "2024-06-07T01:40:12+07:00", "2024-06-07T01:40:12+07:00"},
        {DATE_ISO, "2024-06-06T13:10:12.5-0530", "2024-06-07T01:40:12+07:00"},
        {DATE_EPOCH_S, "1717699212", "2024-06-07T01:40:12+07:00"},
        {DATE_EPOCH_MS, "1717699212999", "2024-06-07T01:40:12+07:00"},
    };

    CHECK(cases);
}

Test(clock, refuses_another_format)
{
    static const struct Case cases[] = {
        {DATE_COMPACT, "", "không phải ngày giờ dạng yyyyMMddHHmmss"},
        {DATE_COMPACT, "20240607", "không phải ngày giờ dạng yyyyMMddHHmmss"},
        {DATE_COMPACT, "202406070140120", "không phải ngày giờ dạng yyyyMMddHHmmss"},
        {DATE_COMPACT, "2024060701401x", "không phải ngày giờ dạng yyyyMMddHHmmss"},
        {DATE_COMPACT, "20240607014012 ", "không phải ngày giờ dạng yyyyMMddHHmmss"},
        {DATE_COMPACT, " 20240607014012", "không phải ngày giờ dạng yyyyMMddHHmmss"},
        {DATE_COMPACT_DAY, "20240607000000", "không phải ngày giờ dạng yyyyMMdd"},
        {DATE_DMY_TIME, "07/06/2024", "không phải ngày giờ dạng dd/MM/yyyy HH:mm:ss"},
        {DATE_DMY_TIME, "07/06/2024 1:40", "không phải ngày giờ dạng dd/MM/yyyy HH:mm:ss"},
        {DATE_DMY_TIME, "07/06/2024 01:40:", "không phải ngày giờ dạng dd/MM/yyyy HH:mm:ss"},
        {DATE_DMY_TIME, "07/06/2024  01:40", "không phải ngày giờ dạng dd/MM/yyyy HH:mm:ss"},
        {DATE_DMY, "7/6/2024", "không phải ngày giờ dạng dd/MM/yyyy"},
        {DATE_DMY, "07-06-2024", "không phải ngày giờ dạng dd/MM/yyyy"},
        {DATE_DMY, "07/06/2024 ", "không phải ngày giờ dạng dd/MM/yyyy"},
        {DATE_YMD_TIME, "2024-06-07 01:40", "không phải ngày giờ dạng yyyy-MM-dd HH:mm:ss"},
        {DATE_YMD_TIME, "2024-06-07T01:40:12", "không phải ngày giờ dạng yyyy-MM-dd HH:mm:ss"},
        {DATE_YMD_TIME, "2024-06-07 01:40:12.", "không phải ngày giờ dạng yyyy-MM-dd HH:mm:ss"},
        {DATE_YMD_TIME, "2024-06-07 01:40:12+07", "không phải ngày giờ dạng yyyy-MM-dd HH:mm:ss"},
        {DATE_YMD, "2024/06/07", "không phải ngày giờ dạng yyyy-MM-dd"},
        {DATE_YMD, "-024-06-07", "không phải ngày giờ dạng yyyy-MM-dd"},
        {DATE_ISO, "2024-06-07", "không phải ngày giờ dạng iso8601"},
        {DATE_ISO, "2024-06-07 01:40:12", "không phải ngày giờ dạng iso8601"},
        {DATE_ISO, "2024-06-07T01:40:12+7", "không phải ngày giờ dạng iso8601"},
        {DATE_ISO, "2024-06-07T01:40:12+07:", "không phải ngày giờ dạng iso8601"},
        {DATE_ISO, "2024-06-07T01:40:12+070", "không phải ngày giờ dạng iso8601"},
        {DATE_ISO, "2024-06-07T01:40:12+07:000", "không phải ngày giờ dạng iso8601"},
        {DATE_ISO, "2024-06-07T01:40:12+15:00", "không phải ngày giờ dạng iso8601"},
        {DATE_ISO, "2024-06-07T01:40:12+07:60", "không phải ngày giờ dạng iso8601"},
        {DATE_ISO, "2024-06-07T01:40:12.Z", "không phải ngày giờ dạng iso8601"},
        {DATE_ISO, "2024-06-07T01:40:12ZZ", "không phải ngày giờ dạng iso8601"},
        {DATE_EPOCH_S, "", "không phải ngày giờ dạng epoch_s"},
        {DATE_EPOCH_S, "-", "không phải ngày giờ dạng epoch_s"},
        {DATE_EPOCH_S, "+1717699212", "không phải ngày giờ dạng epoch_s"},
        {DATE_EPOCH_S, "1717699212.5", "không phải ngày giờ dạng epoch_s"},
        {DATE_EPOCH_MS, "1717699212999 ", "không phải ngày giờ dạng epoch_ms"},
        {DATE_EPOCH_MS, "1e12", "không phải ngày giờ dạng epoch_ms"},
    };

    CHECK(cases);
}

Test(clock, refuses_days_and_times_that_are_not)
{
    static const struct Case cases[] = {
        {DATE_DMY, "29/02/2026", NO_DAY},
        {DATE_DMY, "29/02/2024", "2024-02-29T00:00:00+07:00"},
        {DATE_DMY, "29/02/2000", "2000-02-29T00:00:00+07:00"},
        {DATE_DMY, "29/02/2100", NO_DAY},
        {DATE_DMY, "30/02/2024", NO_DAY},
        {DATE_DMY, "31/02/2024", NO_DAY},
        {DATE_DMY, "31/04/2024", NO_DAY},
        {DATE_DMY, "31/06/2024", NO_DAY},
        {DATE_DMY, "31/12/2024", "2024-12-31T00:00:00+07:00"},
        {DATE_DMY, "00/01/2024", NO_DAY},
        {DATE_DMY, "01/00/2024", NO_DAY},
        {DATE_DMY, "12/13/2024", NO_DAY},
        {DATE_COMPACT, "20240607240000", NO_TIME},
        {DATE_COMPACT, "20240607235960", NO_TIME},
        {DATE_COMPACT, "20240607236000", NO_TIME},
        {DATE_COMPACT, "20240607235959", "2024-06-07T23:59:59+07:00"},
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
        {DATE_EPOCH_S, "0", NO_YEAR},
        {DATE_EPOCH_S, "-1717699212", NO_YEAR},
        {DATE_EPOCH_S, "631126799", NO_YEAR},
        {DATE_EPOCH_S, "631126800", "1990-01-01T00:00:00+07:00"},
        {DATE_EPOCH_S, "4133955599", "2100-12-31T23:59:59+07:00"},
        {DATE_EPOCH_S, "4133955600", NO_YEAR},
        {DATE_EPOCH_S, "1717699212999", NO_YEAR}, /* milliseconds taken for seconds */
        {DATE_EPOCH_MS, "1717699212", NO_YEAR},   /* and the other way round */
        {DATE_EPOCH_S, "9999999999999", NO_YEAR},
        {DATE_EPOCH_S, "99999999999999999999999", NO_YEAR},
        {DATE_EPOCH_MS, "4133955600000", NO_YEAR},
    };

    CHECK(cases);
}

static Instant parsed(const char *text, enum DateFormat format, int utc_offset_s)
{
    Instant instant = 0;

    cr_assert_null(clock_parse(text, format, utc_offset_s, &instant), "%s", text);
    return instant;
}

Test(clock, counts_microseconds_since_2000_utc)
{
    cr_assert_eq(parsed("2000-01-01T00:00:00Z", DATE_ISO, 0), 0);
    cr_assert_eq(parsed("2000-01-01", DATE_YMD, CLOCK_VIETNAM_OFFSET_S), -25200000000LL);
    cr_assert_eq(parsed("2000-01-01 00:00:00.123456789", DATE_YMD_TIME, 0), 123456);
    cr_assert_eq(parsed("1999-12-31T23:59:59.9Z", DATE_ISO, 0), -100000);
    cr_assert_eq(parsed("2000-01-01T00:00:01", DATE_ISO, 0), 1000000);
    cr_assert_eq(parsed("946684800001", DATE_EPOCH_MS, CLOCK_VIETNAM_OFFSET_S), 1000);
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
    static const char *const expected[] = {
        [DATE_COMPACT] = "19990102030405",        [DATE_COMPACT_DAY] = "19990102",
        [DATE_DMY_TIME] = "02/01/1999 03:04:05",  [DATE_DMY] = "02/01/1999",
        [DATE_YMD_TIME] = "1999-01-02 03:04:05",  [DATE_YMD] = "1999-01-02",
        [DATE_ISO] = "1999-01-02T03:04:05+07:00", [DATE_EPOCH_S] = "915221045",
        [DATE_EPOCH_MS] = "915221045678",
    };
    Instant instant = parsed("1999-01-02T03:04:05.678901+07", DATE_ISO, 0);

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        char text[CLOCK_TEXT_SIZE];
        clock_to_text(instant, (enum DateFormat)i, text);
        cr_assert_str_eq(text, expected[i]);
    }
}

Test(clock, knows_the_names_of_formats)
{
    static const char *const names[] = {
        "yyyyMMddHHmmss",
        "yyyyMMdd",
        "dd/MM/yyyy HH:mm:ss",
        "dd/MM/yyyy",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd",
        "iso8601",
        "epoch_s",
        "epoch_ms",
    };
    enum DateFormat format = DATE_EPOCH_MS;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        cr_assert(clock_format_from_name(names[i], &format));
        cr_assert_eq((size_t)format, i);
    }
    cr_assert_not(clock_format_from_name("YYYYMMDD", &format));
    cr_assert_not(clock_format_from_name("", &format));
}

Test(clock, depends_on_neither_time_zone_nor_locale)
{
    char iso[CLOCK_TEXT_SIZE];

    setenv("TZ", "America/New_York", 1);
    tzset();
    setlocale(LC_ALL, "");
    clock_to_iso(parsed("10/03/2024 02:30", DATE_DMY_TIME, CLOCK_VIETNAM_OFFSET_S), iso);
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
