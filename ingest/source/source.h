/*
 * What one file of sources.d says: where a one-stop system is, how it is asked, and what its records mean.
 * config/sources.d/national.conf.example shows every setting with its explanation.
 */
#ifndef MOTCUA_INGEST_SOURCE_SOURCE_H
#define MOTCUA_INGEST_SOURCE_SOURCE_H

#include "ingest/map/fieldmap.h"
#include "ingest/source/kinds.h"
#include "ingest/source/limits.h"
#include "ingest/source/template.h"

enum { SOURCE_HEADERS_MAX = 16 };

/* Where in an answer something stands that paging wants to know; spot.h compiles it. */
enum SpotKind {
    SPOT_NOWHERE,
    SPOT_ENVELOPE, /* around the list of a json */
    SPOT_LINES,    /* in the last line of an ndjson, or else in the first */
    SPOT_LAST,     /* in the last record of the page */
    SPOT_HEADER,   /* of the response */
};

struct Spot {
    enum SpotKind kind;
    struct Pointer pointer;
    const char *header;
};

/* What the settings of [auth] come to. */
struct AuthPlan {
    const char *user; /* "" = none */
    const char *password;
    const char *token;          /* for {token} in header */
    const char *ssh_key_file;   /* for sftp; "" = none */
    bool basic;                 /* user and password go along with every request */
    bool basic_login;           /* they go along with the login only */
    struct Template header;     /* line that carries the token or session; no parts = none */
    struct Template login_body; /* no parts = there is no login */
    struct Condition login_success;
    struct Pointer session_pointer;
};

struct Source {
    const char *name; /* of the file, without .conf */
    const char *path;
    const char *entity_name;
    FieldMap *map;
    bool is_unarmed; /* its secrets were not read: it cannot be asked for its list */
    /* [source] */
    const char *url;
    const struct Kind *format;
    const struct Kind *encoding;
    const struct Kind *separator;
    long long header_rows;
    const char *records; /* JSON Pointer to the list; "" = the whole answer */
    const char *total;   /* spot of the stated number of records; "" = not stated */
    const char *success; /* "POINTER = VALUE ..." that a good answer meets; "" = any */
    const char *message; /* JSON Pointer to the words of a bad answer; "" = none */
    const char *skip;    /* "POINTER = VALUE ..." that records to leave out meet; "" = none */
    const struct Kind *auth;
    const char *token_file;
    const char *hosts;            /* other ones that redirects and next pages may lead to */
    const char *known_hosts_file; /* of sftp */
    const char *utc_offset;       /* of times without a zone, +07:00 */
    const struct Kind *thousands_kind;
    long long precedence; /* among sources that tell of the same dossier; the lowest goes first */
    struct Pointer records_pointer;
    struct Spot total_spot;
    struct Pointer message_pointer;
    struct Condition success_condition;
    int utc_offset_s;
    char thousands; /* between the thousands of a number; '\0' = nothing */
    /* [request] and [headers] */
    const struct Kind *method;
    const char *body;
    struct Template body_template;
    const char *headers[SOURCE_HEADERS_MAX]; /* "Name: value" */
    int header_count;
    /* [auth] */
    const char *user;
    const char *password_file;
    const char *header;
    const char *login_url;
    const char *login_body;
    const char *login_success_text;
    const char *session;
    const char *scope;
    const char *ssh_key_file;
    struct AuthPlan auth_plan;
    /* [paging] */
    const struct Kind *paging;
    const char *page_param;
    const char *size_param;
    const char *offset_param;
    const char *start_param;
    const char *end_param;
    const char *cursor_param;
    const char *cursor; /* spots */
    const char *next;
    struct Spot next_spot;  /* of cursor or next */
    const char *end;        /* "POINTER = VALUE ..." that only the last answer meets; "" = none */
    const char *end_status; /* of HTTP, behind the last page */
    struct Condition end_condition;
    long long size;
    long long first;        /* number of the first page */
    long long first_record; /* number of the first record */
    /* [incremental] */
    const char *since_param; /* "" = the whole list every night */
    const char *until_param;
    const char *date_format_text;
    struct DateFormat date_format;
    const char *first_since_text;
    Instant first_since; /* asked for when nothing else bounds the list; 0 = no bound */
    long long overlap_minutes;
    long long slice_days; /* of a span that the operator asks for; 0 = it is one */
    /* [limits], and ca_file, cert_file, key_file of [source] */
    struct HttpLimits limits;
    long long shrink_percent; /* a list that has become so much shorter fails */
    long long tries;
    long long retry_wait_ms;
};

/* Compiles "POINTER = VALUE ..."; EXIT_SETTINGS names the setting. */
bool source_condition(Arena *arena, const char *setting, const char *text,
                      struct Condition *condition, struct Error *err) MUST_CHECK;

/* How the values of this source are read into arena; codes may be NULL. */
struct ItemContext source_context(const struct Source *source, Arena *arena, struct Codes *codes);

/* Whether the list can be asked for what has changed since, or until, an instant. */
bool source_takes_since(const struct Source *source);
bool source_takes_until(const struct Source *source);

/* The kind of its url. */
const struct Kind *source_url_kind(const struct Source *source);

/* True when somebody puts files into a folder: file or sftp. */
bool source_is_folder(const struct Source *source);

#endif
