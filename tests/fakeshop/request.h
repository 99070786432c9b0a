/* Reads a URL path and its query arguments. Knows nothing of HTTP beyond them. */
#ifndef FAKESHOP_REQUEST_H
#define FAKESHOP_REQUEST_H

#include <stdbool.h>

#include "fault.h"
#include "page.h"

/* What a client has to show; see gate.h. */
typedef enum {
    AUTH_TOKEN,
    AUTH_BASIC,
    AUTH_HEADER,
    AUTH_OAUTH2,
    AUTH_OAUTH2_SHORT,
    AUTH_LOGIN,
    AUTH_LOGIN_SHORT,
    AUTH_LOGIN_ONCE,
    AUTH_UNKNOWN
} AuthKind;

typedef struct {
    PageQuery query;
    AuthKind auth;
    const Fault *fault; /* NULL = none */
    bool redirected;    /* reached through the redirect of a fault */
    const char *target; /* the path without the parts above, into the path given */
} Request;

/* Gives the value of a query argument, or NULL. */
typedef const char *RequestArgFn(void *closure, const char *name);

/* Splits [/auth/KIND] [/fault/NAME | /redirected] [/as/SHAPE] /n1|/n2 and the name of the list.
 * Leaves the paging of the query at its default. False for any other path and unknown names. */
bool request_parse_path(Request *request, const char *path) __attribute__((warn_unused_result));

/* Reads page and size, offset and limit, start and end, or cursor; walk, order, changed_since and
 * changed_until. False when one of them is malformed. */
bool request_parse_args(Request *request, RequestArgFn *arg, void *closure)
    __attribute__((warn_unused_result));

#endif
