/* What a mail server has said, up to which step of SMTP an e-mail has come, and what a failure there means. */
#ifndef MOTCUA_STATS_MAIL_DIALOGUE_H
#define MOTCUA_STATS_MAIL_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

enum { DIALOGUE_REPLY_SIZE = 400 };

/* The step whose reply is awaited. DIALOGUE_BODY: the reply to the message itself. */
enum DialogueStep {
    DIALOGUE_CONNECT,
    DIALOGUE_GREETING,
    DIALOGUE_EHLO,
    DIALOGUE_STARTTLS,
    DIALOGUE_AUTH,
    DIALOGUE_MAIL,
    DIALOGUE_RCPT,
    DIALOGUE_DATA,
    DIALOGUE_BODY,
};

enum MailFailure {
    MAIL_TEMPORARY, /* another night may be better */
    MAIL_SETTINGS,  /* nobody gets mail until something is mended here or at the server */
    MAIL_REFUSED,   /* for good: this recipient does not get this e-mail */
    MAIL_UNCLEAR,   /* the server has the whole e-mail, and its answer was lost */
};

struct Dialogue {
    enum DialogueStep step;
    int code; /* of the last reply to this step; 0: there was none */
    char reply
        [DIALOGUE_REPLY_SIZE]; /* its lines, joined by blanks; as it came, never shown as it is */
    bool more;                 /* the reply goes on */
    bool over;                 /* QUIT: what follows is about nothing */
};

/* A verdict, and what to do about it: a static text, or "". */
struct Verdict {
    enum MailFailure failure;
    const char *mend;
    bool for_all; /* the next e-mail would meet the same */
};

/* One command that goes out; only its first word is looked at, since AUTH is followed by secrets. */
void dialogue_sent(struct Dialogue *dialogue, const char *command, size_t length);

/* One line that came in. */
void dialogue_received(struct Dialogue *dialogue, const char *line, size_t length);

/* True when the server has taken the e-mail. */
bool dialogue_is_taken(const struct Dialogue *dialogue);

/* Judges a failure by the server's reply, or by where it was silent. cut: the e-mail did not leave whole. */
struct Verdict dialogue_judge(const struct Dialogue *dialogue, bool cut);

/* The step as it is named in messages, such as "RCPT TO". */
const char *dialogue_step_name(enum DialogueStep step);

/* As the database keeps it: temporary, settings, refused, unclear. */
const char *dialogue_failure_name(enum MailFailure failure);

#endif
