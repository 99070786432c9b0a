/*
 * recipients.conf: who is told what and when, one section an address. It is read anew for each e-mail and stored
 * nowhere; [mail] to is its short form, for alerts of all offices.
 *
 *     [lanh-dao@tinh.gov.vn]
 *     offices = H48.23 H48.24      codes, each with those under it; all; or levels, such as commune
 *     kinds = crossing step above below near_due letters silent pipeline
 *     days = mon-fri               or mon,thu; daily
 *     hour = 7                     not before that hour, Asia/Ho_Chi_Minh
 *     language = vi                or en
 */
#ifndef MOTCUA_COMMON_PROGRAM_RECIPIENTS_H
#define MOTCUA_COMMON_PROGRAM_RECIPIENTS_H

#include "common/arena.h"
#include "common/database/db.h"
#include "common/error.h"
#include "common/program/settings.h"

#include <stdbool.h>
#include <stddef.h>

enum { RECIPIENTS_MAX = 500, RECIPIENT_HOURS = 24 };

struct Recipient {
    const char *address;
    const char *offices;  /* words separated by blanks: codes, or all */
    const char *levels;   /* likewise: levels of offices */
    const char *kinds;    /* likewise */
    const char *language; /* vi, en */
    unsigned days;        /* bit 0 is Monday */
    int hour;
    int line; /* where its section begins; 0: named in [mail] to */
};

struct Recipients {
    const char *path; /* of the file; NULL: there is none */
    struct Recipient items[RECIPIENTS_MAX];
    size_t count;
};

/*
 * Reads the file and [mail] to; an address in both is that of the file. EXIT_SETTINGS with file, line, section and what was
 * expected. The texts live in arena.
 */
bool recipients_read(Arena *arena, const struct Settings *settings, struct Recipients *recipients,
                     struct Error *err) MUST_CHECK;

/* The recipient with this address, however it is spelt; NULL for none. */
const struct Recipient *recipients_find(const struct Recipients *recipients, const char *address);

/* Warns of codes that no office has, or has yet. EXIT_DATABASE. */
bool recipients_check(Db *db, const struct Recipients *recipients, struct Error *err) MUST_CHECK;

/* All of them as the JSON that motcua.mail_readers takes. */
const char *recipients_json(Arena *arena, const struct Recipients *recipients);

#endif
