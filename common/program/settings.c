#include "common/program/settings.h"

#include "common/buf.h"
#include "common/program/inifile.h"
#include "common/text.h"
#include "common/time/clock.h"
#include "common/utf8.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { LIST_MAX = 400 };

/* MM-DD of a day that every year has: 2001 is no leap year. */
static bool is_month_day(const char *text)
{
    char date[16];
    Instant unused;

    int length = snprintf(date, sizeof date, "2001-%s", text);
    return length == 10 && clock_parse(date, DATE_YMD, 0, &unused) == NULL;
}

/* Digits, and a fraction if wanted; the text goes to PostgreSQL as it is. */
static bool is_percent(const char *text)
{
    size_t whole = strspn(text, "0123456789");
    const char *fraction = text[whole] == '.' ? text + whole + 1 : "";
    int percent = 0;

    if (whole == 0 || whole > 3 || (text[whole] != '\0' && fraction[0] == '\0') ||
        fraction[strspn(fraction, "0123456789")] != '\0') {
        return false;
    }
    for (size_t i = 0; i < whole; i++) {
        percent = percent * 10 + (text[i] - '0');
    }
    return percent < 100 || (percent == 100 && fraction[strspn(fraction, "0")] == '\0');
}

/* Percents separated by commas; "" for none. */
static bool is_percent_list(const char *text)
{
    char one[16];

    while (text[0] != '\0') {
        text += strspn(text, " ");
        size_t length = strcspn(text, ", ");
        if (length == 0 || length >= sizeof one) {
            return false;
        }
        snprintf(one, sizeof one, "%.*s", (int)length, text);
        text += length + strspn(text + length, " ");
        if (!is_percent(one) || (text[0] == ',' && text[1] == '\0')) {
            return false;
        }
        text += text[0] == ',';
    }
    return true;
}

const struct Kind mail_security_kinds[] = {
    {"starttls", MAIL_STARTTLS, "", ""},
    {"tls", MAIL_TLS, "", ""},
    {"none", MAIL_NONE, "", ""},
    {0},
};

/* An '@' would be a user, perhaps with a password: those have settings of their own. */
static bool is_mail_url(const char *text)
{
    return text[0] == '\0' || (((strncmp(text, "smtp://", 7) == 0 && text_has_host(text + 7)) ||
                                (strncmp(text, "smtps://", 8) == 0 && text_has_host(text + 8))) &&
                               strchr(text, '@') == NULL);
}

const struct Kind truth_kinds[] = {
    {"false", 0, "", ""},
    {"true", 1, "", ""},
    {0},
};

/* What e-mails put "#/office/CODE" behind; a blank or a quote would end the link. */
static bool is_page_url(const char *text)
{
    return text[0] == '\0' || (((strncmp(text, "http://", 7) == 0 && text_has_host(text + 7)) ||
                                (strncmp(text, "https://", 8) == 0 && text_has_host(text + 8))) &&
                               text[strcspn(text, " \"'<>#")] == '\0');
}

/* A host name or an address in square brackets, which may follow EHLO; "" for none. */
static bool is_host_name(const char *text)
{
    return text[strspn(text,
                       "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-[]:")] ==
           '\0';
}

static bool is_filled(const char *text)
{
    return text[0] != '\0';
}

#define TEXT(...) SETTING_TEXT_IN(struct Settings, __VA_ARGS__)
#define INT(...) SETTING_INT_IN(struct Settings, __VA_ARGS__)
#define KIND(...) SETTING_KIND_IN(struct Settings, __VA_ARGS__)

