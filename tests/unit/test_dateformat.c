#include "common/time/dateformat.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

Test(dateformat, knows_what_is_a_format)
{
    static const char *const good[] = {
        "yyyyMMddHHmmss", "dd/MM/yyyy",
        "d/M/yyyy H:mm",  "HH:mm:ss dd-MM-yyyy",
        "dd.MM.yyyy",     "yyyy-MM-ddTHH:mm:ss",
        "iso8601",        "epoch_s",
        "epoch_ms",       "excel",
        "dd/MM/yy",       "dd MMM yyyy",
        "h:mm a d/M/yy",  "HH'h'mm 'ngày' dd/MM/yyyy",
    };

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct DateFormat format;
        struct Error err = {.code = EXIT_DONE};
        cr_assert(dateformat_compile(good[i], &format, &err), "%s", err.message);
        cr_assert_eq(format.by_day,
                     format.kind == DATE_IS_PATTERN && strpbrk(good[i], "Hh") == NULL, "%s",
                     good[i]);
        cr_assert_eq(format.has_yy,
                     strstr(good[i], "yy") != NULL && strstr(good[i], "yyyy") == NULL);
    }
}

Test(dateformat, refuses_what_is_unknown_or_could_be_read_in_two_ways)
{
    static const char *const bad[][2] = {
        {"", "wants a year"},
        {"epoch", "no unit"},
        {"ISO8601", "no unit"},
        {"dd/MM", "wants a year"},
        {"HH:mm", "wants a year"},
        {"dd/mm/yyyy", "MM; mm are minutes"},
        {"YYYYMMDD", "no unit"},
        {"dd/MM/yyy", "no unit"},
        {"ddd/MM/yyyy", "no unit"},
        {"EEE, dd MMM yyyy", "no unit"},
        {"dd/MM/yyyy dd", "twice"},
        {"dd/MM/yyyy yy", "twice"},
        {"dd/MM/MMM/yyyy", "twice"},
        {"dd/MM/yyyy HH:mm hh a", "twice"},
        {"dMyyyy", "where a number ends"},
        {"d/Myyyy", "where a number ends"},
        {"yyyyMMd'5'", "where a number ends"},
        {"H:mm:ss.SSSdd/MM/yyyy", "where a number ends"},
        {"HH:mm:ssXdd/MM/yyyy", "where a number ends"},
        {"dd/MM/yyyy HH", "hour and minute"},
        {"dd/MM/yyyy mm:ss", "hour and minute"},
        {"dd/MM/yyyy HH:ss", "hour and minute"},
        {"dd/MM/yyyy H:m", "no unit"},
        {"dd/MM/yyyy X", "hour and minute"},
        {"dd/MM/yyyy HH:mm.SSS", "hour and minute"},
        {"dd/MM/yyyy hh:mm", "goes with a"},
        {"dd/MM/yyyy HH:mm a", "goes with a"},
        {"dd/MM/yyyy a", "goes with a"},
        {"HH'h'mm ngày dd/MM/yyyy", "no unit"},
        {"2024-MM-dd yy", "no unit"},
        {"HH'h'mm 'ngày dd/MM/yyyy", "not closed"},
        {"yyyy-MM-dd'T'HH:mm:ss'Z'", "a zone is written X"},
        {"yyyy-MM-ddTHH:mm:ssZ", "no unit"},
        {"dd/MM/yyyy, 'a text that is much longer than that of any date'", "too long"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct DateFormat format;
        struct Error err = {.code = EXIT_DONE};
        cr_assert_not(dateformat_compile(bad[i][0], &format, &err), "%s", bad[i][0]);
        cr_assert_eq(err.code, EXIT_SETTINGS);
        cr_assert(strstr(err.message, bad[i][1]) != NULL, "'%s', not '%s'", err.message, bad[i][1]);
        cr_assert(strstr(err.hint, "units are") != NULL);
    }
}
