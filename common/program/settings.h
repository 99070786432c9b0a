/*
 * motcua.conf: one table of settings drives the file's reader, the environment, --help and the test
 * that holds config/motcua.conf and the table together.
 * Precedence: environment (MOTCUA_SECTION_NAME) over file over default.
 */
#ifndef MOTCUA_COMMON_PROGRAM_SETTINGS_H
#define MOTCUA_COMMON_PROGRAM_SETTINGS_H

#include "common/arena.h"
#include "common/error.h"
#include "common/program/kind.h"

#include <stdbool.h>
#include <stddef.h>

enum { SETTINGS_MAX = 48 };

struct Settings {
    const char *path; /* of the file; NULL = none */
    int lines
        [SETTINGS_MAX]; /* by place in setting_defs: where the file gives it a value; 0 = nowhere */
    bool from_environment[SETTINGS_MAX];
    /* [database] */
    const char *conninfo; /* "" = the PG* environment */
    /* [ingest] */
    const char *sources_dir;
    long long batch_records;      /* records merged in one transaction */
    long long max_reject_percent; /* more than this fails the source */
    /* [stats] */
    const char *profile;
    const char *scoring;
    const char *target_set; /* "" = all that are in force */
    const char *year_start; /* MM-DD, first day of the reporting year */
    /* [alert] */
    const char *late_percent;  /* decimal text, handed to PostgreSQL as numeric */
    const char *clear_percent; /* likewise; not above late_percent */
    const char *alert_steps;   /* such texts, separated by commas */
    const char *alert_profile; /* "" = profile of [stats] */
    long long min_resolved;
    long long escalate_days; /* working days; 0 = never */
    long long repeat_days;
    /* [report] */
    const char *report_directory; /* "" = no page is written at night */
    const char *report_url;       /* where readers find it; "" = nowhere */
    const struct Kind *report_public;
    /* [metrics] */
    const char *metrics_directory; /* "" = none are written */
    /* [mail] */
    const char *mail_url; /* smtp://host:port or smtps://host:port; "" = no mail */
    const struct Kind *mail_security;
    const char *mail_from;
    const char *mail_to;         /* addresses separated by commas */
    const char *mail_recipients; /* file; "" = recipients.conf beside this one, if there is one */
    const char *mail_sender;     /* name beside the address */
    const char *mail_prefix;     /* begins every subject */
    const char *mail_ehlo;       /* "" = found out */
    long long mail_alert_days;
    long long mail_retry_days;
    const char *mail_user;
    const char *mail_password_file;
    const char *mail_ca_file; /* "" = the system's authorities */
};

struct SettingDef {
    const char *section;
    const char *name;
    enum { SETTING_TEXT, SETTING_INT, SETTING_KIND } type;
    const char *fallback; /* default value as text */
    long long lowest;     /* SETTING_INT only */
    long long highest;
    size_t
        offset; /* of a text, a long long or a const struct Kind * in the struct that is filled */
    bool (*accepts)(const char *text); /* SETTING_TEXT only; NULL accepts any text */
    const char *expected;              /* what accepts wants, for the message */
    const char *help;
    const struct Kind *kinds; /* SETTING_KIND only */
};

/* Rows of such a table, of settings that are stored in a member of the struct `target`. */
#define SETTING_TEXT_IN(target, section, name, fallback, member, accepts, expected, help)          \
    {                                                                                              \
        section, name, SETTING_TEXT, fallback, 0, 0, offsetof(target, member), accepts, expected,  \
            help, NULL                                                                             \
    }
#define SETTING_INT_IN(target, section, name, fallback, lowest, highest, member, help)             \
    {                                                                                              \
        section, name, SETTING_INT, fallback, lowest, highest, offsetof(target, member), NULL,     \
            NULL, help, NULL                                                                       \
    }
#define SETTING_KIND_IN(target, section, name, fallback, member, kinds, help)                      \
    {                                                                                              \
        section, name, SETTING_KIND, fallback, 0, 0, offsetof(target, member), NULL, NULL, help,   \
            kinds                                                                                  \
    }

/* [mail] security. */
enum MailSecurity { MAIL_STARTTLS, MAIL_TLS, MAIL_NONE /* loopback only */ };
extern const struct Kind mail_security_kinds[];

/* A setting that is true (1) or false (0). */
extern const struct Kind truth_kinds[];

/* Ends with an entry whose name is NULL. */
extern const struct SettingDef setting_defs[];

/*
 * Reads path (NULL = only environment and defaults; a missing file is an error) into settings;
 * texts live in arena. EXIT_SETTINGS with file, line, setting and what was expected.
 */
bool settings_load(Arena *arena, const char *path, struct Settings *settings,
                   struct Error *err) MUST_CHECK;

/*
 * Puts the place of the setting in front of an EXIT_SETTINGS whose message begins with that setting,
 * "[mail] from: ..."; leaves every other error as it is.
 */
void settings_place(const struct Settings *settings, struct Error *err);

/*
 * The machinery behind it, for other files with a table of their own (sources.d). target is the
 * struct that the offsets of the table refer to. Errors never quote the value.
 */
bool settings_set_defaults(Arena *arena, void *target, const struct SettingDef *defs,
                           struct Error *err) MUST_CHECK;
const struct SettingDef *settings_find(const struct SettingDef *defs, const char *section,
                                       const char *name, struct Error *err) MUST_CHECK;
bool settings_store(Arena *arena, void *target, const struct SettingDef *def, const char *value,
                    struct Error *err) MUST_CHECK;

#endif
