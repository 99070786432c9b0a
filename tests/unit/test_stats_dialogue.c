#include "stats/mail/dialogue.h"
#include "stats/mail/smtp.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

/* The steps up to one, as they go when nothing is wrong, and what the server says there. NULL: nothing. */
struct Case {
    enum DialogueStep step;
    const char *reply;
    enum MailFailure failure;
    bool for_all;
};

static const char *const talk[][2] = {
    [DIALOGUE_CONNECT] = {"", ""},
    [DIALOGUE_GREETING] = {"", "220 mail ready\r\n"},
    [DIALOGUE_EHLO] = {"EHLO mc.tinh.example\r\n", "250-mail\r\n"},
    [DIALOGUE_STARTTLS] = {"STARTTLS\r\n", "220 go\r\n"},
    [DIALOGUE_AUTH] = {"AUTH PLAIN c2VjcmV0\r\n", "235 ok\r\n"},
    [DIALOGUE_MAIL] = {"MAIL FROM:<a@x.example> SIZE=10\r\n", "250 ok\r\n"},
    [DIALOGUE_RCPT] = {"RCPT TO:<b@x.example>\r\n", "250 ok\r\n"},
    [DIALOGUE_DATA] = {"DATA\r\n", "354 go on\r\n"},
    [DIALOGUE_BODY] = {"", ""},
};

static void play(struct Dialogue *dialogue, enum DialogueStep until, const char *reply)
{
    for (int step = 0; step <= (int)until; step++) {
        const char *const *lines = talk[step];
        if (lines[0][0] != '\0') {
            dialogue_sent(dialogue, lines[0], strlen(lines[0]));
        }
        if (step < (int)until && lines[1][0] != '\0') {
            dialogue_received(dialogue, lines[1], strlen(lines[1]));
            if (lines[1][3] == '-') {
                dialogue_received(dialogue, "250 HELP\r\n", 10);
            }
        }
    }
    if (reply != NULL) {
        dialogue_received(dialogue, reply, strlen(reply));
    }
}

