#include "common/error.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

Test(error, exit_codes_are_the_contract)
{
    static const int contract[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 70};
    static const enum ExitCode codes[] = {
        EXIT_DONE,   EXIT_REJECTS, EXIT_USAGE,  EXIT_SETTINGS, EXIT_DATABASE,
        EXIT_SOURCE, EXIT_MAIL,    EXIT_LOCKED, EXIT_STOPPED,  EXIT_INTERNAL,
    };
    int known = 0;

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        cr_assert_eq((int)codes[i], contract[i]);
        cr_assert_not_null(exit_code_text(contract[i]));
    }
    for (int code = -1; code < 256; code++) {
        known += exit_code_text(code) != NULL;
    }
    cr_assert_eq(known, sizeof contract / sizeof contract[0]);
}

Test(error, set_overwrites_what_was_there)
{
    struct Error err = {.transient = true, .hint = "old"};

    cr_assert_not(error_set(&err, EXIT_SOURCE, "page %d of '%s'", 3, "tinh-chau"));
    cr_assert_eq(err.code, EXIT_SOURCE);
    cr_assert_not(err.transient);
    cr_assert_str_eq(err.message, "page 3 of 'tinh-chau'");
    cr_assert_str_eq(err.hint, "");
}

Test(error, prefix_and_hint)
{
    struct Error err = {0};

    error_set(&err, EXIT_SOURCE, "answer 503");
    cr_assert_not(error_hint(&err, "try '%s'", "later"));
    cr_assert_not(error_prefix(&err, "source '%s'", "tinh-chau"));
    cr_assert_str_eq(err.message, "source 'tinh-chau': answer 503");
    cr_assert_str_eq(err.hint, "try 'later'");
    cr_assert_eq(err.code, EXIT_SOURCE);
}

Test(error, arguments_may_be_parts_of_the_error)
{
    struct Error err = {0};

    error_set(&err, EXIT_MAIL, "inner");
    error_set(&err, EXIT_MAIL, "outer: %s", err.message);
    cr_assert_str_eq(err.message, "outer: inner");
}

Test(error, is_safe_for_a_terminal)
{
    struct Error err = {0};

    error_set(&err, EXIT_SOURCE, "office '%s'", "a\033[2J\nb");
    cr_assert_str_eq(err.message, "office 'a?[2J?b'");
}

Test(error, too_long_a_message_ends_in_dots)
{
    struct Error err = {0};
    char text[5000];

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    error_set(&err, EXIT_SOURCE, "%s", text);
    cr_assert_eq(strlen(err.message), sizeof err.message - 1);
    cr_assert_str_eq(err.message + sizeof err.message - 4, "...");
    error_prefix(&err, "source");
    cr_assert_eq(strncmp(err.message, "source: xxx", 11), 0);
    cr_assert_str_eq(err.message + sizeof err.message - 4, "...");
    error_hint(&err, "%s", text);
    cr_assert_str_eq(err.hint + sizeof err.hint - 4, "...");
}
