#include "ingest/settings/sourcedefs.h"

#include "common/text.h"
#include "ingest/fetch/paging.h"
#include "ingest/source/reach.h"
#include "ingest/source/source.h"
#include "ingest/source/spot.h"

#include <string.h>
#include <unistd.h>

#include "common/banned.h"

enum { OFFSET_MINUTES_MOST = 14 * 60 };

static bool is_entity(const char *text)
{
    return entity_find(text) != NULL;
}

/* An '@' would be a user, perhaps with a password: those belong into a guarded file. */
static bool is_http(const char *text)
{
    return ((strncmp(text, "http://", 7) == 0 && text_has_host(text + 7)) ||
            (strncmp(text, "https://", 8) == 0 && text_has_host(text + 8))) &&
           strpbrk(text, "@ \t") == NULL;
}

static bool is_http_or_empty(const char *text)
{
    return text[0] == '\0' || is_http(text);
}

/* A folder's URL ends with the pattern of its files. */
static bool is_url(const char *text)
{
    bool is_file = strncmp(text, "file:///", 8) == 0;
    bool is_sftp = strncmp(text, "sftp://", 7) == 0 && text_has_host(text + 7) &&
                   strchr(text + 7, '/') != NULL;

    return is_http(text) ||
           ((is_file || is_sftp) && strchr(text, '@') == NULL && text[strlen(text) - 1] != '/');
}

static bool is_pointer(const char *text)
{
    return text[0] == '\0' || text[0] == '/';
}

/* A pointer with a blank in it is quoted. */
static bool is_condition(const char *text)
{
    return is_pointer(text) || (text[0] == '"' && text[1] == '/');
}

static bool is_header_or_empty(const char *text)
{
    const char *colon = strchr(text, ':');

    return text[0] == '\0' || (colon != NULL && colon != text && strchr(text, '{') > colon);
}

static bool is_readable_or_empty(const char *text)
{
    return text[0] == '\0' || access(text, R_OK) == 0;
}

static bool is_day_or_empty(const char *text)
{
    Instant unused;

    return text[0] == '\0' || clock_parse(text, DATE_YMD, 0, &unused) == NULL;
}

/* Digits only where digits stand: a blank or a sign among them is a slip. */
bool sourcedefs_read_offset(const char *text, int *seconds)
{
    static const char form[] = "+99:99";
    int digits[sizeof form] = {0};

    for (size_t i = 0; i < sizeof form; i++) {
        bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '9' ? !is_digit
                           : text[i] != form[i] && !(form[i] == '+' && text[i] == '-')) {
            return false;
        }
        digits[i] = text[i] - '0';
    }
    int hours = digits[1] * 10 + digits[2];
    int minutes = digits[4] * 10 + digits[5];
    *seconds = (hours * 60 + minutes) * (text[0] == '-' ? -60 : 60);
    return minutes <= 59 && hours * 60 + minutes <= OFFSET_MINUTES_MOST;
}

static bool is_offset(const char *text)
{
    int unused;

    return sourcedefs_read_offset(text, &unused);
}

#define TEXT(...) SETTING_TEXT_IN(struct Source, __VA_ARGS__)
#define INT(...) SETTING_INT_IN(struct Source, __VA_ARGS__)
#define KIND(...) SETTING_KIND_IN(struct Source, __VA_ARGS__)

#define SPOT_EXPECTED "a JSON Pointer, last:POINTER or header:NAME"

