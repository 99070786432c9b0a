#include "common/program/secret.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support.h"

#include "common/banned.h"

static void refuses(const char *file, const char *reason)
{
    Arena *arena = arena_new();
    struct Error err = {0};

    cr_assert_null(secret_read(arena, file, &err));
    cr_assert_eq(err.code, EXIT_SETTINGS);
    cr_assert_not_null(strstr(err.message, reason), "%s", err.message);
    cr_assert_null(strstr(err.message, "geheim"));
    arena_free(arena);
}

static void reads(const char *file, const char *secret)
{
    Arena *arena = arena_new();
    struct Error err = {0};
    const char *got = secret_read(arena, file, &err);

    cr_assert_not_null(got, "%s", err.message);
    cr_assert_str_eq(got, secret);
    arena_free(arena);
}

Test(secret, reads_the_first_line)
{
    unsetenv("CREDENTIALS_DIRECTORY");
    reads(support_file("geheim", 0600), "geheim");
    reads(support_file("geheim\n", 0600), "geheim");
    reads(support_file(" geheim \r\nmore\n", 0400), " geheim");
}

/* What editors and copying put around it. */
Test(secret, leaves_out_what_nobody_sees)
{
    static const char *const files[] = {
        "\xef\xbb\xbfgeheim", "\xef\xbb\xbfgeheim \r\n", "geheim\t \n",          "geheim\rmore\r",
        "geheim\xc2\xa0\n",   "geheim\xe2\x80\x8b\r\n",  "geheim\xef\xbb\xbf\n",
    };

    unsetenv("CREDENTIALS_DIRECTORY");
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        reads(support_file(files[i], 0600), "geheim");
    }
}

Test(secret, refuses_what_others_may_read)
{
    unsetenv("CREDENTIALS_DIRECTORY");
    refuses(support_file("geheim\n", 0644), "mode 0644");
    refuses(support_file("geheim\n", 0640), "mode 0640");
    refuses(support_file("geheim\n", 0604), "mode 0604");
}

Test(secret, refuses_what_holds_none)
{
    char line[5000];

    unsetenv("CREDENTIALS_DIRECTORY");
    refuses("/nonexistent/secret", "No such file");
    refuses("/tmp", "not a regular file");
    refuses(support_file("", 0600), "empty");
    refuses(support_file("\ngeheim\n", 0600), "empty");
    refuses(support_file("\r\n", 0600), "empty");
    refuses(support_file("\xef\xbb\xbf \r\n", 0600), "empty");
    refuses(support_file("\xff\xfeg", 0600), "UTF-16");
    refuses(support_file("\xfe\xff", 0600), "UTF-16");
    refuses(support_file("gehe\x7fim\n", 0600), "control");
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    refuses(support_file(line, 0600), "too long");
}

Test(secret, takes_a_credential_of_systemd_as_it_is)
{
    const char *directory = support_directory("mail", "geheim\n", 0440);

    unsetenv("CREDENTIALS_DIRECTORY");
    refuses("mail", "only the service is handed");
    setenv("CREDENTIALS_DIRECTORY", directory, 1);
    reads("mail", "geheim");
    refuses("other", "the unit was not handed it");
}

Test(secret, is_strict_outside_the_credentials)
{
    setenv("CREDENTIALS_DIRECTORY", support_directory("mail", "geheim\n", 0440), 1);
    refuses(support_file("geheim\n", 0644), "mode 0644");
}
