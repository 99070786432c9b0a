/* What one recipient is told today, in one e-mail. */
#ifndef MOTCUA_STATS_MAIL_DIGEST_H
#define MOTCUA_STATS_MAIL_DIGEST_H

#include "common/arena.h"
#include "common/database/db.h"
#include "common/program/settings.h"
#include "stats/mail/plan.h"

/* Lines end in LF; the texts live in the arena. */
struct Mail {
    const char *subject;
    const char *text;
    const char *html;
    const char *attachment_name; /* NULL: nothing is attached */
    const char *attachment_hex;
};

/*
 * Writes the e-mail of the recipient of the rows from first up to, not including, end. EXIT_INTERNAL when it would be larger
 * than any mail server takes.
 */
bool digest_compose(Arena *arena, Db *db, const struct Settings *settings, const struct Plan *plan,
                    const struct Facts *facts, const struct Recipient *recipient, int first,
                    int end, struct Mail *mail, struct Error *err) MUST_CHECK;

/* An e-mail that only says that it has arrived. */
bool digest_test(Arena *arena, Db *db, const struct Settings *settings,
                 const struct Recipient *recipient, struct Mail *mail,
                 struct Error *err) MUST_CHECK;

#endif
