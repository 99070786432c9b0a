#include "common/time/clock.h"

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
    const char *format;
    const char *text;
    const char *expected; /* as clock_to_iso writes it, or the reason why not */
};

static struct DateFormat compiled(const char *text)
{
    struct DateFormat format;
    struct Error err = {.code = EXIT_DONE};

    cr_assert(dateformat_compile(text, &format, &err), "%s", err.message);
    return format;
}

static void check(const struct Case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char iso[CLOCK_TEXT_SIZE] = "";
        Instant instant = 0;
        struct DateFormat format = compiled(cases[i].format);
        const char *reason = clock_parse(cases[i].text, &format, CLOCK_VIETNAM_OFFSET_S, &instant);
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
        {"yyyy-MM-dd", "2024-06-07", "2024-06-07T00:00:00+07:00"},
        {"d/M/yyyy H:mm", "7/6/2024 1:40", "2024-06-07T01:40:00+07:00"},
        {"d/M/yyyy H:mm", "17/12/2024 11:40", "2024-12-17T11:40:00+07:00"},
        {"d/M/yyyy", "07/06/2024", "2024-06-07T00:00:00+07:00"},
        {"dd-MM-yyyy HH:mm", "07-06-2024 01:40", "2024-06-07T01:40:00+07:00"},
        {"HH:mm:ss dd/MM/yyyy", "01:40:12 07/06/2024", "2024-06-07T01:40:12+07:00"},
        {"HH:mm:ss dd/MM/yyyy", "01:40 07/06/2024", "2024-06-07T01:40:00+07:00"},
        {"yyyy/MM/dd", "2024/06/07", "2024-06-07T00:00:00+07:00"},
        {"iso8601", "2024-06-07T01:40:12", "2024-06-07T01:40:12+07:00"},
        {"iso8601", "2024-06-07t01:40", "2024-06-07T01:40:00+07:00"},
        {"iso8601", "2024-06-06T18:40:12Z", "2024-06-07T01:40:12+07:00"},
        {"iso8601", "2024-06-06t18:40z", "2024-06-07T01:40:00+07:00"},
        {"iso8601", "2024-06-07T01:40:12+07", "2024-06-07T01:40:12+07:00"},
        {"iso8601", "2024-06-07T01:40:12+0700", "2024-06-07T01:40:12+07:00"},
        {"iso8601", "2024-06-07T01:40:12+07:00", "2024-06-07T01:40:12+07:00"},
        {"iso8601", "2024-06-06T13:10:12.5-0530", "2024-06-07T01:40:12+07:00"},
        {"iso8601", "20240605T143000Z", "2024-06-05T21:30:00+07:00"},
        {"iso8601", "20240605T143000", "2024-06-05T14:30:00+07:00"},
        {"iso8601", "20240605T1430", "2024-06-05T14:30:00+07:00"},
        {"iso8601", "20240605T1430+07", "2024-06-05T14:30:00+07:00"},
        {"iso8601", "20240605T143000.25-0530", "2024-06-06T03:00:00+07:00"},
        {"iso8601", "20240605t143000,999+07:00", "2024-06-05T14:30:00+07:00"},
        {"iso8601", "2024-06-05T14:30:00,5Z", "2024-06-05T21:30:00+07:00"},
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
        {"yyyy-MM-dd", "2024/06/07", NOT_THIS},
        {"d/M/yyyy", "7-6-2024", NOT_THIS},
        {"d/M/yyyy", "007/6/2024", NOT_THIS},
        {"d/M/yyyy", "7/6/24", NOT_THIS},
        {"d/M/yyyy", "/6/2024", NOT_THIS},
        {"d/M/yyyy", "7/", NOT_THIS},
        {"d/M/yyyy H:mm", "7/6/2024 1:4", NOT_THIS},
        {"HH:mm:ss dd/MM/yyyy", "01:40: 07/06/2024", NOT_THIS},
        {"yyyy-MM-dd", "-024-06-07", NOT_THIS},
        {"iso8601", "2024-06-07", NOT_THIS},
        {"iso8601", "2024-06-07 01:40:12", NOT_THIS},
        {"iso8601", "2024-06-07T01:40:12+7", NOT_THIS},
        {"iso8601", "2024-06-07T01:40:12+07:", NOT_THIS},
        {"iso8601", "2024-06-07T01:40:12+070", NOT_THIS},
        {"iso8601", "2024-06-07T01:40:12+07:000", NOT_THIS},
        {"iso8601", "2024-06-07T01:40:12+15:00", NOT_THIS},
        {"iso8601", "2024-06-07T01:40:12+07:60", NOT_THIS},
        {"iso8601", "2024-06-07T01:40:12.Z", NOT_THIS},
        {"iso8601", "2024-06-07T01:40:12ZZ", NOT_THIS},
        {"iso8601", "2024-06-07T01:40.5", NOT_THIS}, /* of a minute? */
        {"iso8601", "20240607", NOT_THIS},
        {"iso8601", "20240607T01:40:12", NOT_THIS},
        {"iso8601", "2024-06-07T014012", NOT_THIS},
        {"iso8601", "20240607T01401", NOT_THIS},
        {"iso8601", "20240607T0140Z1", NOT_THIS},
        {"iso8601", "2024060T014012", NOT_THIS},
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
        {"iso8601", "2024-06-07T24:00:00Z", NO_TIME},
        {"iso8601", "2016-12-31T23:59:60Z", NO_TIME},
    };

    CHECK(cases);
}

