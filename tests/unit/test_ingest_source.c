#include "ingest/settings/sourcedefs.h"
#include "ingest/settings/sourcefile.h"
#include "tests/unit/support.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "common/banned.h"

static const char fields[] =
    "[fields]\ncode = /c\nreceiving_office = /c\nhandling_office = /c\nstatus = /s\n";

/* The first fault, or EXIT_DONE. */
static struct Source *load_path(Arena *arena, const char *path, struct Error *err)
{
    static struct FileFaults faults;
    struct Source *source = sourcefile_read(arena, path, SOURCE_TO_RUN, &faults);

    *err = faults.count > 0 ? faults.items[0] : (struct Error){.code = EXIT_DONE};
    return source;
}

static struct Source *load(Arena *arena, const char *head, const char *tail, struct Error *err)
{
    char text[2048];

    snprintf(text, sizeof text, "%s%s%s", head, fields, tail);
    return load_path(arena, support_file(text, 0600), err);
}

Test(source, reads_a_file)
{
    Arena *arena = arena_new();
    struct Error err;
    char head[512];

    snprintf(head, sizeof head,
             "[source]\nurl = https://a.example/x\nauth = bearer\ntoken_file = %s\n[paging]\nsize "
             "= \"7\"\n"
             "[incremental]\ndate_format = \"yyyy-MM-dd HH:mm:ss\"\n",
             support_file("secret\n", 0600));
    struct Source *source = load(arena, head, "", &err);
    cr_assert_not_null(source, "%s", err.message);
    cr_assert_str_eq(source->url, "https://a.example/x");
    cr_assert_str_eq(source->auth_plan.token, "secret");
    cr_assert_eq(source->size, 7);
    cr_assert_str_eq(source->date_format_text, "yyyy-MM-dd HH:mm:ss");
    cr_assert_eq(source->utc_offset_s, 7 * 3600);
    arena_free(arena);
}

Test(source, refuses_what_its_kind_of_paging_does_not_read)
{
    static const char *const settings[][2] = {
        {"page_param", "p"},   {"size_param", "s"},   {"offset_param", "o"}, {"start_param", "a"},
        {"end_param", "e"},    {"cursor_param", "c"}, {"cursor", "/c"},      {"next", "/n"},
        {"end", "/last = 1"},  {"end_status", "404"}, {"size", "7"},         {"first", "0"},
        {"first_record", "1"},
    };
    static const struct {
        const char *kind;
        const char *needs;
        const char *reads;
    } kinds[] = {
        {"none", "", " end "},
        {"page", "", " page_param size_param size first end end_status "},
        {"offset", "", " offset_param size_param size first_record end end_status "},
        {"range", "", " start_param end_param size first_record end end_status "},
        {"cursor", "cursor = /c\n", " cursor_param size_param size end end_status "},
        {"next", "next = /n\n", " size_param size end end_status "},
        {"link", "", " size_param size end end_status "},
    };
    Arena *arena = arena_new();
    struct Error err;

    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
            const char *name = settings[i][0];
            bool needed =
                strncmp(kinds[k].needs, arena_printf(arena, "%s =", name), strlen(name) + 2) == 0;
            bool read = strstr(kinds[k].reads, arena_printf(arena, " %s ", name)) != NULL;
            const char *head =
                arena_printf(arena, "[source]\nrecords = /list\n[paging]\nkind = %s\n%s%s = %s\n",
                             kinds[k].kind, kinds[k].needs, name, settings[i][1]);
            const char *fault = arena_printf(arena, ":%d: [paging] %s: expected only with kind = ",
                                             kinds[k].needs[0] != '\0' ? 6 : 5, name);
            if (needed) {
                continue;
            }
            struct Source *source = load(arena, head, "", &err);
            cr_assert_eq(source != NULL, read, "%s: %s: %s", kinds[k].kind, name, err.message);
            cr_assert(read || strstr(err.message, fault) != NULL, "%s", err.message);
        }
    }
    arena_free(arena);
}

