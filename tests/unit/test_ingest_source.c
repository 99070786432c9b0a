#include "ingest/source.h"
#include "support.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "common/banned.h"

static const char fields[] =
    "[fields]\ncode = /c\nreceiving_office = /c\nhandling_office = /c\nstatus = /s\n";

static struct Source *load(Arena *arena, const char *head, const char *tail, struct Error *err)
{
    char text[2048];

    snprintf(text, sizeof text, "%s%s%s", head, fields, tail);
    *err = (struct Error){.code = EXIT_DONE};
    return source_load(arena, support_file(text, 0600), err);
}

Test(source, reads_a_file)
{
    Arena *arena = arena_new();
    struct Error err;
    char head[512];

    snprintf(
        head, sizeof head,
        "[source]\nurl = https://a.example/x\nauth = bearer\ntoken_file = %s\n[paging]\nsize = 7\n",
        support_file("secret\n", 0600));
    struct Source *source = load(arena, head, "", &err);
    cr_assert_not_null(source, "%s", err.message);
    cr_assert_str_eq(source->url, "https://a.example/x");
    cr_assert_str_eq(source->token, "secret");
    cr_assert_eq(source->size, 7);
    cr_assert_eq(source->utc_offset_s, 7 * 3600);
    arena_free(arena);
}

Test(source, says_file_line_setting_and_expectation)
{
    static const struct {
        const char *head;
        const char *tail;
        const char *expected;
    } cases[] = {
        {"[source]\nurl = ftp://x/\n", "", ":2: [source] url: expected http://"},
        {"[source]\nurl = http://u:p@x/\n", "", ":2: [source] url: expected http://"},
        {"[source]\nentity = house\n", "", ":2: [source] entity: expected dossier"},
        {"[source]\nauth = magic\n", "", ":2: [source] auth: expected none or bearer"},
        {"[source]\nauth = bearer\n", "", "[source] token_file: expected"},
        {"[source]\nutc_offset = 7\n", "", ":2: [source] utc_offset: expected +HH:MM"},
        {"[source]\nrecords = data\n", "", ":2: [source] records: expected a JSON Pointer"},
        {"[paging]\nsize = 0\n", "", ":2: [paging] size: expected a whole number from 1"},
        {"[paging]\nsize = 5\nsize = 6\n", "", ":3: [paging] size: expected only once"},
        {"[paging]\ncolour = red\n", "", ":2: [paging] colour: expected one of the settings"},
        {"[moon]\nphase = 1\n", "", ":2: [moon] phase: expected one of the sections"},
        {"", "code = /d\n", ":6: [fields] code: expected only once"},
        {"", "due_at = /d\n", ":6: [fields] due_at: expected '| date FORMAT'"},
        {"", "colour = /d\n", ":6: [fields] colour: expected a column"},
        {"[source]\nsuccess = /a =\n", "", "[source] success: expected a condition"},
    };
    Arena *arena = arena_new();
    struct Error err;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_null(load(arena, cases[i].head, cases[i].tail, &err));
        cr_assert_eq(err.code, EXIT_SETTINGS);
        cr_assert(strstr(err.message, cases[i].expected) != NULL, "'%s', not '%s'", err.message,
                  cases[i].expected);
    }
    arena_free(arena);
}

Test(source, wants_rules_for_required_columns)
{
    Arena *arena = arena_new();
    struct Error err = {.code = EXIT_DONE};

    cr_assert_null(source_load(arena, support_file("[fields]\ncode = /c\n", 0600), &err));
    cr_assert(strstr(err.message, "receiving_office: expected a rule") != NULL, "%s", err.message);
    arena_free(arena);
}

Test(source, reads_the_shipped_example)
{
    Arena *arena = arena_new();
    struct Error err = {.code = EXIT_DONE};

    /* The example's token file is not there, which is the last thing to be looked at. */
    cr_assert_null(source_load(arena, "config/sources.d/national.conf.example", &err));
    cr_assert(strstr(err.message, "cannot read secret file") != NULL ||
                  strstr(err.message, "cannot open") != NULL,
              "%s", err.message);
    arena_free(arena);
}