Test(clock, refuses_years_out_of_range)
{
    static const struct Case cases[] = {
        {"yyyy-MM-dd", "0001-01-01", NO_YEAR},
        {"yyyy-MM-dd", "0000-01-01", NO_YEAR},
        {"yyyy-MM-dd", "1989-12-31", NO_YEAR},
        {"yyyy-MM-dd", "1990-01-01", "1990-01-01T00:00:00+07:00"},
        {"yyyy-MM-dd", "2100-12-31", "2100-12-31T00:00:00+07:00"},
        {"yyyy-MM-dd", "2101-01-01", NO_YEAR},
        {"yyyy-MM-dd", "9999-12-31", NO_YEAR},
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
    cr_assert_eq(parsed("2000-01-01T00:00:00.123456789", DATE_ISO, 0), 123456);
    cr_assert_eq(parsed("1999-12-31T23:59:59.9Z", DATE_ISO, 0), -100000);
    cr_assert_eq(parsed("2000-01-01T00:00:01", DATE_ISO, 0), 1000000);
    struct DateFormat epoch_ms = compiled("epoch_ms"), local = compiled("yyyy-MM-dd HH:mm:ss");
    cr_assert_eq(parsed("946684800001", &epoch_ms, CLOCK_VIETNAM_OFFSET_S), 1000);
    cr_assert_eq(parsed("2000-01-01 00:00:00.123456789", &local, 0), 123456);
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
        struct DateFormat format = compiled(expected[i][0]);
        clock_to_text(instant, &format, text);
        cr_assert_str_eq(text, expected[i][1]);
    }
}

Test(clock, depends_on_neither_time_zone_nor_locale)
{
    char iso[CLOCK_TEXT_SIZE];

    setenv("TZ", "America/New_York", 1);
    tzset();
    setlocale(LC_ALL, "");
    clock_to_iso(parsed("2024-03-10T02:30", DATE_ISO, CLOCK_VIETNAM_OFFSET_S), iso);
    cr_assert_str_eq(iso, "2024-03-10T02:30:00+07:00");
}

