/*
 * libcurl says that a transfer failed, not what that means for the e-mail. The server's own reply does, together with
 * the step of SMTP at which it came: a 5xx to RCPT is about one recipient, a 5xx to AUTH about the settings, a
 * connection that breaks behind the final dot leaves it open whether the mail has gone. One table holds these meanings.
 */
#include "stats/mail/dialogue.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "common/banned.h"

static const struct {
    const char *word; /* with which the command begins */
    const char *name;
    const char *mend; /* when the server refuses it for good */
} steps[] = {
    [DIALOGUE_CONNECT] = {"", "connection", "[mail] url: is that the server, and does it run?"},
    [DIALOGUE_GREETING] = {"", "greeting",
                           "[mail] url: the server takes no mail from this machine"},
    [DIALOGUE_EHLO] = {"EHLO", "EHLO", "[mail] ehlo: a name of this machine that the server knows"},
    [DIALOGUE_STARTTLS] = {"STARTTLS", "STARTTLS", "[mail] security, or url = smtps://HOST:PORT"},
    [DIALOGUE_AUTH] = {"AUTH", "AUTH", "[mail] user and password_file"},
    [DIALOGUE_MAIL] = {"MAIL", "MAIL FROM", "[mail] from: may this machine send as that address?"},
    [DIALOGUE_RCPT] = {"RCPT", "RCPT TO", ""},
    [DIALOGUE_DATA] = {"DATA", "DATA", ""},
    [DIALOGUE_BODY] = {"", "message", ""},
};

enum { STEP_COUNT = sizeof steps / sizeof steps[0] };

static const char mend_ehlo[] = "[mail] ehlo: a full name of this machine";
static const char mend_login[] = "[mail] user and password_file: the server wants a login";

/* The first line that fits decides. A reply to RCPT or later is about this e-mail, one before it about all. */
static const struct Rule {
    enum DialogueStep from, to;
    int lowest, highest;
    enum MailFailure failure;
    const char *mend; /* NULL: that of the step */
} rules[] = {
    {DIALOGUE_CONNECT, DIALOGUE_BODY, 400, 499, MAIL_TEMPORARY, ""},
    {DIALOGUE_MAIL, DIALOGUE_MAIL, 552, 552, MAIL_REFUSED, ""}, /* larger than the server takes */
    {DIALOGUE_CONNECT, DIALOGUE_MAIL, 500, 599, MAIL_SETTINGS, NULL},
    /* Servers judge name and login of the client as late as at RCPT: that is no word on the recipient. */
    {DIALOGUE_RCPT, DIALOGUE_BODY, 500, 504, MAIL_SETTINGS, mend_ehlo},
    {DIALOGUE_RCPT, DIALOGUE_BODY, 530, 539, MAIL_SETTINGS, mend_login},
    {DIALOGUE_RCPT, DIALOGUE_BODY, 500, 599, MAIL_REFUSED, NULL},
};

static enum DialogueStep step_of(const char *command, size_t length, enum DialogueStep otherwise)
{
    if (length >= 4 && strncasecmp(command, "HELO", 4) == 0) {
        return DIALOGUE_EHLO;
    }
    for (int i = 0; i < STEP_COUNT; i++) {
        size_t word = strlen(steps[i].word);
        bool whole = word > 0 && length >= word && strncasecmp(command, steps[i].word, word) == 0 &&
                     (length == word || isspace((unsigned char)command[word]));
        if (whole) {
            return (enum DialogueStep)i;
        }
    }
    return otherwise;
}

static void forget_reply(struct Dialogue *dialogue)
{
    dialogue->code = 0;
    dialogue->reply[0] = '\0';
    dialogue->more = false;
}

void dialogue_sent(struct Dialogue *dialogue, const char *command, size_t length)
{
    if (length >= 4 && strncasecmp(command, "QUIT", 4) == 0) {
        dialogue->over = true;
    } else if (!dialogue->over) {
        enum DialogueStep step = step_of(command, length, dialogue->step);
        /* HELO after a refused EHLO: the refusal counts until something else is said. */
        if (step != dialogue->step) {
            forget_reply(dialogue);
        }
        dialogue->step = step;
    }
}

static int code_of(const char *line, size_t length)
{
    bool is_reply = length >= 3 && isdigit((unsigned char)line[0]) &&
                    isdigit((unsigned char)line[1]) && isdigit((unsigned char)line[2]);

    return is_reply ? (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0' : 0;
}

void dialogue_received(struct Dialogue *dialogue, const char *line, size_t length)
{
    int code = code_of(line, length);

    while (length > 0 && (line[length - 1] == '\r' || line[length - 1] == '\n')) {
        length--;
    }
    if (dialogue->over || code == 0) {
        return;
    }
    if (dialogue->step == DIALOGUE_CONNECT) {
        dialogue->step = DIALOGUE_GREETING;
    }
    if (!dialogue->more) {
        forget_reply(dialogue);
    }
    size_t used = strlen(dialogue->reply);
    snprintf(dialogue->reply + used, sizeof dialogue->reply - used, "%s%.*s", used > 0 ? " " : "",
             length < sizeof dialogue->reply ? (int)length : DIALOGUE_REPLY_SIZE, line);
    dialogue->code = code;
    dialogue->more = length > 3 && line[3] == '-';
    if (dialogue->step == DIALOGUE_DATA && code == 354) {
        dialogue->step = DIALOGUE_BODY;
        forget_reply(dialogue);
    }
}

bool dialogue_is_taken(const struct Dialogue *dialogue)
{
    return dialogue->step == DIALOGUE_BODY && dialogue->code / 100 == 2;
}

struct Verdict dialogue_judge(const struct Dialogue *dialogue, bool cut)
{
    enum DialogueStep step = dialogue->step;

    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const struct Rule *rule = &rules[i];
        if (step >= rule->from && step <= rule->to && dialogue->code >= rule->lowest &&
            dialogue->code <= rule->highest) {
            return (struct Verdict){rule->failure,
                                    rule->mend != NULL ? rule->mend : steps[step].mend,
                                    rule->failure == MAIL_SETTINGS || step < DIALOGUE_MAIL};
        }
    }
    if (step == DIALOGUE_BODY && !cut) {
        return (struct Verdict){MAIL_UNCLEAR, "", false};
    }
    return (struct Verdict){MAIL_TEMPORARY, step == DIALOGUE_CONNECT ? steps[step].mend : "",
                            step < DIALOGUE_MAIL};
}

const char *dialogue_step_name(enum DialogueStep step)
{
    return steps[step].name;
}

const char *dialogue_failure_name(enum MailFailure failure)
{
    static const char *const names[] = {[MAIL_TEMPORARY] = "temporary",
                                        [MAIL_SETTINGS] = "settings",
                                        [MAIL_REFUSED] = "refused",
                                        [MAIL_UNCLEAR] = "unclear"};

    return names[failure];
}