Test(dialogue, each_step_means_what_it_means)
{
    static const struct Case cases[] = {
        {DIALOGUE_CONNECT, NULL, MAIL_TEMPORARY, true},
        {DIALOGUE_GREETING, "421 busy\r\n", MAIL_TEMPORARY, true},
        {DIALOGUE_GREETING, "554 no service\r\n", MAIL_SETTINGS, true},
        {DIALOGUE_EHLO, "504 full name\r\n", MAIL_SETTINGS, true},
        {DIALOGUE_EHLO, NULL, MAIL_TEMPORARY, true},
        {DIALOGUE_STARTTLS, "454 not now\r\n", MAIL_TEMPORARY, true},
        {DIALOGUE_STARTTLS, "502 never\r\n", MAIL_SETTINGS, true},
        {DIALOGUE_AUTH, "535 5.7.8 wrong\r\n", MAIL_SETTINGS, true},
        {DIALOGUE_AUTH, "534 weak\r\n", MAIL_SETTINGS, true},
        {DIALOGUE_AUTH, "454 later\r\n", MAIL_TEMPORARY, true},
        {DIALOGUE_AUTH, NULL, MAIL_TEMPORARY, true},
        {DIALOGUE_MAIL, "550 not you\r\n", MAIL_SETTINGS, true},
        {DIALOGUE_MAIL, "530 login first\r\n", MAIL_SETTINGS, true},
        {DIALOGUE_MAIL, "552 5.3.4 too large\r\n", MAIL_REFUSED, false},
        {DIALOGUE_MAIL, "451 later\r\n", MAIL_TEMPORARY, false},
        {DIALOGUE_RCPT, "550 5.1.1 nobody\r\n", MAIL_REFUSED, false},
        {DIALOGUE_RCPT, "554 5.7.1 denied\r\n", MAIL_REFUSED, false},
        {DIALOGUE_RCPT, "504 5.5.2 Helo\r\n", MAIL_SETTINGS, true},
        {DIALOGUE_RCPT, "530 login first\r\n", MAIL_SETTINGS, true},
        {DIALOGUE_RCPT, "450 grey\r\n", MAIL_TEMPORARY, false},
        {DIALOGUE_RCPT, NULL, MAIL_TEMPORARY, false},
        {DIALOGUE_DATA, "554 no\r\n", MAIL_REFUSED, false},
        {DIALOGUE_DATA, "451 later\r\n", MAIL_TEMPORARY, false},
        {DIALOGUE_DATA, NULL, MAIL_TEMPORARY, false},
        {DIALOGUE_BODY, "554 spam\r\n", MAIL_REFUSED, false},
        {DIALOGUE_BODY, "421 closing\r\n", MAIL_TEMPORARY, false},
        {DIALOGUE_BODY, NULL, MAIL_UNCLEAR, false},
        {DIALOGUE_BODY, "garbage\r\n", MAIL_UNCLEAR, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct Dialogue dialogue = {0};
        play(&dialogue, cases[i].step, cases[i].reply);
        struct Verdict verdict = dialogue_judge(&dialogue, false);
        cr_expect_eq(dialogue.step, cases[i].step, "case %zu", i);
        cr_expect_eq(verdict.failure, cases[i].failure, "case %zu: %d", i, verdict.failure);
        cr_expect_eq(verdict.for_all, cases[i].for_all, "case %zu", i);
        cr_expect_not(dialogue_is_taken(&dialogue));
    }
}

Test(dialogue, a_message_that_did_not_leave_whole_has_not_arrived)
{
    struct Dialogue dialogue = {0};

    play(&dialogue, DIALOGUE_BODY, NULL);
    cr_expect_eq(dialogue_judge(&dialogue, true).failure, MAIL_TEMPORARY);
}

Test(dialogue, a_message_that_was_taken_stays_taken)
{
    struct Dialogue dialogue = {0};

    play(&dialogue, DIALOGUE_BODY, "250 queued\r\n");
    dialogue_sent(&dialogue, "QUIT\r\n", 6);
    dialogue_received(&dialogue, "421 bye\r\n", 9);
    cr_expect(dialogue_is_taken(&dialogue));
}

Test(dialogue, a_reply_has_all_its_lines_and_an_end)
{
    struct Dialogue dialogue = {0};
    char line[600];

    play(&dialogue, DIALOGUE_RCPT, "550-5.1.1 nobody here\r\n");
    dialogue_received(&dialogue, "550 5.1.1 ask the postmaster\r\n", 30);
    cr_expect_str_eq(dialogue.reply, "550-5.1.1 nobody here 550 5.1.1 ask the postmaster");
    memset(line, 'x', sizeof line);
    line[0] = line[1] = line[2] = '5';
    line[3] = ' ';
    dialogue_received(&dialogue, line, sizeof line); /* not ended by NUL */
    cr_expect_eq(strlen(dialogue.reply), DIALOGUE_REPLY_SIZE - 1);
}

Test(dialogue, helo_after_a_refused_ehlo_keeps_the_refusal)
{
    struct Dialogue dialogue = {0};

    play(&dialogue, DIALOGUE_EHLO, "421 later\r\n");
    dialogue_sent(&dialogue, "HELO x\r\n", 8);
    cr_expect_eq(dialogue.code, 421);
    dialogue_received(&dialogue, "250 ok\r\n", 8);
    cr_expect_eq(dialogue.code, 250);
}

Test(smtp, the_own_name_is_a_full_one)
{
    Arena *arena = arena_new();
    struct Settings settings = {.mail_from = "motcua@tinh.example", .mail_ehlo = ""};

    cr_expect_str_eq(smtp_own_name(arena, &settings, "mc"), "tinh.example");
    cr_expect_str_eq(smtp_own_name(arena, &settings, ""), "tinh.example");
    cr_expect_str_eq(smtp_own_name(arena, &settings, "mc."), "tinh.example");
    cr_expect_str_eq(smtp_own_name(arena, &settings, "mc.localdomain"), "tinh.example");
    cr_expect_str_eq(smtp_own_name(arena, &settings, "mc.tinh.vn"), "mc.tinh.vn");
    settings.mail_ehlo = "[192.0.2.1]";
    cr_expect_str_eq(smtp_own_name(arena, &settings, "mc.tinh.vn"), "[192.0.2.1]");
    arena_free(arena);
}
