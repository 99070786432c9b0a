#include "common/address.h"
#include "common/program/mailsettings.h"
#include "common/utf8.h"
#include "stats/mail/header.h"
#include "stats/mail/html.h"
#include "stats/mail/smtp.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "common/banned.h"

enum { LINE_MAX_BYTES = 76 };

static int hex(char c)
{
    return c <= '9' ? c - '0' : c - 'A' + 10;
}

/* Decodes the encoded-words of a header and checks on the way that each is whole UTF-8. */
static void decode(const char *header, char *text, size_t size)
{
    static const char start[] = "=?UTF-8?Q?";
    size_t used = 0, word;

    for (const char *at = strstr(header, start); at != NULL; at = strstr(at, start)) {
        word = used;
        for (at += strlen(start); strncmp(at, "?=", 2) != 0; at++) {
            cr_assert(used + 1 < size);
            if (*at == '=') {
                text[used++] = (char)(hex(at[1]) * 16 + hex(at[2]));
                at += 2;
            } else {
                text[used] = *at;
                if (*at == '_') {
                    text[used] = ' ';
                }
                used++;
            }
        }
        cr_assert(utf8_is_valid(text + word, used - word), "a character is cut in two");
    }
    text[used] = '\0';
}

/* Every line is short; every one but the first begins with a blank, so it begins no header. */
static void check_lines(const char *header)
{
    const char *line = header;

    while (*line != '\0') {
        size_t length = strcspn(line, "\r\n");
        cr_assert_leq(length, LINE_MAX_BYTES);
        line += length;
        cr_assert(*line == '\0' || strncmp(line, "\r\n ", 3) == 0);
        line += *line == '\0' ? 0 : 2;
    }
}

Test(stats_mail, a_subject_is_folded_between_characters)
{
    static const char subject[] =
        "[motcua] UBND phường Đông Hà = Ủy ban nhân dân: tỷ lệ quá hạn 3,07 % vượt ngưỡng 3 %";
    Arena *arena = arena_new();
    char decoded[512];
    char *header = header_encoded(arena, "Subject", subject);

    decode(header, decoded, sizeof decoded);
    cr_assert_str_eq(decoded, subject);
    check_lines(header);
    arena_free(arena);
}

Test(stats_mail, no_text_begins_a_header)
{
    Arena *arena = arena_new();
    char decoded[512];
    char *header = header_encoded(arena, "Subject", "UBND\r\nBcc: all@example.vn\n\n\x1B[2J\x7F");

    check_lines(header);
    decode(header, decoded, sizeof decoded);
    cr_assert_str_eq(decoded, "UBND??Bcc: all@example.vn???[2J?");
    arena_free(arena);
}

Test(stats_mail, the_date_is_that_of_viet_nam)
{
    Arena *arena = arena_new();

    cr_assert_str_eq(header_date(arena, 1717699212), "Date: Fri, 07 Jun 2024 01:40:12 +0700");
    arena_free(arena);
}

Test(stats_mail, addresses_and_message_ids_are_plain)
{
    cr_assert(address_is_valid("mot.cua+late@ubnd.example.vn"));
    cr_assert_not(address_is_valid(""));
    cr_assert_not(address_is_valid("a"));
    cr_assert_not(address_is_valid("@b"));
    cr_assert_not(address_is_valid("a@"));
    cr_assert_not(address_is_valid("a@b@c"));
    cr_assert_not(address_is_valid("a b@c"));
    cr_assert_not(address_is_valid("A <a@b>"));
    cr_assert_not(address_is_valid("a@b\r\nRCPT TO:<c@d>"));
    cr_assert_not(address_is_valid("a@b>"));
    cr_assert_not(address_is_valid("đ@b"));
    cr_assert(header_is_message_id("<motcua-1@example.vn>"));
    cr_assert_not(header_is_message_id("motcua-1@example.vn"));
    cr_assert_not(header_is_message_id("<a@b>\r\nX: <c>"));
    cr_assert_str_eq(address_domain("a@ubnd.vn"), "ubnd.vn");
    cr_assert_str_eq(address_domain(""), "motcua.localdomain");
}