const struct SettingDef setting_defs[] = {
    TEXT("database", "conninfo", "", conninfo, NULL, NULL,
         "connection string of libpq; empty = the PG* environment"),
    TEXT("ingest", "sources_dir", "/etc/motcua/sources.d", sources_dir, is_filled, "a directory",
         "directory with one NAME.conf for each source"),
    INT("ingest", "batch_records", "1000000", 1, 100000000, batch_records,
        "records merged in one transaction"),
    INT("ingest", "max_reject_percent", "5", 0, 100, max_reject_percent,
        "a source with more rejected records than this fails"),
    TEXT("stats", "profile", "report", profile, is_filled, "the name of a rule profile",
         "rule profile of the rates"),
    TEXT("stats", "scoring", "gia-nghia-2023", scoring, is_filled, "the name of a scoring set",
         "scoring set of the points"),
    TEXT("stats", "target_set", "", target_set, NULL, NULL,
         "set of targets; empty = all that are in force"),
    TEXT("stats", "year_start", "01-01", year_start, is_month_day,
         "MM-DD, a day that every year has", "first day of the reporting year, MM-DD"),
    TEXT("alert", "late_percent", "3", late_percent, is_percent, "a decimal number from 0 to 100",
         "late rate in percent above which an alert is raised"),
    TEXT("alert", "clear_percent", "2.5", clear_percent, is_percent,
         "a decimal number from 0 to 100", "late rate in percent at which an alert is over"),
    TEXT("alert", "steps", "3, 5, 10", alert_steps, is_percent_list,
         "decimal numbers from 0 to 100, separated by commas",
         "late rates in percent each of which is told once it is passed"),
    TEXT("alert", "profile", "", alert_profile, NULL, NULL,
         "rule profile of that rate; empty = the one of [stats], or report when that has none"),
    INT("alert", "min_resolved", "20", 0, 1000000, min_resolved,
        "an office with fewer resolved dossiers is listed, not alarmed"),
    INT("alert", "escalate_days", "10", 0, 250, escalate_days,
        "working days without falling after which the office above is told; 0 = never"),
    INT("alert", "repeat_days", "7", 1, 366, repeat_days,
        "days after which it is told again that an office is still above"),
    TEXT("report", "directory", "", report_directory, NULL, NULL,
         "directory of the page that run writes; empty = none"),
    TEXT("report", "url", "", report_url, is_page_url, "http://HOST/... or https://HOST/...",
         "address of that page, for links in e-mails; empty = none"),
    KIND("report", "public", "false", report_public, truth_kinds,
         "true: a page for everybody, without dossiers and small counts"),
    TEXT("metrics", "directory", "", metrics_directory, NULL, NULL,
         "directory of the textfile collector of Prometheus; empty = no metrics are written"),
    TEXT("mail", "url", "", mail_url, is_mail_url, "smtp://HOST:PORT or smtps://HOST:PORT",
         "mail server, smtp://HOST:PORT or smtps://HOST:PORT; empty = no mail"),
    KIND("mail", "security", "starttls", mail_security, mail_security_kinds,
         "starttls, tls, or none (only to this machine)"),
    TEXT("mail", "from", "", mail_from, NULL, NULL, "sender's address"),
    TEXT("mail", "to", "", mail_to, NULL, NULL, "recipients' addresses, separated by commas"),
    TEXT("mail", "recipients", "", mail_recipients, NULL, NULL,
         "file that says who is told what; empty = recipients.conf beside this file, if there is "
         "one"),
    TEXT("mail", "sender", "Một cửa", mail_sender, NULL, NULL, "sender's name"),
    TEXT("mail", "subject_prefix", "[Cảnh báo hồ sơ quá hạn]", mail_prefix, NULL, NULL,
         "words with which every subject begins"),
    TEXT("mail", "ehlo", "", mail_ehlo, is_host_name, "a host name",
         "name of this machine for the mail server; empty = its own, or the domain of from"),
    INT("mail", "alert_days", "30", 0, 366, mail_alert_days,
        "days for which a mail waits until a fault of the settings is mended"),
    INT("mail", "retry_days", "5", 0, 366, mail_retry_days,
        "days for which a mail that is put off is tried again"),
    TEXT("mail", "user", "", mail_user, NULL, NULL, "user name at the mail server; empty = none"),
    TEXT("mail", "password_file", "", mail_password_file, NULL, NULL,
         "file of mode 0600, or name of a systemd credential, with that user's password"),
    TEXT("mail", "ca_file", "", mail_ca_file, NULL, NULL,
         "authorities that sign the mail server's certificate; empty = the system's"),
    {0},
};

enum { SETTING_COUNT = sizeof setting_defs / sizeof setting_defs[0] - 1 };

_Static_assert((int)SETTING_COUNT <= (int)SETTINGS_MAX, "raise the limit");

struct Loading {
    Arena *arena;
    struct Settings *settings;
    bool given[SETTING_COUNT]; /* in the file */
};

/* Never quotes the value: it may be a secret that somebody put into the wrong line. */
bool settings_store(Arena *arena, void *target, const struct SettingDef *def, const char *value,
                    struct Error *err)
{
    void *place = (char *)target + def->offset;
    size_t length = strlen(value);

    if (def->type == SETTING_INT) {
        if (!text_to_int(value, def->lowest, def->highest, place)) {
            return error_set(err, EXIT_SETTINGS, "expected a whole number from %lld to %lld",
                             def->lowest, def->highest);
        }
        return true;
    }
    if (def->type == SETTING_KIND) {
        const struct Kind **kind = place;
        *kind = kind_find(def->kinds, value);
        return *kind != NULL || kind_expect(def->kinds, err);
    }
    if (!utf8_is_valid(value, length) || utf8_has_control(value, length)) {
        return error_set(err, EXIT_SETTINGS, "expected UTF-8 text without control characters");
    }
    if (def->accepts != NULL && !def->accepts(value)) {
        return error_set(err, EXIT_SETTINGS, "expected %s", def->expected);
    }
    *(const char **)place = arena_strdup(arena, value);
    return true;
}

/* The names of a section, or the sections when it is NULL, for a message. */
static void list_names(const struct SettingDef *defs, const char *section, char *list, size_t size)
{
    const char *last_section = "";
    struct Buf buf;

    buf_init(&buf, size - 1);
    for (const struct SettingDef *def = defs; def->name != NULL; def++) {
        bool is_new_section = !text_equal(def->section, last_section);
        last_section = def->section;
        if (section == NULL ? is_new_section : text_equal(def->section, section)) {
            buf_printf(&buf, "%s%s", buf.length > 0 ? ", " : "",
                       section == NULL ? def->section : def->name);
        }
    }
    snprintf(list, size, "%s", buf.data);
    buf_release(&buf);
}

