#include "common/log.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/support.h"

#include "common/banned.h"

static void open_captured(enum LogLevel level, const char *journal)
{
    if (journal != NULL) {
        setenv("JOURNAL_STREAM", journal, 1);
    } else {
        unsetenv("JOURNAL_STREAM");
    }
    support_capture(STDERR_FILENO);
    log_open("motcua-test", level);
}

static void say_everything(void)
{
    log_error("e %d", 1);
    log_warning("w %d", 2);
    log_info("i %d", 3);
    log_debug("d %d", 4);
}

Test(log, names_program_and_level)
{
    open_captured(LOG_LEVEL_DEBUG, NULL);
    say_everything();
    cr_assert_str_eq(support_captured(STDERR_FILENO), "motcua-test: error: e 1\n"
                                                      "motcua-test: warning: w 2\n"
                                                      "motcua-test: info: i 3\n"
                                                      "motcua-test: debug: d 4\n");
}

Test(log, gives_the_journal_its_priorities)
{
    open_captured(LOG_LEVEL_DEBUG, "8:12345");
    say_everything();
    cr_assert_str_eq(support_captured(STDERR_FILENO), "<3>e 1\n<4>w 2\n<6>i 3\n<7>d 4\n");
}

Test(log, leaves_out_what_is_less_important)
{
    open_captured(LOG_LEVEL_WARNING, NULL);
    say_everything();
    cr_assert_str_eq(support_captured(STDERR_FILENO), "motcua-test: error: e 1\n"
                                                      "motcua-test: warning: w 2\n");
}

Test(log, writes_one_safe_line_an_event)
{
    open_captured(LOG_LEVEL_INFO, NULL);
    log_info("office '%s'", "a\nmotcua-test: error: forged\033[2J");
    cr_assert_str_eq(support_captured(STDERR_FILENO),
                     "motcua-test: info: office 'a?motcua-test: error: forged?[2J'\n");
}

Test(log, shows_a_failure_with_its_hint)
{
    struct Error err = {0};

    open_captured(LOG_LEVEL_ERROR, NULL);
    error_set(&err, EXIT_SETTINGS, "bad");
    log_failure(&err);
    error_hint(&err, "do good");
    log_failure(&err);
    cr_assert_str_eq(support_captured(STDERR_FILENO), "motcua-test: error: bad\n"
                                                      "motcua-test: error: bad\n"
                                                      "HINT: do good\n");
}

Test(log, gives_the_hint_to_the_journal_too)
{
    struct Error err = {0};

    open_captured(LOG_LEVEL_ERROR, "8:12345");
    error_set(&err, EXIT_SETTINGS, "bad");
    error_hint(&err, "do good");
    log_failure(&err);
    cr_assert_str_eq(support_captured(STDERR_FILENO), "<3>bad\n<3>HINT: do good\n");
}

Test(log, draws_no_progress_into_a_file)
{
    open_captured(LOG_LEVEL_INFO, NULL);
    cr_assert_not(log_is_interactive());
    log_progress("page %d", 1);
    log_progress("%s", "");
    cr_assert_str_eq(support_captured(STDERR_FILENO), "");
}