/* clang-format off */
const struct SettingDef source_defs[] = {
    TEXT("source", "entity", "dossier", entity_name, is_entity, "dossier, procedure, office, office_alias, procedure_alias, office_succession, feedback or rating", "what the records are"),
    TEXT("source", "url", "http://localhost/", url, is_url, "http://..., https://..., file:///DIRECTORY/GLOB or sftp://HOST/DIRECTORY/GLOB, without a user", "address of the list"),
    KIND("source", "format", "json", format, format_kinds, "how an answer holds the records"),
    KIND("source", "encoding", "utf-8", encoding, encoding_kinds, "how a CSV is encoded"),
    KIND("source", "separator", "comma", separator, separator_kinds, "what stands between the cells of a CSV"),
    INT("source", "header_rows", "1", 1, 3, header_rows, "rows that the header of a CSV has"),
    TEXT("source", "records", "", records, is_pointer, "a JSON Pointer or nothing", "where the list is in the answer"),
    TEXT("source", "total", "", total, spot_is, SPOT_EXPECTED, "where the answer states the number of records"),
    TEXT("source", "success", "", success, is_condition, "POINTER = VALUE ... or nothing", "what a good answer says"),
    TEXT("source", "message", "", message, is_pointer, "a JSON Pointer or nothing", "where a bad answer explains itself"),
    TEXT("source", "skip", "", skip, is_condition, "POINTER = VALUE ... or nothing", "which records to leave out"),
    KIND("source", "auth", "none", auth, auth_kinds, "how the program identifies itself"),
    TEXT("source", "token_file", "", token_file, NULL, NULL, "file of mode 0600, or systemd credential, with the token"),
    TEXT("source", "ca_file", "", limits.ca_file, is_readable_or_empty, "a file that can be read", "authorities that sign the server's certificate"),
    TEXT("source", "cert_file", "", limits.cert_file, is_readable_or_empty, "a file that can be read", "certificate of this client"),
    TEXT("source", "key_file", "", limits.key_file, NULL, NULL, "file of mode 0600, or systemd credential, with its key"),
    TEXT("source", "hosts", "", hosts, reach_is_list, "some of http://HOST:PORT or https://HOST, or nothing", "other hosts that redirects and next pages may lead to"),
    TEXT("source", "known_hosts_file", "", known_hosts_file, is_readable_or_empty, "a file that can be read", "keys of sftp servers"),
    TEXT("source", "utc_offset", "+07:00", utc_offset, is_offset, "+HH:MM or -HH:MM", "zone of times that have none"),
    KIND("source", "thousands", "none", thousands_kind, thousands_kinds, "what stands between the thousands of a number"),
    INT("source", "precedence", "100", 1, 1000, precedence, "place among sources that tell of the same dossier; the lowest goes first"),
    KIND("request", "method", "GET", method, method_kinds, "how a page is asked for"),
    TEXT("request", "body", "", body, NULL, NULL, "JSON or form with placeholders, for POST"),
    TEXT("auth", "user", "", user, NULL, NULL, "user name, or client_id"),
    TEXT("auth", "password_file", "", password_file, NULL, NULL, "file of mode 0600, or systemd credential, with the password or client_secret"),
    TEXT("auth", "header", "", header, is_header_or_empty, "NAME: TEXT with {token} or {session}", "header that carries the token or session"),
    TEXT("auth", "login_url", "", login_url, is_http_or_empty, "http://... or https://... without a user", "where a session or access token is to be had"),
    TEXT("auth", "login_body", "{\"username\": \"{user}\", \"password\": \"{password}\"}", login_body, NULL, NULL, "JSON or form with {user} and {password}"),
    TEXT("auth", "login_success", "", login_success_text, is_condition, "POINTER = VALUE ... or nothing", "what a good login says"),
    TEXT("auth", "session", "/session", session, is_pointer, "a JSON Pointer", "where the login's answer has the session"),
    TEXT("auth", "ssh_key_file", "", ssh_key_file, NULL, NULL, "file of mode 0600, or systemd credential, with the key for sftp"),
    TEXT("auth", "scope", "", scope, NULL, NULL, "scope of the access token"),
    KIND("paging", "kind", "page", paging, paging_kinds, "how the list is cut"),
    TEXT("paging", "page_param", "page", page_param, NULL, NULL, "name of the parameter for the page"),
    TEXT("paging", "size_param", "size", size_param, NULL, NULL, "name of the parameter for the page size; empty = none"),
    TEXT("paging", "offset_param", "offset", offset_param, NULL, NULL, "name of the parameter for the first record"),
    TEXT("paging", "start_param", "start", start_param, NULL, NULL, "name of the parameter for the first record"),
    TEXT("paging", "end_param", "end", end_param, NULL, NULL, "name of the parameter for the record behind the last"),
    TEXT("paging", "cursor_param", "cursor", cursor_param, NULL, NULL, "name of the parameter for the cursor"),
    TEXT("paging", "cursor", "", cursor, spot_is, SPOT_EXPECTED, "where the answer has the cursor of the next page"),
    TEXT("paging", "next", "", next, spot_is, SPOT_EXPECTED, "where the answer has the URL of the next page"),
    TEXT("paging", "end", "", end, is_condition, "POINTER = VALUE ... or nothing", "what only the last answer says"),
    TEXT("paging", "end_status", "", end_status, paging_is_end_status, "some of 400 404 410 416 422, or nothing", "HTTP statuses that a page behind the last one has"),
    INT("paging", "size", "1000", 1, 100000, size, "records asked for in a page"),
    INT("paging", "first", "1", 0, 1, first, "number of the first page"),
    INT("paging", "first_record", "0", 0, 1, first_record, "number of the first record"),
    TEXT("incremental", "since_param", "", since_param, NULL, NULL, "name of the parameter for 'changed since'; empty = none"),
    TEXT("incremental", "until_param", "", until_param, NULL, NULL, "name of the parameter for 'changed until'; empty = none"),
    TEXT("incremental", "date_format", "yyyyMMddHHmmss", date_format_text, NULL, NULL, "how these are written: iso8601, epoch_s, epoch_ms, excel or a pattern"),
    TEXT("incremental", "first_since", "", first_since_text, is_day_or_empty, "yyyy-MM-dd or nothing", "'changed since' of the first run and of --full; empty = no bound"),
    INT("incremental", "overlap_minutes", "1440", 0, 525600, overlap_minutes, "asked again before the last run's start"),
    INT("incremental", "slice_days", "31", 0, 3660, slice_days, "days asked for at a time by --since and --until; 0 = all at once"),
    INT("limits", "connect_timeout_s", "10", 1, 600, limits.connect_timeout_s, "seconds to connect"),
    INT("limits", "timeout_s", "300", 1, 86400, limits.timeout_s, "seconds for one page"),
    INT("limits", "stall_s", "30", 1, 3600, limits.stall_s, "seconds below 100 bytes a second"),
    INT("limits", "shrink_percent", "50", 1, 100, shrink_percent, "a whole list that has become so much shorter fails"),
    INT("limits", "tries", "4", 1, 20, tries, "attempts for one page or file"),
    INT("limits", "retry_wait_ms", "1000", 1, 600000, retry_wait_ms, "wait before the second attempt; doubles"),
    INT("limits", "max_page_mb", "32", 1, 1024, limits.max_body_mb, "largest page, unpacked"),
    {0},
};
/* clang-format on */

_Static_assert(sizeof source_defs / sizeof source_defs[0] <= SOURCE_DEFS_MAX, "raise the limit");