Test(clock, reads_quoted_text_and_any_separator)
{
    static const struct Case cases[] = {
        {"HH'h'mm 'ngày' dd/MM/yyyy", "14h30 ngày 05/06/2024", "2024-06-05T14:30:00+07:00"},
        {"HH'h'mm 'ngày' dd/MM/yyyy", "14h30 ngay 05/06/2024", NOT_THIS},
        {"HH'h'mm 'ngày' dd/MM/yyyy", "14:30 ngày 05/06/2024", NOT_THIS},
        {"H 'giờ' mm 'phút,' 'ngày' d 'tháng' M 'năm' yyyy",
         "9 giờ 05 phút, ngày 5 tháng 6 năm 2024", "2024-06-05T09:05:00+07:00"},
        {"dd_MM_yyyy|HH~mm", "05_06_2024|14~30", "2024-06-05T14:30:00+07:00"},
        {"(dd\\MM\\yyyy)", "(05\\06\\2024)", "2024-06-05T00:00:00+07:00"},
        {"dd–MM–yyyy", "05–06–2024", "2024-06-05T00:00:00+07:00"},
        {"dd''MM''yyyy", "05'06'2024", "2024-06-05T00:00:00+07:00"},
        {"'20'yyMMdd", "20240605", "2024-06-05T00:00:00+07:00"},
        {"yyyy-MM-dd'T'HH:mm:ss.SSSX", "2024-06-05T14:30:00.123Z", "2024-06-05T21:30:00+07:00"},
        {"yyyy-MM-ddTHH:mm:ssX", "2024-06-05T14:30:00.5+0900", "2024-06-05T12:30:00+07:00"},
        {"yyyy-MM-ddTHH:mm:ssX", "2024-06-05T14:30:00", NOT_THIS},
        {"HH:mm:ss,SSS X dd/MM/yyyy", "14:30:00,5 +07:00 05/06/2024", "2024-06-05T14:30:00+07:00"},
        {"HH:mm:ss.SSS dd/MM/yyyy", "14:30:00 05/06/2024", NOT_THIS},
        {"HH.mm.ss.dd.MM.yyyy", "14.30.15.05.06.2024", "2024-06-05T14:30:15+07:00"},
        {"dd/MM/yyyy HH:mm", "05/06/2024\u00a014:30", "2024-06-05T14:30:00+07:00"},
        {"d/M/yyyy", "5/6/2024", "2024-06-05T00:00:00+07:00"},
        {"d/M/yyyy", "31/12/2024", "2024-12-31T00:00:00+07:00"},
        {"d/M/yyyy", "32/1/2024", NO_DAY},
    };

    CHECK(cases);
}

Test(clock, reads_months_by_their_names)
{
    static const struct Case cases[] = {
        {"dd-MMM-yy", "05-Jun-24", "2024-06-05T00:00:00+07:00"},
        {"dd-MMM-yy", "05-JUN-24", "2024-06-05T00:00:00+07:00"},
        {"dd-MMM-yy", "29-feb-23", NO_DAY},
        {"dd-MMM-yy", "29-feb-24", "2024-02-29T00:00:00+07:00"},
        {"dd-MMM-yy", "05-Juni-24", NOT_THIS},
        {"dd-MMM-yy", "05-06-24", NOT_THIS},
        {"d MMM yyyy", "5 June 2024", "2024-06-05T00:00:00+07:00"},
        {"d MMM yyyy", "5 may 2024", "2024-05-05T00:00:00+07:00"},
        {"d MMM yyyy", "5 Sept 2024", "2024-09-05T00:00:00+07:00"},
        {"d MMMM yyyy", "5 December 2024", "2024-12-05T00:00:00+07:00"},
        {"MMM d, yyyy h:mm a", "Jun 5, 2024 2:30 PM", "2024-06-05T14:30:00+07:00"},
        {"ddMMMyyyy", "05JUN2024", "2024-06-05T00:00:00+07:00"},
        {"ddMMMyyyy", "05thg 62024", NOT_THIS},
        {"d MMM, yyyy", "5 thg 6, 2024", "2024-06-05T00:00:00+07:00"},
        {"d MMM yyyy", "15 thg 12 2024", "2024-12-15T00:00:00+07:00"},
        {"d MMM yyyy", "15 thg 13 2024", NOT_THIS},
        {"d MMM yyyy", "15 thg 0 2024", NOT_THIS},
        {"d MMM yyyy", "15 thg 2024", NOT_THIS},
        {"dd-MMM-yy", "05-Th6-24", "2024-06-05T00:00:00+07:00"},
        {"d MMM yyyy", "5 THÁNG 06 2024", "2024-06-05T00:00:00+07:00"},
        {"d MMM yyyy", "5 Tháng Sáu 2024", "2024-06-05T00:00:00+07:00"},
        {"d MMM yyyy", "5 tháng mười 2024", "2024-10-05T00:00:00+07:00"},
        {"d MMM yyyy", "5 THÁNG MƯỜI HAI 2024", "2024-12-05T00:00:00+07:00"},
        {"d MMM yyyy", "5 \xff 2024", NOT_THIS},
        {"d MMM yyyy", "5 İİİİİİİİİİİİİİİİİİİİ 2024", NOT_THIS},
    };

    CHECK(cases);
}