static bool is_section(const struct SettingDef *defs, const char *section)
{
    for (const struct SettingDef *def = defs; def->name != NULL; def++) {
        if (text_equal(def->section, section)) {
            return true;
        }
    }
    return false;
}

const struct SettingDef *settings_find(const struct SettingDef *defs, const char *section,
                                       const char *name, struct Error *err)
{
    char list[LIST_MAX];

    for (const struct SettingDef *def = defs; def->name != NULL; def++) {
        if (text_equal(def->section, section) && text_equal(def->name, name)) {
            return def;
        }
    }
    if (is_section(defs, section)) {
        list_names(defs, section, list, sizeof list);
        error_set(err, EXIT_SETTINGS, "[%s] %s: expected one of the settings %s", section, name,
                  list);
    } else {
        list_names(defs, NULL, list, sizeof list);
        error_set(err, EXIT_SETTINGS, "[%s] %s: expected one of the sections %s", section, name,
                  list);
    }
    return NULL;
}

bool settings_set_defaults(Arena *arena, void *target, const struct SettingDef *defs,
                           struct Error *err)
{
    for (const struct SettingDef *def = defs; def->name != NULL; def++) {
        if (!settings_store(arena, target, def, def->fallback, err)) {
            return error_prefix(err, "default of [%s] %s", def->section, def->name);
        }
    }
    return true;
}

/* True for password=... and for the URI form scheme://user:password@host. */
static bool holds_password(const char *conninfo)
{
    const char *word = strcasestr(conninfo, "password");
    const char *authority = strstr(conninfo, "://");

    for (; word != NULL; word = strcasestr(word + 1, "password")) {
        const char *after = word + strlen("password");
        after += strspn(after, " \t");
        if (*after == '=') {
            return true;
        }
    }
    if (authority == NULL) {
        return false;
    }
    authority += 3;
    size_t length = strcspn(authority, "/?");
    const char *at = memchr(authority, '@', length);
    return at != NULL && memchr(authority, ':', (size_t)(at - authority)) != NULL;
}

static bool take_entry(void *user, const struct InifileEntry *entry, struct Error *err)
{
    struct Loading *loading = user;
    const struct SettingDef *def = settings_find(setting_defs, entry->section, entry->name, err);

    if (def == NULL) {
        return false;
    }
    if (loading->given[def - setting_defs]) {
        error_set(err, EXIT_SETTINGS, "expected only once in the file");
    } else if (def->offset == offsetof(struct Settings, conninfo) && !entry->guarded &&
               holds_password(entry->value)) {
        error_set(err, EXIT_SETTINGS, "expected no password in a file that others may read");
        error_hint(err, "chmod 0600 '%s', or put the password into ~/.pgpass", entry->path);
    } else if (settings_store(loading->arena, loading->settings, def, entry->value, err)) {
        loading->given[def - setting_defs] = true;
        loading->settings->lines[def - setting_defs] = entry->line;
        return true;
    }
    return error_prefix(err, "[%s] %s", def->section, def->name);
}

static void variable_name(const struct SettingDef *def, char *name, size_t size)
{
    snprintf(name, size, "MOTCUA_%s_%s", def->section, def->name);
    for (char *c = name; *c != '\0'; c++) {
        *c = (char)toupper((unsigned char)*c);
    }
}

bool settings_load(Arena *arena, const char *path, struct Settings *settings, struct Error *err)
{
    struct Loading loading = {.arena = arena, .settings = settings};

    *settings = (struct Settings){.path = path};
    if (!settings_set_defaults(arena, settings, setting_defs, err)) {
        return false;
    }
    if (path != NULL && !inifile_read(path, take_entry, &loading, err)) {
        return false;
    }
    for (const struct SettingDef *def = setting_defs; def->name != NULL; def++) {
        char name[64];
        variable_name(def, name, sizeof name);
        const char *value = getenv(name);
        if (value != NULL && !settings_store(arena, settings, def, value, err)) {
            return error_prefix(err, "environment variable %s", name);
        }
        settings->from_environment[def - setting_defs] = value != NULL;
    }
    return true;
}

void settings_place(const struct Settings *settings, struct Error *err)
{
    char begin[64];

    for (int i = 0; err->code == EXIT_SETTINGS && setting_defs[i].name != NULL; i++) {
        int length = snprintf(begin, sizeof begin, "[%s] %s:", setting_defs[i].section,
                              setting_defs[i].name);
        if (strncmp(err->message, begin, (size_t)length) != 0) {
            continue;
        }
        if (settings->from_environment[i]) {
            variable_name(&setting_defs[i], begin, sizeof begin);
            error_prefix(err, "environment variable %s", begin);
        } else if (settings->lines[i] > 0) {
            error_prefix(err, "%s:%d", settings->path, settings->lines[i]);
        } else if (settings->path != NULL) {
            error_prefix(err, "%s", settings->path);
        }
        return;
    }
}
