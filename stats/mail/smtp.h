/* The only door to libcurl in this program: sends e-mails by SMTP, over verified TLS unless the
 * server is this machine. */
#ifndef MOTCUA_STATS_MAIL_SMTP_H
#define MOTCUA_STATS_MAIL_SMTP_H

#include "common/arena.h"
#include "common/error.h"
#include "common/program/settings.h"
#include "stats/mail/dialogue.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Smtp Smtp;

struct SmtpMessage {
    const char *recipient;
    const char *message_id; /* with its angle brackets */
    const char *subject;
    const char *text; /* both with lines that end in LF */
    const char *html;
    const char *attachment_name; /* NULL: nothing is attached */
    const void *attachment;
    size_t attachment_size;
};

/*
 * Prepares sending as [mail] of the settings says, which must have a url; connects to nothing.
 * EXIT_SETTINGS when the settings do not fit together, would show mail or a password to the
 * network, or name a password file that cannot be used.
 */
Smtp *smtp_new(Arena *arena, const struct Settings *settings, struct Error *err) MUST_CHECK;

/*
 * Sends one e-mail and waits until the server has taken it. EXIT_MAIL, with the server's own words but
 * no secret and no address; *verdict says what the failure means, and the hint what to mend.
 */
bool smtp_send(Smtp *smtp, const struct SmtpMessage *message, struct Verdict *verdict,
               struct Error *err) MUST_CHECK;

void smtp_free(Smtp *smtp); /* accepts NULL */

/*
 * The name that the server is told in EHLO: [mail] ehlo, else host (this machine) when it is a full
 * name, else the domain of [mail] from. Lives in the arena.
 */
const char *smtp_own_name(Arena *arena, const struct Settings *settings, const char *host);

#endif