Test(stats_mail, lists_of_addresses)
{
    Arena *arena = arena_new();
    struct AddressList list;
    struct Error err = {0};

    cr_assert(address_read_list(arena, "", &list, &err));
    cr_assert_eq(list.count, 0);
    cr_assert(address_read_list(arena, " a@b.vn ,, c@d.vn,", &list, &err));
    cr_assert_eq(list.count, 2);
    cr_assert_str_eq(list.items[0], "a@b.vn");
    cr_assert_str_eq(list.items[1], "c@d.vn");
    cr_assert_not(address_read_list(arena, "a@b.vn; c@d.vn", &list, &err));
    cr_assert_eq(err.code, EXIT_SETTINGS);
    arena_free(arena);
}

Test(stats_mail, html_is_escaped)
{
    struct Buf buf;

    buf_init(&buf, 1024);
    html_append(&buf, "<script a=\"1\" b='2'>&\x01 xã");
    cr_assert_str_eq(buf.data, "&lt;script a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;? xã");
    buf_release(&buf);
}

Test(stats_mail, only_this_machine_is_loopback)
{
    static const char *const near[] = {"localhost", "LocalHost", "127.0.0.1",        "127.255.1.2",
                                       "::1",       "[::1]",     "[0:0:0:0:0:0:0:1]"};
    static const char *const far[] = {"",
                                      "mail.example.vn",
                                      "127.0.0.1.example.vn",
                                      "localhost.example.vn",
                                      "128.0.0.1",
                                      "10.0.0.1",
                                      "0.0.0.0",
                                      "[::2]",
                                      "[::ffff:10.0.0.1]",
                                      "[127.0.0.1]",
                                      "127.1"};

    for (size_t i = 0; i < sizeof near / sizeof near[0]; i++) {
        cr_assert(mailsettings_is_loopback(near[i]), "%s", near[i]);
    }
    for (size_t i = 0; i < sizeof far / sizeof far[0]; i++) {
        cr_assert_not(mailsettings_is_loopback(far[i]), "%s", far[i]);
    }
}

static struct Settings settings_of(const char *url, const char *security, const char *user)
{
    return (struct Settings){.mail_url = url,
                             .mail_security = kind_find(mail_security_kinds, security),
                             .mail_from = "motcua@example.vn",
                             .mail_to = "",
                             .mail_recipients = "",
                             .mail_sender = "",
                             .late_percent = "3",
                             .clear_percent = "2.5",
                             .mail_ehlo = "",
                             .mail_user = user,
                             .mail_password_file = "/nonexistent/password",
                             .mail_ca_file = ""};
}

Test(stats_mail, mail_and_passwords_stay_off_the_open_network)
{
    static const struct {
        const char *url, *security, *user;
        bool accepted;
    } cases[] = {
        {"smtp://127.0.0.1:25", "none", "", true},
        {"smtp://[::1]:25", "none", "", true},
        {"smtp://mail.example.vn", "none", "", false},
        {"smtp://127.0.0.1.example.vn", "none", "", false},
        {"smtp://127.0.0.1:25", "none", "user", false},
        {"smtp://mail.example.vn", "tls", "", false},
        {"smtps://mail.example.vn", "tls", "", true},
        {"smtp://mail.example.vn", "starttls", "", true},
        {"smtp://mail.example.vn", "starttls", "user", false}, /* no such password file */
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct Settings settings = settings_of(cases[i].url, cases[i].security, cases[i].user);
        Arena *arena = arena_new();
        struct Error err = {0};
        Smtp *smtp = smtp_new(arena, &settings, &err);
        cr_assert_eq(smtp != NULL, cases[i].accepted, "%s %s", cases[i].url, cases[i].security);
        cr_assert_eq(err.code, cases[i].accepted ? EXIT_DONE : EXIT_SETTINGS);
        smtp_free(smtp);
        arena_free(arena);
    }
}