Test(clock, reads_halves_of_the_day)
{
    static const struct Case cases[] = {
        {"dd/MM/yyyy hh:mm a", "05/06/2024 12:00 AM", "2024-06-05T00:00:00+07:00"},
        {"dd/MM/yyyy hh:mm a", "05/06/2024 12:59 am", "2024-06-05T00:59:00+07:00"},
        {"dd/MM/yyyy hh:mm a", "05/06/2024 01:00 AM", "2024-06-05T01:00:00+07:00"},
        {"dd/MM/yyyy hh:mm a", "05/06/2024 11:59 AM", "2024-06-05T11:59:00+07:00"},
        {"dd/MM/yyyy hh:mm a", "05/06/2024 12:00 PM", "2024-06-05T12:00:00+07:00"},
        {"dd/MM/yyyy hh:mm a", "05/06/2024 12:30 p.m.", "2024-06-05T12:30:00+07:00"},
        {"dd/MM/yyyy hh:mm a", "05/06/2024 11:59 PM", "2024-06-05T23:59:00+07:00"},
        {"dd/MM/yyyy hh:mm a", "05/06/2024 02:30\u202fPM", "2024-06-05T14:30:00+07:00"},
        {"dd/MM/yyyy hh:mm a", "05/06/2024 00:30 AM", NO_TIME},
        {"dd/MM/yyyy hh:mm a", "05/06/2024 13:30 PM", NO_TIME},
        {"dd/MM/yyyy hh:mm a", "05/06/2024 14:30", NOT_THIS},
        {"dd/MM/yyyy hh:mm a", "05/06/2024 02:30", NOT_THIS},
        {"dd/MM/yyyy hh:mm a", "05/06/2024 02:30 XM", NOT_THIS},
        {"dd/MM/yyyy hh:mm:ss a", "05/06/2024 02:30:15 CH", "2024-06-05T14:30:15+07:00"},
        {"dd/MM/yyyy hh:mm:ss a", "05/06/2024 02:30 SA", "2024-06-05T02:30:00+07:00"},
        {"h:mm a, d/M/yyyy", "2:30 chiều, 5/6/2024", "2024-06-05T14:30:00+07:00"},
        {"h:mm a, d/M/yyyy", "2:30 SÁNG, 5/6/2024", "2024-06-05T02:30:00+07:00"},
        {"h:mm a, d/M/yyyy", "7:30 tối, 5/6/2024", "2024-06-05T19:30:00+07:00"},
        {"h:mm a, d/M/yyyy", "12:30 trưa, 5/6/2024", NOT_THIS}, /* of either half */
    };

    CHECK(cases);
}