Test(source, lets_a_body_read_settings_of_paging)
{
    static const char *const cases[][3] = {
        {"{\"n\": {size}}", "size = 7", NULL},
        {"{\"n\": {end}}", "size = 7", NULL},
        {"{\"n\": {offset}}", "first_record = 1", NULL},
        {"{\"n\": {page}}", "first = 0", NULL},
        {"{\"n\": {page}}", "size = 7", ":6: [paging] size: expected only with kind = page"},
        {"{\"n\": {size}}", "first = 0", ":6: [paging] first: expected only with kind = page"},
        {"{\"n\": {size}}", "end_status = 404", ":6: [paging] end_status: expected only with kind"},
    };
    Arena *arena = arena_new();
    struct Error err;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *head =
            arena_printf(arena, "[request]\nmethod = POST\nbody = %s\n[paging]\nkind = none\n%s\n",
                         cases[i][0], cases[i][1]);
        struct Source *source = load(arena, head, "", &err);
        cr_assert_eq(source != NULL, cases[i][2] == NULL, "%s: %s", cases[i][1], err.message);
        cr_assert(source != NULL || strstr(err.message, cases[i][2]) != NULL, "%s", err.message);
    }
    arena_free(arena);
}

Test(source, says_file_line_setting_and_expectation)
{
    static const struct {
        const char *head;
        const char *tail;
        const char *expected;
    } cases[] = {
        {"[source]\nurl = file:///x/*.csv\n", "", "[paging] kind: expected none"},
        {"[source]\nurl = file:///x/\n", "", ":2: [source] url: expected http://"},
        {"[source]\nurl = file://x\n", "", ":2: [source] url: expected http://"},
        {"[source]\nurl = sftp://u@x/y\n", "", ":2: [source] url: expected http://"},
        {"[source]\nurl = sftp://x/y\n[paging]\nkind = none\n", "",
         "[source] known_hosts_file: expected"},
        {"[source]\nurl = file:///x/y\n[paging]\nkind = none\n[incremental]\nuntil_param = u\n", "",
         ":6: [incremental] until_param: expected only with url = http"},
        {"[source]\nurl = sftp://x/y\nknown_hosts_file = /dev/null\n[incremental]\nsince_param = "
         "s\n",
         "", ":5: [incremental] since_param: expected only with url = http"},
        {"[source]\nurl = file:///x/y\n[incremental]\nfirst_since = 2024-01-01\n", "",
         ":4: [incremental] first_since: expected only with url = http"},
        {"[source]\nurl = file:///x/y\n[request]\nmethod = POST\nbody = {}\n[paging]\nkind = "
         "none\n",
         "", "[request] method, [headers]: expected neither, because url is a folder"},
        {"[source]\nurl = file:///x/y\nca_file = /dev/null\n", "",
         ":3: [source] ca_file: expected only with url = http"},
        {"[source]\nurl = file:///x/y\nknown_hosts_file = /dev/null\n", "",
         ":3: [source] known_hosts_file: expected only with url = sftp"},
        {"[source]\nurl = file:///x/y\n[paging]\nkind = none\nend = /last = 1\n", "",
         ":5: [paging] end: expected nothing"},
        {"[source]\nurl = file:///x/y\n[paging]\nkind = none\n[headers]\na = b\n", "",
         "[headers]: expected neither, because url is a folder"},
        {"[source]\nurl = file:///x/y\nauth = bearer\ntoken_file = x\n[paging]\nkind = none\n", "",
         "[source] auth: expected none for this url"},
        {"[source]\nurl = ftp://x/\n", "", ":2: [source] url: expected http://"},
        {"[source]\nurl = http://u:p@x/\n", "", ":2: [source] url: expected http://"},
        {"[source]\nthousands = blank\n", "",
         ":2: [source] thousands: expected none, point or comma"},
        {"[incremental]\nfirst_since = 2024-02-30\n", "",
         ":2: [incremental] first_since: expected"},
        {"[incremental]\nfirst_since = 2024-02-01\n", "",
         "first_since: expected only with since_param"},
        {"[incremental]\ndate_format = dd/MM\n", "",
         ":2: [incremental] date_format: expected iso8601"},
        {"[source]\nentity = house\n", "", ":2: [source] entity: expected dossier"},
        {"[source]\nauth = magic\n", "", ":2: [source] auth: expected none, basic, bearer"},
        {"[source]\nauth = bearer\n", "", "[source] token_file: expected"},
        {"[source]\nutc_offset = 7\n", "", ":2: [source] utc_offset: expected +HH:MM"},
        {"[source]\nrecords = /a\n[paging]\nkind = cursor\ncursor = next\n", "",
         ":5: [paging] cursor: expected a JSON Pointer, last:POINTER or header:NAME"},
        {"[paging]\nkind = cursor\ncursor = header:a b\n", "", ":3: [paging] cursor: expected a"},
        {"[paging]\nkind = next\nnext = last:a\n", "", ":3: [paging] next: expected a JSON"},
        {"[source]\nformat = csv\n[paging]\nkind = cursor\ncursor = /next\n", "",
         ":5: [paging] cursor: expected header:NAME or last:/COLUMN"},
        {"[source]\nformat = csv\n[paging]\nkind = next\nnext = /next\n", "",
         ":5: [paging] next: expected header:NAME or last:/COLUMN"},
        {"[source]\nformat = csv\ntotal = /n\n", "", ":3: [source] total: expected header:NAME"},
        {"[source]\nformat = csv\n[paging]\nend = /last = 1\n", "",
         ":4: [paging] end: expected nothing"},
        {"[paging]\nkind = cursor\ncursor = /next\n", "",
         ":3: [paging] cursor: expected a place outside the list"},
        {"[source]\nrecords = /a/b\ntotal = /a/b/0/n\n", "",
         ":3: [source] total: expected a place outside the list"},
        {"[source]\nurl = file:///x/*.csv\nformat = csv\ntotal = header:N\n[paging]\nkind = "
         "none\n",
         "", ":4: [source] total: expected no header"},
        {"[paging]\nend_status = 404 401\n", "", ":2: [paging] end_status: expected some of 400"},
        {"[paging]\nkind = none\n[source]\nhosts = b.example\n", "",
         ":4: [source] hosts: expected some of http://HOST"},
        {"[source]\nutc_offset = + 7:00\n", "", ":2: [source] utc_offset: expected +HH:MM"},
        {"[source]\nutc_offset = +07: 0\n", "", ":2: [source] utc_offset: expected +HH:MM"},
        {"[source]\nutc_offset = ++7:00\n", "", ":2: [source] utc_offset: expected +HH:MM"},
        {"[source]\nutc_offset = +07:-1\n", "", ":2: [source] utc_offset: expected +HH:MM"},
        {"[source]\nutc_offset = +14:01\n", "", ":2: [source] utc_offset: expected +HH:MM"},
        {"[source]\nutc_offset = +07:60\n", "", ":2: [source] utc_offset: expected +HH:MM"},
        {"[source]\nutc_offset = 07:00\n", "", ":2: [source] utc_offset: expected +HH:MM"},
        {"[source]\nutc_offset = +07:000\n", "", ":2: [source] utc_offset: expected +HH:MM"},
        {"[source]\nrecords = data\n", "", ":2: [source] records: expected a JSON Pointer"},
        {"[paging]\nsize = 0\n", "", ":2: [paging] size: expected a whole number from 1"},
        {"[paging]\nsize = 5\nsize = 6\n", "", ":3: [paging] size: expected only once"},
        {"[paging]\ncolour = red\n", "", ":2: [paging] colour: expected one of the settings"},
        {"[moon]\nphase = 1\n", "", ":2: [moon] phase: expected one of the sections"},
        {"", "code = /d\n", ":6: [fields] code: expected only once"},
        {"", "due_at = /d\n", ":6: [fields] due_at: expected '| date FORMAT'"},
        {"", "colour = /d\n", ":6: [fields] colour: expected a column"},
        {"[source]\nsuccess = /a =\n", "", "[source] success: expected a condition"},
        {"[source]\nskip = /a = \"b\n", "", "[source] skip: expected a closing quotation mark"},
        {"[source]\nskip = a\n", "", "[source] skip: expected POINTER"},
        {"[source]\nca_file = /nonexistent\n", "", ":2: [source] ca_file: expected a file"},
        {"[source]\ncert_file = /dev/null\n", "", "[source] key_file: expected, because cert"},
        {"[source]\nauth = basic\ntoken_file = x\n", "",
         ":3: [source] token_file: expected only with auth = "
         "bearer, header"},
        {"[source]\nauth = login\n", "", "[auth] user: expected, because auth is login"},
        {"[source]\nauth = header\ntoken_file = x\n", "", "[auth] header: expected, because"},
        {"[auth]\nheader = x-token\n", "", ":2: [auth] header: expected NAME: TEXT with {token}"},
        {"[source]\nauth = header\ntoken_file = x\n[auth]\nheader = x: {session}\n", "",
         "[auth] header: expected no placeholder {session}"},
        {"[source]\nauth = login\n[auth]\nuser = u\npassword_file = p\nlogin_url = http://x/\n", "",
         "[auth] header: expected {session} there or in [request] body"},
        {"[auth]\nlogin_url = http://u:p@x/\n", "", ":2: [auth] login_url: expected http://"},
        {"[paging]\nkind = book\n", "", ":2: [paging] kind: expected none, page, offset, range"},
        {"[paging]\nkind = page\ncursor = /c\n", "",
         ":3: [paging] cursor: expected only with kind = cursor"},
        {"[paging]\nkind = cursor\n", "", "[paging] cursor: expected, because kind is cursor"},
        {"[paging]\nkind = link\nfirst = 0\n", "",
         ":3: [paging] first: expected only with kind = page"},
        {"[request]\nbody = {}\n", "", ":2: [request] body: expected only with method = POST"},
        {"[request]\nmethod = POST\n", "", "[request] body: expected, because method is POST"},
        {"[request]\nmethod = POST\nbody = {\"a\": }\n", "", "[request] body: expected JSON"},
        {"[request]\nmethod = POST\nbody = {\"a\": {pages}}\n", "",
         "[request] body: expected no placeholder {pages}"},
        {"[request]\nmethod = POST\nbody = {\"a\": {size}}\n", "",
         "[request] body: expected {page} in it for [paging] kind = page"},
        {"[request]\nmethod = POST\nbody = {\"a\": {page}}\n[paging]\npage_param = p\n", "",
         ":5: [paging] page_param: expected only with method = GET"},
        {"[headers]\nAuthorization = x\n", "", ":2: [headers] Authorization: expected another"},
        {"[headers]\na b = x\n", "", ":2: [headers] a b: expected NAME = VALUE"},
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

Test(source, tells_all_faults_of_a_file_and_none_that_follow_from_them)
{
    static const char text[] = "[source]\n"
                               "auth = magic\n"
                               "token_file = /nonexistent\n"
                               "utc_offset = +7\n"
                               "[paging]\n"
                               "size = 10x\n"
                               "size = 10\n"
                               "colour = red\n"
                               "[fields]\n"
                               "code = c\n"
                               "due_at = /d | date dd/mm/yyyy\n"
                               "status = /s | maps 1:2\n";
    static const char *const expected[] = {
        ":2: [source] auth: ",           ":4: [source] utc_offset: ", ":6: [paging] size: ",
        ":7: [paging] size: expected o", ":8: [paging] colour: ",     ":10: [fields] code: ",
        ":11: [fields] due_at: ",        ":12: [fields] status: ",
    };
    Arena *arena = arena_new();
    struct FileFaults faults;

    cr_assert_null(sourcefile_read(arena, support_file(text, 0600), SOURCE_TO_RUN, &faults));
    cr_assert_eq(faults.count, sizeof expected / sizeof expected[0], "%d", faults.count);
    for (int i = 0; i < faults.count; i++) {
        cr_assert(strstr(faults.items[i].message, expected[i]) != NULL, "'%s', not '%s'",
                  faults.items[i].message, expected[i]);
    }
    arena_free(arena);
}

Test(source, wants_rules_for_required_columns)
{
    Arena *arena = arena_new();
    struct Error err = {.code = EXIT_DONE};

    cr_assert_null(load_path(arena, support_file("[fields]\ncode = /c\n", 0600), &err));
    cr_assert(strstr(err.message, "receiving_office: expected a rule") != NULL, "%s", err.message);
    arena_free(arena);
}

/* Their secret files are not there, which is the last thing to be looked at. */
Test(source, reads_the_shipped_examples)
{
    static const char *const examples[] = {"national",   "opencps",  "td",     "offices",
                                           "procedures", "feedback", "ratings"};
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        struct Error err = {.code = EXIT_DONE};
        const char *path = arena_printf(arena, "config/sources.d/%s.conf.example", examples[i]);
        cr_assert_null(load_path(arena, path, &err));
        cr_assert(strstr(err.message, "cannot open secret file") != NULL, "%s", err.message);
    }
    struct Error err = {.code = EXIT_DONE};
    cr_assert_not_null(load_path(arena, "config/sources.d/csv.conf.example", &err), "%s",
                       err.message);
    arena_free(arena);
}

/* A setting may stand there as a comment: "; NAME = VALUE". */
Test(source, every_setting_is_in_the_example)
{
    static char text[65536];
    char wanted[64];
    FILE *file = fopen("config/sources.d/national.conf.example", "re");

    cr_assert_not_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    for (const struct SettingDef *def = source_defs; def->name != NULL; def++) {
        snprintf(wanted, sizeof wanted, "\n%s =", def->name);
        bool given = strstr(text, wanted) != NULL;
        snprintf(wanted, sizeof wanted, "\n; %s =", def->name);
        cr_assert(given || strstr(text, wanted) != NULL, "%s", def->name);
    }
}
