#include "gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHORT_SESSION_PAGES = 2, SESSION_SIZE = 256 };

static const char USER[] = "motcua";

static const struct {
    const char *name;
    AuthKind kind;
} KINDS[] = {
    {"basic", AUTH_BASIC},           {"header", AUTH_HEADER},
    {"oauth2", AUTH_OAUTH2},         {"oauth2-short", AUTH_OAUTH2_SHORT},
    {"login", AUTH_LOGIN},           {"login-short", AUTH_LOGIN_SHORT},
    {"login-once", AUTH_LOGIN_ONCE},
};

AuthKind gate_find(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (strlen(KINDS[i].name) == len && memcmp(KINDS[i].name, name, len) == 0) {
            return KINDS[i].kind;
        }
    }
    return AUTH_UNKNOWN;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);

    return value != NULL ? value : "";
}

static bool has_bearer(struct MHD_Connection *connection, const char *token)
{
    static const char SCHEME[] = "Bearer ";
    const char *value = header(connection, MHD_HTTP_HEADER_AUTHORIZATION);

    return strncmp(value, SCHEME, sizeof SCHEME - 1) == 0 &&
           strcmp(value + sizeof SCHEME - 1, token) == 0;
}

static bool has_basic(struct MHD_Connection *connection, const char *token)
{
    char *password = NULL;
    char *user = MHD_basic_auth_get_username_password(connection, &password);
    bool good =
        user != NULL && password != NULL && strcmp(user, USER) == 0 && strcmp(password, token) == 0;

    MHD_free(user);
    MHD_free(password);
    return good;
}

/* Sessions are told apart by the number of the login; only the last one counts. */
static void format_session(char *text, const Gate *gate, const char *token)
{
    snprintf(text, SESSION_SIZE, "%s-session-%u", token, atomic_load(&gate->logins));
}

/* True while the present session may be used; counts the use. */
static bool use_session(Gate *gate, unsigned pages)
{
    return atomic_fetch_add(&gate->pages, 1) < pages;
}

static bool has_session(struct MHD_Connection *connection, const char *session, RequestArgFn *arg,
                        void *closure)
{
    const char *in_body = arg(closure, "session");

    return strcmp(header(connection, "X-Access-Token"), session) == 0 ||
           (in_body != NULL && strcmp(in_body, session) == 0);
}

Verdict gate_check(Gate *gate, AuthKind kind, const char *token, struct MHD_Connection *connection,
                   RequestArgFn *arg, void *closure)
{
    char session[SESSION_SIZE];

    format_session(session, gate, token);
    switch (kind) {
    case AUTH_BASIC:
        return has_basic(connection, token) ? GATE_PASS : GATE_REFUSE;
    case AUTH_HEADER:
        return strcmp(header(connection, "X-Api-Key"), token) == 0 ? GATE_PASS : GATE_REFUSE;
    case AUTH_OAUTH2:
        return has_bearer(connection, session) ? GATE_PASS : GATE_REFUSE;
    case AUTH_OAUTH2_SHORT:
        return has_bearer(connection, session) && use_session(gate, SHORT_SESSION_PAGES)
                   ? GATE_PASS
                   : GATE_REFUSE;
    case AUTH_LOGIN:
        return has_session(connection, session, arg, closure) ? GATE_PASS : GATE_EXPIRED;
    case AUTH_LOGIN_SHORT:
        return has_session(connection, session, arg, closure) &&
                       use_session(gate, SHORT_SESSION_PAGES)
                   ? GATE_PASS
                   : GATE_EXPIRED;
    case AUTH_LOGIN_ONCE:
        return atomic_load(&gate->logins) == 1 && use_session(gate, 1) ? GATE_PASS : GATE_EXPIRED;
    case AUTH_TOKEN:
    case AUTH_UNKNOWN:
        break;
    }
    return GATE_REFUSE;
}

static void open_session(Gate *gate, const char *token, char *session)
{
    atomic_fetch_add(&gate->logins, 1);
    atomic_store(&gate->pages, 0);
    format_session(session, gate, token);
}

void gate_login(Gate *gate, const char *token, struct MHD_Connection *connection, RequestArgFn *arg,
                void *closure, Reply *reply)
{
    char session[SESSION_SIZE];
    const char *user = arg(closure, "username");
    const char *password = arg(closure, "password");

    if (header(connection, "dstcode")[0] == '\0' || user == NULL || password == NULL ||
        strcmp(user, USER) != 0 || strcmp(password, token) != 0) {
        OUT_LIT(&reply->body,
                "{\"error_code\":\"-1\",\"message\":\"sai tài khoản hoặc mật khẩu\"}");
        return;
    }
    open_session(gate, token, session);
    OUT_LIT(&reply->body, "{\"session\":\"");
    out_text(&reply->body, session);
    OUT_LIT(&reply->body, "\",\"error_code\":0,\"message\":\"\"}");
}

void gate_token(Gate *gate, const char *token, struct MHD_Connection *connection, const char *body,
                Reply *reply)
{
    char session[SESSION_SIZE];

    if (!has_basic(connection, token) || strstr(body, "grant_type=client_credentials") == NULL) {
        reply_error(reply, MHD_HTTP_UNAUTHORIZED, "invalid_client");
        return;
    }
    open_session(gate, token, session);
    OUT_LIT(&reply->body, "{\"access_token\":\"");
    out_text(&reply->body, session);
    OUT_LIT(&reply->body, "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
}
