#include "ingest/source/kinds.h"

#include "common/banned.h"

/* What is sent with a request, and what asks for a part of a list, means nothing to a folder. */
const struct Kind url_kinds[] = {
    {"http", URL_HTTP, "ca_file cert_file key_file since_param until_param first_since", ""},
    {"file", URL_FILE, "", ""},
    {"sftp", URL_SFTP, "known_hosts_file", "known_hosts_file"},
    {0},
};

const struct Kind format_kinds[] = {
    {"json", FORMAT_JSON, "records total success", ""},
    {"ndjson", FORMAT_NDJSON, "total", ""},
    {"csv", FORMAT_CSV, "total encoding separator header_rows", ""},
    {0},
};

const struct Kind encoding_kinds[] = {
    {"utf-8", ENCODING_UTF_8, "", ""},
    {"windows-1258", ENCODING_WINDOWS_1258, "", ""},
    {0},
};

const struct Kind separator_kinds[] = {
    {"comma", ',', "", ""},
    {"semicolon", ';', "", ""},
    {"tab", '\t', "", ""},
    {0},
};

const struct Kind thousands_kinds[] = {
    {"none", '\0', "", ""},
    {"point", '.', "", ""},
    {"comma", ',', "", ""},
    {0},
};

const struct Kind auth_kinds[] = {
    {"none", AUTH_NONE, "", ""},
    {"basic", AUTH_BASIC, "user password_file", "user password_file"},
    {"bearer", AUTH_BEARER, "token_file", "token_file"},
    {"header", AUTH_HEADER, "token_file header", "token_file header"},
    {"oauth2", AUTH_OAUTH2, "user password_file login_url scope", "user password_file login_url"},
    {"login", AUTH_LOGIN, "user password_file login_url login_body login_success session header",
     "user password_file login_url"},
    {"key", AUTH_KEY, "user ssh_key_file", "user ssh_key_file"},
    {0},
};

const struct Kind method_kinds[] = {
    {"GET", METHOD_GET,
     "page_param size_param offset_param start_param end_param cursor_param since_param "
     "until_param",
     ""},
    {"POST", METHOD_POST, "body", "body"},
    {0},
};

const struct Kind paging_kinds[] = {
    {"none", PAGING_NONE, "end", ""},
    {"page", PAGING_PAGE, "page_param size_param size first end end_status", ""},
    {"offset", PAGING_OFFSET, "offset_param size_param size first_record end end_status", ""},
    {"range", PAGING_RANGE, "start_param end_param size first_record end end_status", ""},
    {"cursor", PAGING_CURSOR, "cursor cursor_param size_param size end end_status", "cursor"},
    {"next", PAGING_NEXT, "next size_param size end end_status", "next"},
    {"link", PAGING_LINK, "size_param size end end_status", ""},
    {0},
};
