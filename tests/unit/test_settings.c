#include "common/program/settings.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support.h"

#include "common/banned.h"

static const char SHIPPED[] = "config/motcua.conf";

static Arena *arena;
static struct Settings settings;
static struct Error err;

static void set_up(void)
{
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

TestSuite(settings, .init = set_up, .fini = tear_down);

static void load(const char *text, mode_t mode)
{
    cr_assert(settings_load(arena, support_file(text, mode), &settings, &err), "%s", err.message);
}

static void refuses(const char *text, const char *message)
{
    const char *path = support_file(text, 0644);

    cr_assert_not(settings_load(arena, path, &settings, &err));
    cr_assert_eq(err.code, EXIT_SETTINGS);
    cr_assert_eq(strncmp(err.message, path, strlen(path)), 0, "%s", err.message);
    cr_assert_str_eq(err.message + strlen(path), message);
    cr_assert_null(strstr(err.hint, "geheim"));
}

static void check_defaults(void)
{
    cr_assert_str_eq(settings.conninfo, "");
    cr_assert_str_eq(settings.sources_dir, "/etc/motcua/sources.d");
    cr_assert_eq(settings.batch_records, 1000000);
    cr_assert_eq(settings.max_reject_percent, 5);
    cr_assert_str_eq(settings.profile, "report");
    cr_assert_str_eq(settings.scoring, "gia-nghia-2023");
    cr_assert_str_eq(settings.year_start, "01-01");
    cr_assert_str_eq(settings.late_percent, "3");
    cr_assert_str_eq(settings.mail_url, "");
    cr_assert_str_eq(settings.mail_security->name, "starttls");
    cr_assert_str_eq(settings.mail_from, "");
    cr_assert_str_eq(settings.mail_to, "");
    cr_assert_str_eq(settings.mail_user, "");
    cr_assert_str_eq(settings.mail_password_file, "");
    cr_assert_str_eq(settings.mail_ca_file, "");
}

Test(settings, defaults_without_a_file)
{
    cr_assert(settings_load(arena, NULL, &settings, &err));
    check_defaults();
}

Test(settings, defaults_with_the_file_as_shipped)
{
    cr_assert(settings_load(arena, SHIPPED, &settings, &err), "%s", err.message);
    check_defaults();
}

Test(settings, reads_every_setting)
{
    load("[database]\nconninfo = host=db dbname=motcua\n"
         "[ingest]\nsources_dir=/s\nbatch_records=1\nmax_reject_percent=0\n"
         "[stats]\nprofile = qd766\nscoring = hue-2024\nyear_start = 12-07\n"
         "[alert]\nlate_percent = 2.5\n"
         "[mail]\nurl = smtps://mail.example.vn:465\nsecurity = tls\nfrom = a@example.vn\n"
         "to = b@example.vn, c@example.vn\nuser = u\npassword_file = p\nca_file = /ca.pem\n",
         0644);
    cr_assert_str_eq(settings.conninfo, "host=db dbname=motcua");
    cr_assert_str_eq(settings.sources_dir, "/s");
    cr_assert_eq(settings.batch_records, 1);
    cr_assert_eq(settings.max_reject_percent, 0);
    cr_assert_str_eq(settings.profile, "qd766");
    cr_assert_str_eq(settings.scoring, "hue-2024");
    cr_assert_str_eq(settings.year_start, "12-07");
    cr_assert_str_eq(settings.late_percent, "2.5");
    cr_assert_str_eq(settings.mail_url, "smtps://mail.example.vn:465");
    cr_assert_str_eq(settings.mail_security->name, "tls");
    cr_assert_str_eq(settings.mail_from, "a@example.vn");
    cr_assert_str_eq(settings.mail_to, "b@example.vn, c@example.vn");
    cr_assert_str_eq(settings.mail_user, "u");
    cr_assert_str_eq(settings.mail_password_file, "p");
    cr_assert_str_eq(settings.mail_ca_file, "/ca.pem");
}

Test(settings, keeps_a_semicolon_and_reads_dos_lines)
{
    load("# note\r\n; note\r\n[mail]\r\nuser = a ; b\r\n", 0644);
    cr_assert_str_eq(settings.mail_user, "a ; b");
}

Test(settings, environment_goes_before_the_file)
{
    setenv("MOTCUA_MAIL_URL", "smtp://127.0.0.1:2525", 1);
    setenv("MOTCUA_INGEST_BATCH_RECORDS", "7", 1);
    setenv("MOTCUA_MAIL_USER", "", 1);
    load("[mail]\nurl = smtp://other:25\nuser = u\n[ingest]\nbatch_records = 8\n", 0644);
    cr_assert_str_eq(settings.mail_url, "smtp://127.0.0.1:2525");
    cr_assert_eq(settings.batch_records, 7);
    cr_assert_str_eq(settings.mail_user, "");
}

Test(settings, names_a_bad_variable)
{
    setenv("MOTCUA_INGEST_BATCH_RECORDS", "many", 1);
    cr_assert_not(settings_load(arena, NULL, &settings, &err));
    cr_assert_eq(err.code, EXIT_SETTINGS);
    cr_assert_str_eq(err.message, "environment variable MOTCUA_INGEST_BATCH_RECORDS: "
                                  "expected a whole number from 1 to 100000000");
}

Test(settings, refuses_what_it_does_not_know)
{
    refuses("[ingest]\n\nbatch_size = 1\n",
            ":3: [ingest] batch_size: expected one of the settings sources_dir, batch_records, "
            "max_reject_percent");
    refuses("[smtp]\nurl = x\n", ":2: [smtp] url: expected one of the sections database, ingest, "
                                 "stats, alert, report, metrics, mail");
    refuses("url = x\n", ":1: [] url: expected one of the sections database, ingest, stats, alert, "
                         "report, metrics, mail");
    refuses("[mail]\nURL = smtp://h:1\n", ":2: [mail] URL: expected one of the settings url, "
                                          "security, from, to, recipients, sender, subject_prefix, "
                                          "ehlo, alert_days, retry_days, user, "
                                          "password_file, ca_file");
}

Test(settings, refuses_bad_lines)
{
    char text[8192] = "[mail]\nuser = ";

    refuses("[mail]\nurl\n", ":2: expected '[section]' or 'name = value'");
    refuses("[mail\n", ":1: expected '[section]' or 'name = value'");
    refuses("[mail]\nuser = a\nuser = b\n", ":3: [mail] user: expected only once in the file");
    refuses("[mail]\nuser = a\n  b\n", ":3: expected '[section]' or 'name = value'");
    refuses("[mail]\nuser = \xFFx\n",
            ":2: [mail] user: expected UTF-8 text without control characters");
    refuses("[mail]\nuser = a\033[2J\n",
            ":2: [mail] user: expected UTF-8 text without control characters");
    memset(text + strlen(text), 'x', sizeof text - 1 - strlen(text));
    refuses(text, ":2: line is too long");
}

Test(settings, refuses_bad_numbers)
{
    static const char *const bad[] = {"",    "0",  "100000001",           "1k",
                                      "2.5", "-1", "99999999999999999999"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[128];
        snprintf(text, sizeof text, "[ingest]\nbatch_records = %s\n", bad[i]);
        refuses(text, ":2: [ingest] batch_records: expected a whole number from 1 to 100000000");
    }
}

static void refuses_each(const char *section, const char *name, const char *const *values,
                         const char *expected)
{
    for (; *values != NULL; values++) {
        char text[128], message[128];
        snprintf(text, sizeof text, "[%s]\n%s = %s\n", section, name, *values);
        snprintf(message, sizeof message, ":2: [%s] %s: expected %s", section, name, expected);
        refuses(text, message);
    }
}

Test(settings, refuses_a_year_that_starts_on_no_day)
{
    static const char *const bad[] = {"02-29", "13-01",  "00-10", "04-31", "1-1",
                                      "01/01", "01-01x", "",      NULL};

    refuses_each("stats", "year_start", bad, "MM-DD, a day that every year has");
}

Test(settings, refuses_a_late_percent_that_is_none)
{
    static const char *const bad[] = {"",    "-1", "100.1", "101", "3%", "3,5",
                                      "1e1", ".5", "5.",    "NaN", NULL};

    refuses_each("alert", "late_percent", bad, "a decimal number from 0 to 100");
    load("[alert]\nlate_percent = 100.00\n", 0644);
    load("[alert]\nlate_percent = 0\n", 0644);
}

Test(settings, refuses_other_ways_to_protect_mail)
{
    static const char *const bad[] = {"ssl", "TLS", "", NULL};

    refuses_each("mail", "security", bad, "starttls, tls or none");
}

Test(settings, refuses_a_mail_url_with_a_user)
{
    static const char *const bad[] = {"mail.example.vn", "http://h", "smtp://u:geheim@h:25", NULL};

    refuses_each("mail", "url", bad, "smtp://HOST:PORT or smtps://HOST:PORT");
}

Test(settings, takes_a_password_only_from_a_guarded_file)
{
    static const char *const with_password[] = {
        "host=db password=geheim",
        "host=db PASSWORD = 'geheim'",
        "postgresql://u:geheim@db/motcua",
        "postgresql://db/motcua?password=geheim",
    };

    for (size_t i = 0; i < sizeof with_password / sizeof with_password[0]; i++) {
        char text[128];
        snprintf(text, sizeof text, "[database]\nconninfo = %s\n", with_password[i]);
        refuses(text,
                ":2: [database] conninfo: expected no password in a file that others may read");
        cr_assert_eq(strncmp(err.hint, "chmod 0600 ", 11), 0);
        load(text, 0600);
        cr_assert_str_eq(settings.conninfo, with_password[i]);
    }
}

Test(settings, lets_conninfo_without_password_be_read_by_all)
{
    load("[database]\nconninfo = postgresql://u@[::1]:5432/motcua?passfile=/x\n", 0644);
    cr_assert_str_eq(settings.conninfo, "postgresql://u@[::1]:5432/motcua?passfile=/x");
}

Test(settings, names_a_file_that_is_not_there)
{
    cr_assert_not(settings_load(arena, "/nonexistent/motcua.conf", &settings, &err));
    cr_assert_eq(err.code, EXIT_SETTINGS);
    cr_assert_str_eq(err.message, "cannot open settings file '/nonexistent/motcua.conf': "
                                  "No such file or directory");
}

/* Finds "#name = value" of a section in the shipped file; returns whether the value is the default. */
static bool is_shipped(const struct SettingDef *def, const char *previous_line)
{
    char wanted[256];

    snprintf(wanted, sizeof wanted, "#%s =%s%s\n", def->name, def->fallback[0] != '\0' ? " " : "",
             def->fallback);
    return strcmp(previous_line, wanted) == 0;
}

Test(settings, file_as_shipped_shows_the_table)
{
    FILE *file = fopen(SHIPPED, "re");
    const struct SettingDef *def = setting_defs;
    char line[512], last[512] = "", section[64] = "";

    cr_assert_not_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '[') {
            snprintf(section, sizeof section, "%.*s", (int)strcspn(line + 1, "]"), line + 1);
        } else if (line[0] == '#' && islower((unsigned char)line[1])) {
            cr_assert_not_null(def->name, "not in the table: %s", line);
            cr_assert_str_eq(section, def->section);
            cr_assert(is_shipped(def, line), "%s: %s", def->name, line);
            cr_assert_eq(strncmp(last, "# ", 2), 0, "no comment above %s", line);
            def++;
        } else {
            cr_assert(line[0] == '\n' || line[0] == '#', "not commented out: %s", line);
        }
        snprintf(last, sizeof last, "%s", line);
    }
    cr_assert_null(def->name, "not in the file: %s", def->name);
    fclose(file);
}

Test(settings, every_setting_has_a_help)
{
    for (const struct SettingDef *def = setting_defs; def->name != NULL; def++) {
        cr_assert(def->help != NULL && def->help[0] != '\0', "%s", def->name);
        cr_assert((def->accepts == NULL) == (def->expected == NULL), "%s", def->name);
    }
}
