/* E-mails: letters are written in the transaction that raises their alert, addressed and sent after it. */
#ifndef MOTCUA_STATS_MAIL_OUTBOX_H
#define MOTCUA_STATS_MAIL_OUTBOX_H

#include "common/address.h"
#include "common/arena.h"
#include "common/database/db.h"
#include "common/program/settings.h"
#include "stats/mail/mail.h"
#include "stats/mail/smtp.h"

struct Outbox {
    Db *db;
    const struct Settings *settings;
    Smtp *smtp; /* NULL: the settings name no mail server */
    struct AddressList recipients;
};

struct OutboxCounts {
    int sent;
    int failed;  /* of this run, with those that it has given up */
    int waiting; /* not tried: no mail server, or one that takes nothing */
};

/*
 * Prepares sending; a warning is logged when nobody would get a mail. Called before anything is written,
 * so that an error in the settings shows first. EXIT_SETTINGS; box is to be closed in any case.
 */
bool outbox_open(Arena *arena, Db *db, const struct Settings *settings, struct Outbox *box,
                 struct Error *err) MUST_CHECK;
void outbox_close(struct Outbox *box);

/*
 * Writes what an alert says, once, whether or not there is a mail server: an alert is raised once a
 * year, and the server and its readers may be named tomorrow.
 */
bool outbox_put(Db *db, const char *alert_id, const struct Mail *mail,
                struct Error *err) MUST_CHECK;

/*
 * Addresses letters not older than [mail] alert_days to the recipients of the settings and tries every
 * row that is neither sent nor given up; the caller holds the lock of 'stats' and no transaction. The
 * attempt is on record before the server hears of it, and a row that may have arrived never goes out
 * again. A failure that all mails would meet ends the trying for this run. EXIT_MAIL when a row could
 * not be sent or is given up: each is told, what is final once. counts are right in every case.
 */
bool outbox_send(const struct Outbox *box, Arena *arena, struct OutboxCounts *counts,
                 struct Error *err) MUST_CHECK;

#endif
