/* Who may come in. /auth/KIND before a path asks for another proof than the bearer token:
 *
 *   basic          user motcua with the token as password
 *   header         X-Api-Key: the token
 *   oauth2         an access token from POST /token (client credentials, Basic)
 *   login          a session from POST /login, in the body ("session") or as X-Access-Token
 *   oauth2-short, login-short   the same, good for two pages: then 401, or 200 with error_code -1
 *   login-once     only the first session is good, and for one page
 */
#ifndef FAKESHOP_GATE_H
#define FAKESHOP_GATE_H

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "reply.h"
#include "request.h"

typedef struct {
    atomic_uint logins;
    atomic_uint pages; /* since the last login */
} Gate;

typedef enum { GATE_PASS, GATE_REFUSE, GATE_EXPIRED } Verdict;

/* The kind of that name (len bytes), or AUTH_UNKNOWN. */
AuthKind gate_find(const char *name, size_t len);

/* Checks a request for a page; token is what the server was started with. */
Verdict gate_check(Gate *gate, AuthKind kind, const char *token, struct MHD_Connection *connection,
                   RequestArgFn *arg, void *closure);

/* Answers POST /login and POST /token. */
void gate_login(Gate *gate, const char *token, struct MHD_Connection *connection, RequestArgFn *arg,
                void *closure, Reply *reply);
void gate_token(Gate *gate, const char *token, struct MHD_Connection *connection, const char *body,
                Reply *reply);

#endif
