/* E-mails on their way: written in the transaction that raises their alert, sent after it. */
#ifndef MOTCUA_OUTBOX_H
#define MOTCUA_OUTBOX_H

#include "stats/address.h"
#include "common/arena.h"
#include "common/db.h"
#include "common/settings.h"
#include "stats/mail.h"
#include "stats/smtp.h"

struct OutboxCounts {
    int sent;
    int failed;
    int waiting; /* not tried: no mail server is configured */
};

/*
 * Writes one row a recipient for an alert, once however often it is called. It does so without a
 * mail server too: an alert is raised once a year, and the server may be named tomorrow.
 */
bool outbox_put(Db *db, const char *alert_id, const struct Mail *mail,
                const struct AddressList *recipients, const char *sender,
                struct Error *err) MUST_CHECK;

/*
 * Prepares sending: *smtp is NULL, and a warning logged, when the settings name no mail server.
 * Called before anything is written, so that an error in the settings shows first. EXIT_SETTINGS.
 */
bool outbox_open(Arena *arena, const struct Settings *settings, Smtp **smtp,
                 struct AddressList *recipients, struct Error *err) MUST_CHECK;

/*
 * Tries every row that is not sent; the caller holds the lock of 'stats' and no transaction. The
 * attempt is on record before the server hears of it, so a row that was taken just before a crash
 * goes out again with the same Message-ID, once a run. EXIT_MAIL when a row could not be sent: it
 * waits for the next run. counts are right in every case.
 */
bool outbox_send(Arena *arena, Db *db, Smtp *smtp, struct OutboxCounts *counts,
                 struct Error *err) MUST_CHECK;

#endif
