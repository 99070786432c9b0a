/* E-mails: one a recipient and day, written in one transaction, sent after it, one by one. */
#ifndef MOTCUA_STATS_MAIL_OUTBOX_H
#define MOTCUA_STATS_MAIL_OUTBOX_H

#include "common/arena.h"
#include "common/database/db.h"
#include "common/program/recipients.h"
#include "common/program/settings.h"
#include "stats/mail/digest.h"
#include "stats/mail/smtp.h"

struct Outbox {
    Db *db;
    const struct Settings *settings;
    Smtp *smtp; /* NULL: the settings name no mail server */
    struct Recipients *recipients;
};

struct OutboxCounts {
    int sent;
    int failed;  /* of this run, with those that it has given up */
    int waiting; /* not tried: a server that takes nothing */
};

/* What is done with the e-mail of one recipient: written, or shown. rows from first up to, not including, end. */
typedef bool (*OutboxUse)(void *user, const struct Plan *plan, int first, int end,
                          const struct Recipient *recipient, const struct Mail *mail,
                          struct Error *err);

/*
 * Prepares sending; a warning is logged when nobody would get a mail. Called before anything is written,
 * so that an error in the settings shows first. EXIT_SETTINGS; box is to be closed in any case.
 */
bool outbox_open(Arena *arena, Db *db, const struct Settings *settings, struct Outbox *box,
                 struct Error *err) MUST_CHECK;
void outbox_close(struct Outbox *box);

/* Hands the e-mail of each recipient to whom something is to be told now to use, in the caller's transaction. */
bool outbox_compose(const struct Outbox *box, Arena *arena, const struct Plan *plan, OutboxUse use,
                    void *user, struct Error *err) MUST_CHECK;

/*
 * Writes the e-mails of today in a transaction of its own and tries every one that waits; the caller holds the lock of
 * 'stats' and no transaction. Without a mail server nothing is written: it is told when there is one. The attempt is on record
 * before the server hears of it; a row that may have arrived goes out once more at most, with the same Message-ID. A failure
 * that all mails would meet ends the trying for this run. reopen: what was given up too, whatever the hour. EXIT_MAIL when a
 * row could not be sent or is given up: each is told, what is final once. counts are right in every case.
 */
bool outbox_send(const struct Outbox *box, Arena *arena, bool reopen, struct OutboxCounts *counts,
                 struct Error *err) MUST_CHECK;

#endif
