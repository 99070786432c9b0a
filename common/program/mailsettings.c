#include "common/program/mailsettings.h"

#include "common/address.h"
#include "common/memory.h"
#include "common/program/recipients.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/banned.h"

/* Addresses are read as addresses: 127.0.0.1.example.vn begins like this machine and is another. */
bool mailsettings_is_loopback(const char *host)
{
    char bare[INET6_ADDRSTRLEN];
    struct in_addr v4;
    struct in6_addr v6;
    size_t length = strlen(host);
    bool bracketed = length >= 2 && host[0] == '[' && host[length - 1] == ']';

    snprintf(bare, sizeof bare, "%.*s", (int)(bracketed ? length - 2 : length), host + bracketed);
    if (strcasecmp(host, "localhost") == 0) {
        return true;
    }
    if (!bracketed && inet_pton(AF_INET, host, &v4) == 1) {
        return ntohl(v4.s_addr) >> 24 == 127;
    }
    return inet_pton(AF_INET6, bare, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

/* libcurl's own parser, so that the host checked is the host that is connected to. */
static bool host_is_loopback(const char *url)
{
    CURLU *parts = curl_url();
    char *host = NULL;

    if (parts == NULL) {
        memory_out();
    }
    bool loopback = curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
                    curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
                    mailsettings_is_loopback(host);
    curl_free(host);
    curl_url_cleanup(parts);
    return loopback;
}

/* Without a server nobody has to be named yet. */
static bool check_addresses(const struct Settings *settings, struct Error *err)
{
    Arena *arena = arena_new();
    struct Recipients *recipients = arena_alloc(arena, sizeof *recipients);
    bool needs_from = settings->mail_url[0] != '\0' || settings->mail_from[0] != '\0';

    bool good = recipients_read(arena, settings, recipients, err);
    arena_free(arena);
    return good && (!needs_from || address_is_valid(settings->mail_from) ||
                    error_set(err, EXIT_SETTINGS, "[mail] from: expected a plain e-mail address"));
}

/* An alert that is over before it is raised would be told every night. */
static bool check_lines(const struct Settings *settings, struct Error *err)
{
    if (strtod(settings->clear_percent, NULL) <= strtod(settings->late_percent, NULL)) {
        return true;
    }
    return error_set(err, EXIT_SETTINGS,
                     "[alert] clear_percent: expected no more than late_percent");
}

/*
 * TLS from the first byte (smtps) is at least as good as STARTTLS, so security = starttls accepts
 * it; the other way round would fall short of what the operator asked for.
 */
bool mailsettings_check(const struct Settings *settings, struct Error *err)
{
    bool is_smtps = strncasecmp(settings->mail_url, "smtps:", 6) == 0;
    enum MailSecurity security = (enum MailSecurity)settings->mail_security->number;

    if (!check_lines(settings, err) || !check_addresses(settings, err)) {
        return false;
    }
    if (settings->mail_url[0] == '\0') {
        return true;
    }
    if (security == MAIL_TLS && !is_smtps) {
        error_set(err, EXIT_SETTINGS, "[mail] security: tls needs a url that begins with smtps://");
        return error_hint(err, "or set security = starttls");
    }
    if (security == MAIL_NONE && !host_is_loopback(settings->mail_url)) {
        error_set(err, EXIT_SETTINGS,
                  "[mail] security: none is only for a mail server on this machine");
        return error_hint(err, "set security = starttls, or url = smtps://HOST:PORT");
    }
    if (security == MAIL_NONE && settings->mail_user[0] != '\0') {
        return error_set(err, EXIT_SETTINGS,
                         "[mail] user: no password is sent over a connection without TLS");
    }
    if (settings->mail_user[0] != '\0' && settings->mail_password_file[0] == '\0') {
        return error_set(err, EXIT_SETTINGS, "[mail] password_file: user is set, this is not");
    }
    return true;
}