Test(clock, reads_years_of_two_digits)
{
    static const struct Case cases[] = {
        {"dd/MM/yy", "05/06/24", "2024-06-05T00:00:00+07:00"},
        {"dd/MM/yy", "05/06/00", "2000-06-05T00:00:00+07:00"},
        {"dd/MM/yy", "29/02/00", "2000-02-29T00:00:00+07:00"},
        {"dd/MM/yy", "05/06/69", "2069-06-05T00:00:00+07:00"},
        {"dd/MM/yy", "05/06/70", NO_YEAR}, /* 1970: refused, where 2070 would be a guess */
        {"dd/MM/yy", "05/06/89", NO_YEAR},
        {"dd/MM/yy", "05/06/90", "1990-06-05T00:00:00+07:00"},
        {"dd/MM/yy", "05/06/2024", NOT_THIS},
        {"dd/MM/yy", "05/06/4", NOT_THIS},
        {"yyMMdd", "240605", "2024-06-05T00:00:00+07:00"},
    };
    struct DateFormat format = compiled("dd/MM/yy");
    char iso[CLOCK_TEXT_SIZE];

    CHECK(cases);
    format.century = 2000;
    clock_to_iso(parsed("05/06/99", &format, CLOCK_VIETNAM_OFFSET_S), iso);
    cr_assert_str_eq(iso, "2099-06-05T00:00:00+07:00");
    format.century = 1995;
    clock_to_iso(parsed("05/06/94", &format, CLOCK_VIETNAM_OFFSET_S), iso);
    cr_assert_str_eq(iso, "2094-06-05T00:00:00+07:00");
}

Test(clock, reads_days_of_a_spreadsheet)
{
    static const struct Case cases[] = {
        {"excel", "45448.604166", "2024-06-05T14:30:00+07:00"},
        {"excel", "45448.604166666664", "2024-06-05T14:30:00+07:00"},
        {"excel", "45448,604166", "2024-06-05T14:30:00+07:00"},
        {"excel", "45448", "2024-06-05T00:00:00+07:00"},
        {"excel", "45448.0", "2024-06-05T00:00:00+07:00"},
        {"excel", "45448.5", "2024-06-05T12:00:00+07:00"},
        {"excel", "45351", "2024-02-29T00:00:00+07:00"},
        {"excel", "45448.999999", "2024-06-06T00:00:00+07:00"},
        {"excel", "32874", "1990-01-01T00:00:00+07:00"},
        {"excel", "32873.5", NO_YEAR},
        {"excel", "73415.5", "2100-12-31T12:00:00+07:00"},
        {"excel", "73416", NO_YEAR},
        {"excel", "0", NO_YEAR},
        {"excel", "99999999999999999999999999", NO_YEAR},
        {"excel", "1717699212", NO_YEAR},
        {"excel", "45448.", NOT_THIS},
        {"excel", ".5", NOT_THIS},
        {"excel", "-45448", NOT_THIS},
        {"excel", "+45448", NOT_THIS},
        {"excel", "4.5448E4", NOT_THIS},
        {"excel", "45.448,5", NOT_THIS},
        {"excel", "05/06/2024", NOT_THIS},
        {"excel", "", NOT_THIS},
    };

    CHECK(cases);
}

Test(clock, reads_what_it_has_written)
{
    static const char *const formats[] = {
        "iso8601",
        "epoch_s",
        "epoch_ms",
        "excel",
        "yyyyMMddHHmmss",
        "d/M/yyyy H:mm:ss",
        "dd-MMM-yy HH:mm:ss",
        "MMM d, yyyy h:mm:ss a",
        "yyyy-MM-ddTHH:mm:ss.SSSX",
        "HH'h'mm'm'ss' ngày 'dd/MM/yyyy",
        "d MMMM yyyy hh.mm.ss a",
    };
    Instant instant = parsed("1990-01-01T00:00:00", DATE_ISO, CLOCK_VIETNAM_OFFSET_S);
    Instant last = parsed("2068-12-31T00:00:00", DATE_ISO, CLOCK_VIETNAM_OFFSET_S);

    /* The step meets every month and hour, noon and midnight, and leap days. */
    for (; instant < last; instant += INT64_C(41) * 3600 * 1000000 + 61000000) {
        for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
            struct DateFormat format = compiled(formats[i]);
            char text[CLOCK_TEXT_SIZE];
            clock_to_text(instant, &format, text);
            cr_assert_eq(parsed(text, &format, CLOCK_VIETNAM_OFFSET_S), instant, "%s: %s",
                         formats[i], text);
        }
    }
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
