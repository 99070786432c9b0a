#include "stats/mail/smtp.h"

#include "common/address.h"
#include "common/buf.h"
#include "common/memory.h"
#include "common/outside.h"
#include "common/program/mailsettings.h"
#include "common/program/secret.h"
#include "stats/mail/header.h"

#include <curl/curl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "common/banned.h"

enum { BODY_MAX = 16 * 1024 * 1024, HOST_NAME_SIZE = 256 };

static const long connect_timeout_s = 10;
static const long total_timeout_s = 60;

struct Smtp {
    Arena *arena;
    CURL *curl;
    const char *from;
    const char *sender; /* name beside it */
    char reason[CURL_ERROR_SIZE];
    struct Dialogue dialogue;
};

/* What one message needs until it is sent. */
struct Parcel {
    struct curl_slist *recipients;
    struct curl_slist *headers;
    curl_mime *mime;
};

/* The name in EHLO. Mail servers refuse a host without a domain; that of the sender is always one. */
const char *smtp_own_name(Arena *arena, const struct Settings *settings, const char *host)
{
    if (settings->mail_ehlo[0] != '\0') {
        return settings->mail_ehlo;
    }
    const char *dot = strchr(host, '.');
    bool is_full = dot != NULL && dot[1] != '\0' && strcasecmp(dot, ".localdomain") != 0;

    return arena_strdup(arena, is_full ? host : address_domain(settings->mail_from));
}

/* libcurl takes the name in EHLO from the path of the url; one that the operator wrote there stays. */
static const char *url_with_name(Arena *arena, const struct Settings *settings)
{
    char host[HOST_NAME_SIZE] = "";
    const char *url = settings->mail_url;
    const char *server = strstr(url, "://") + 3;
    size_t length = (size_t)(server - url) + strcspn(server, "/");

    if (settings->mail_ehlo[0] == '\0' && url[length] == '/' && url[length + 1] != '\0') {
        return url;
    }
    gethostname(host, sizeof host - 1);
    return arena_printf(arena, "%.*s/%s", (int)length, url, smtp_own_name(arena, settings, host));
}

/* curl tells of every line in both directions. */
static int overhear(CURL *curl, curl_infotype type, char *data, size_t size, void *dialogue)
{
    (void)curl;
    if (type == CURLINFO_HEADER_OUT) {
        dialogue_sent(dialogue, data, size);
    } else if (type == CURLINFO_HEADER_IN) {
        dialogue_received(dialogue, data, size);
    }
    return 0;
}

/* Whatever the environment says (ALL_PROXY, .netrc), mail goes to the server named. */
static void set_up(Smtp *smtp, const struct Settings *settings, const char *password)
{
    CURL *curl = smtp->curl;
    bool plain = settings->mail_security->number == MAIL_NONE;

    curl_easy_setopt(curl, CURLOPT_URL, url_with_name(smtp->arena, settings));
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, overhear);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &smtp->dialogue);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    /* libcurl sends no RSET: after a refusal the next mail on the same connection is refused. */
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_timeout_s);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, total_timeout_s);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, smtp->reason);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (settings->mail_ca_file[0] != '\0') {
        curl_easy_setopt(curl, CURLOPT_CAINFO, settings->mail_ca_file);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    if (password != NULL) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, settings->mail_user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, password);
    }
}

Smtp *smtp_new(Arena *arena, const struct Settings *settings, struct Error *err)
{
    const char *password = NULL;

    if (!mailsettings_check(settings, err)) {
        return NULL;
    }
    if (settings->mail_user[0] != '\0') {
        password = secret_read(arena, settings->mail_password_file, err);
        if (password == NULL) {
            error_prefix(err, "[mail] password_file");
            return NULL;
        }
    }
    Smtp *smtp = arena_alloc(arena, sizeof *smtp);
    smtp->arena = arena;
    smtp->from = settings->mail_from;
    smtp->sender = settings->mail_sender;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
        (smtp->curl = curl_easy_init()) == NULL) {
        error_set(err, EXIT_INTERNAL, "cannot start libcurl");
        return NULL;
    }
    set_up(smtp, settings, password);
    return smtp;
}

void smtp_free(Smtp *smtp)
{
    if (smtp != NULL) {
        curl_easy_cleanup(smtp->curl);
        curl_global_cleanup();
    }
}

/* A list that cannot grow keeps what it had, which would be a mail without a header. */
static void add(struct curl_slist **list, const char *text)
{
    struct curl_slist *longer = memory_need(curl_slist_append(*list, text));

    *list = longer;
}

/* The name as an encoded word, which is a phrase wherever an address may have one. */
static char *from_header(const Smtp *smtp)
{
    Arena *arena = smtp->arena;

    return smtp->sender[0] == '\0'
               ? arena_printf(arena, "From: <%s>", smtp->from)
               : arena_printf(arena, "%s\r\n <%s>", header_encoded(arena, "From", smtp->sender),
                              smtp->from);
}

/* Only the subject has text from outside; addresses and Message-ID were checked before. */
static void add_headers(const Smtp *smtp, const struct SmtpMessage *message,
                        struct curl_slist **headers)
{
    Arena *arena = smtp->arena;

    add(headers, header_date(arena, time(NULL)));
    add(headers, from_header(smtp));
    add(headers, arena_printf(arena, "To: <%s>", message->recipient));
    add(headers, header_encoded(arena, "Subject", message->subject));
    add(headers, arena_printf(arena, "Message-ID: %s", message->message_id));
    /* So that people can sort them, and absence notes do not answer. */
    add(headers, arena_printf(arena, "List-Id: <motcua.%s>", address_domain(smtp->from)));
    add(headers, "Auto-Submitted: auto-generated");
    add(headers, "MIME-Version: 1.0");
    add(headers, "Content-Type: multipart/mixed");
}

