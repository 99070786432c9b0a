/* The only door to libcurl's HTTP: one request, bounded in time and in size, with verified TLS. */
#ifndef MOTCUA_INGEST_FETCH_HTTP_H
#define MOTCUA_INGEST_FETCH_HTTP_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/error.h"
#include "ingest/source/limits.h"
#include "ingest/source/reach.h"

#include <stdbool.h>

/*
 * What only home's scheme, host and port may see: the body, the headers, user and password, and the
 * client's certificate. Anywhere else goes a bare GET.
 */
struct HttpRequest {
    const char *url;
    const char *home;       /* URL */
    const char *hosts;      /* that a GET may be led to besides; see reach.h */
    enum Reach *home_reach; /* where home was last found; the caller keeps it from call to call */
    const char *body;       /* POST; NULL = GET */
    const char *const *headers; /* "Name: value"; ends with NULL */
    const char *user;           /* Basic; NULL = none */
    const char *password;
};

struct HttpReply {
    long status;              /* 0 when there was no answer */
    long long retry_after_ms; /* what the server asked for, clamped to two minutes, or -1 */
    bool whole;               /* the body's length was announced, and it has come */
    const char *url;          /* that answered, after redirects; NULL when there was none */
};

typedef struct Http Http;

/* Keeps the connection alive from request to request. limits outlives it. */
Http *http_new(const struct HttpLimits *limits, struct Error *err) MUST_CHECK;
void http_free(Http *http); /* accepts NULL */

/*
 * Sends the request and puts the answer, unpacked, into body. Redirects of a GET are followed; a POST
 * is only sent again to where it was meant to go (307, 308). Nowhere goes anything that reach.h does
 * not allow. EXIT_SOURCE; err->transient tells
 * whether another try makes sense. reply is filled in any case; its url lives until the next call.
 */
bool http_send(Http *http, const struct HttpRequest *request, struct Buf *body,
               struct HttpReply *reply, struct Error *err) MUST_CHECK;

/* The first header of this name in the last answer, in arena; NULL = none. */
const char *http_header(Http *http, const char *name, Arena *arena);

/* The target of the last answer's Link header with rel="next", in arena; NULL = none. */
const char *http_next_link(Http *http, Arena *arena);

#endif