/* Adds a part with the line ends of e-mail; base64, so that no server cuts a long line. */
static bool add_part(curl_mime *mime, const char *text, const char *type)
{
    curl_mimepart *part = curl_mime_addpart(mime);
    struct Buf body;

    buf_init(&body, BODY_MAX);
    for (; *text != '\0'; text++) {
        buf_puts(&body, *text == '\n' ? "\r\n" : (const char[]){*text, '\0'});
    }
    bool ok = part != NULL && !body.full && curl_mime_type(part, type) == CURLE_OK &&
              curl_mime_encoder(part, "base64") == CURLE_OK &&
              curl_mime_data(part, body.data, body.length) == CURLE_OK;
    buf_release(&body);
    return ok;
}

/* Text and HTML say the same, the best last; parts belong to the whole once they are in it. */
static bool add_alternatives(const Smtp *smtp, const struct SmtpMessage *message, curl_mime *mixed)
{
    curl_mime *both = curl_mime_init(smtp->curl);
    curl_mimepart *part = curl_mime_addpart(mixed);
    bool ok = both != NULL && part != NULL &&
              add_part(both, message->text, "text/plain; charset=utf-8") &&
              add_part(both, message->html, "text/html; charset=utf-8") &&
              curl_mime_subparts(part, both) == CURLE_OK;

    if (!ok) {
        curl_mime_free(both);
        return false;
    }
    return curl_mime_type(part, "multipart/alternative") == CURLE_OK;
}

static bool attach(const struct SmtpMessage *message, curl_mime *mixed)
{
    curl_mimepart *part = curl_mime_addpart(mixed);

    return part != NULL && curl_mime_encoder(part, "base64") == CURLE_OK &&
           curl_mime_type(part, "application/vnd.openxmlformats-officedocument."
                                "spreadsheetml.sheet") == CURLE_OK &&
           curl_mime_filename(part, message->attachment_name) == CURLE_OK &&
           curl_mime_data(part, message->attachment, message->attachment_size) == CURLE_OK;
}

static bool pack(const Smtp *smtp, const struct SmtpMessage *message, struct Parcel *parcel)
{
    add(&parcel->recipients, arena_printf(smtp->arena, "<%s>", message->recipient));
    add_headers(smtp, message, &parcel->headers);
    parcel->mime = curl_mime_init(smtp->curl);
    return parcel->mime != NULL && add_alternatives(smtp, message, parcel->mime) &&
           (message->attachment_name == NULL || attach(message, parcel->mime));
}

/* These are settings at fault, or a server that cannot do what they ask. */
static bool is_settings(CURLcode code)
{
    static const CURLcode codes[] = {CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
                                     CURLE_USE_SSL_FAILED, CURLE_LOGIN_DENIED, CURLE_URL_MALFORMAT};

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (codes[i] == code) {
            return true;
        }
    }
    return false;
}

/* The server's own words, or libcurl's where it was silent. */
static const char *words_of(const Smtp *smtp, CURLcode code)
{
    const struct Dialogue *dialogue = &smtp->dialogue;
    const char *words = dialogue->code >= 400 ? dialogue->reply : smtp->reason;

    return outside_text(smtp->arena, words[0] != '\0' ? words : curl_easy_strerror(code));
}

static bool perform(Smtp *smtp, const struct Parcel *parcel, struct Verdict *verdict,
                    struct Error *err)
{
    CURL *curl = smtp->curl;

    smtp->reason[0] = '\0';
    smtp->dialogue = (struct Dialogue){0};
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, arena_printf(smtp->arena, "<%s>", smtp->from));
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, parcel->recipients);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, parcel->headers);
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, parcel->mime);
    CURLcode code = curl_easy_perform(curl);
    if (code == CURLE_OK || dialogue_is_taken(&smtp->dialogue)) {
        return true;
    }
    *verdict = dialogue_judge(&smtp->dialogue, code == CURLE_SEND_ERROR);
    if (smtp->dialogue.code < 400 && is_settings(code)) {
        *verdict = (struct Verdict){MAIL_SETTINGS, "[mail] security, ca_file, user", true};
    }
    error_set(err, EXIT_MAIL, "%s: %s", dialogue_step_name(smtp->dialogue.step),
              words_of(smtp, code));
    return error_hint(err, "%s", verdict->mend);
}

bool smtp_send(Smtp *smtp, const struct SmtpMessage *message, struct Verdict *verdict,
               struct Error *err)
{
    struct Parcel parcel = {0};
    bool ok = false;

    /* The outbox is a table that others can write to. */
    *verdict = (struct Verdict){.failure = MAIL_REFUSED, .mend = ""};
    if (!address_is_valid(message->recipient) || !header_is_message_id(message->message_id)) {
        return error_set(err, EXIT_MAIL, "recipient or Message-ID is malformed");
    }
    if (pack(smtp, message, &parcel)) {
        ok = perform(smtp, &parcel, verdict, err);
    } else {
        error_set(err, EXIT_MAIL, "the message is too large");
    }
    /* The handle must not keep what is about to go. */
    curl_easy_setopt(smtp->curl, CURLOPT_MIMEPOST, NULL);
    curl_easy_setopt(smtp->curl, CURLOPT_HTTPHEADER, NULL);
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_mime_free(parcel.mime);
    curl_slist_free_all(parcel.headers);
    curl_slist_free_all(parcel.recipients);
    return ok;
}
