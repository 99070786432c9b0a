#include "ingest/fetch/auth.h"

#include "common/hidden.h"
#include "common/program/secret.h"
#include "common/utf8.h"
#include "ingest/format/envelope.h"
#include "ingest/format/refusal.h"

#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum {
    SESSION_BYTES_MAX = 8192,
    LOGIN_BYTES_MAX = 1024 * 1024,
    LOGIN_VALUES_MAX = 4 * LOGIN_BYTES_MAX
};

struct Auth {
    const struct Source *source;
    Http *http;
    char *session; /* NULL = not logged in */
    bool accepted; /* a page was had with this session */
};

/* What a kind makes of the settings that it uses. */
struct AuthWays {
    bool (*compile)(Arena *arena, const struct Source *source, struct AuthPlan *plan,
                    struct Error *err);
};

static bool compile_none(Arena *arena, const struct Source *source, struct AuthPlan *plan,
                         struct Error *err)
{
    (void)arena;
    (void)source;
    (void)plan;
    (void)err;
    return true;
}

static bool compile_basic(Arena *arena, const struct Source *source, struct AuthPlan *plan,
                          struct Error *err)
{
    (void)arena;
    (void)source;
    (void)err;
    plan->basic = true;
    return true;
}

static bool compile_bearer(Arena *arena, const struct Source *source, struct AuthPlan *plan,
                           struct Error *err)
{
    (void)source;
    return template_compile_line(arena, "Authorization: Bearer {token}", "token", &plan->header,
                                 err);
}

static bool compile_header(Arena *arena, const struct Source *source, struct AuthPlan *plan,
                           struct Error *err)
{
    return template_compile_line(arena, source->header, "token", &plan->header, err) ||
           error_prefix(err, "[auth] header");
}

static bool compile_oauth2(Arena *arena, const struct Source *source, struct AuthPlan *plan,
                           struct Error *err)
{
    const char *body = source->scope[0] != '\0' ? "grant_type=client_credentials&scope={scope}"
                                                : "grant_type=client_credentials";

    plan->basic_login = true;
    return pointer_compile(arena, "/access_token", &plan->session_pointer, err) &&
           template_compile_body(arena, body, "scope", &plan->login_body, err) &&
           template_compile_line(arena, "Authorization: Bearer {session}", "session", &plan->header,
                                 err);
}

static bool compile_login(Arena *arena, const struct Source *source, struct AuthPlan *plan,
                          struct Error *err)
{
    if (!pointer_compile(arena, source->session, &plan->session_pointer, err)) {
        return error_prefix(err, "[auth] session");
    }
    if (!template_compile_body(arena, source->login_body, "user password", &plan->login_body,
                               err)) {
        return error_prefix(err, "[auth] login_body");
    }
    if (source->header[0] == '\0') {
        return template_has(&source->body_template, "session") ||
               error_set(err, EXIT_SETTINGS,
                         "[auth] header: expected {session} there or in [request] body");
    }
    return template_compile_line(arena, source->header, "session", &plan->header, err) ||
           error_prefix(err, "[auth] header");
}

static bool compile_key(Arena *arena, const struct Source *source, struct AuthPlan *plan,
                        struct Error *err)
{
    plan->ssh_key_file = secret_path(arena, source->ssh_key_file, err);
    return plan->ssh_key_file != NULL || error_prefix(err, "[auth] ssh_key_file");
}

static const struct AuthWays ways_of[] = {
    [AUTH_NONE] = {compile_none},     [AUTH_BASIC] = {compile_basic},
    [AUTH_BEARER] = {compile_bearer}, [AUTH_HEADER] = {compile_header},
    [AUTH_OAUTH2] = {compile_oauth2}, [AUTH_LOGIN] = {compile_login},
    [AUTH_KEY] = {compile_key},
};

_Static_assert(sizeof ways_of / sizeof ways_of[0] == AUTH_KINDS,
               "every kind of authentication has its way");

/*
 * What a kind does not use is not even looked at. A secret becomes part of a header line, so no control
 * character may be in it.
 */
static bool read_secret(Arena *arena, const struct Kind *kind, const char *section,
                        const char *setting, const char *file, const char **secret,
                        struct Error *err)
{
    *secret = "";
    if (!kind_lists(kind->uses, setting)) {
        return true;
    }
    *secret = secret_read(arena, file, err);
    return (*secret != NULL &&
            (!utf8_has_control(*secret, strlen(*secret)) ||
             error_set(err, EXIT_SETTINGS, "secret file '%s' holds control characters", file))) ||
           error_prefix(err, "[%s] %s", section, setting);
}

static bool check_key(Arena *arena, struct Source *source, struct Error *err)
{
    struct HttpLimits *limits = &source->limits;

    if ((limits->cert_file[0] == '\0') != (limits->key_file[0] == '\0')) {
        return error_set(err, EXIT_SETTINGS, "[source] %s: expected, because %s is given",
                         limits->cert_file[0] == '\0' ? "cert_file" : "key_file",
                         limits->cert_file[0] == '\0' ? "key_file" : "cert_file");
    }
    if (limits->key_file[0] != '\0') {
        limits->key_file = secret_path(arena, limits->key_file, err);
    }
    return limits->key_file != NULL || error_prefix(err, "[source] key_file");
}

bool auth_compile(Arena *arena, struct Source *source, struct Error *err)
{
    const struct Kind *kind = source->auth;
    const struct AuthWays *ways = &ways_of[kind->number];
    struct AuthPlan *plan = &source->auth_plan;

    plan->user = source->user;
    plan->ssh_key_file = "";
    return ways->compile(arena, source, plan, err) &&
           source_condition(arena, "[auth] login_success", source->login_success_text,
                            &plan->login_success, err) &&
           check_key(arena, source, err) &&
           read_secret(arena, kind, "source", "token_file", source->token_file, &plan->token,
                       err) &&
           read_secret(arena, kind, "auth", "password_file", source->password_file, &plan->password,
                       err);
}

Auth *auth_new(const struct Source *source, Http *http)
{
    Auth *auth = calloc(1, sizeof *auth);

    if (auth != NULL) {
        auth->source = source;
        auth->http = http;
    }
    return auth;
}

static void forget(Auth *auth)
{
    if (auth->session != NULL) {
        explicit_bzero(auth->session, strlen(auth->session));
        free(auth->session);
    }
    auth->session = NULL;
    auth->accepted = false;
}

void auth_free(Auth *auth)
{
    if (auth != NULL) {
        forget(auth);
        free(auth);
    }
}

/* The server's own words. */
static const char *explanation(Arena *arena, const struct Source *source, const struct Buf *answer)
{
    const char *words = refusal_words(arena, source, answer);

    return words != NULL ? arena_printf(arena, ": '%.200s'", words) : "";
}

static bool take_session(Auth *auth, Arena *arena, const struct Buf *answer, struct Error *err)
{
    const struct AuthPlan *plan = &auth->source->auth_plan;
    struct ItemContext context = {.arena = arena};
    bool twice = false;
    bool met = true;
    struct Item item;
    const cJSON *root = NULL;

    if (!envelope_parse_whole(arena, answer, &root, err)) {
        return arena_is_full(arena) && error_hint(err, "is [auth] login_url right?");
    }
    const char *reason = condition_meets(&plan->login_success, &context, root, &met);
    if (reason != NULL || !met) {
        return error_set(err, EXIT_SOURCE, "the login is refused%s",
                         explanation(arena, auth->source, answer));
    }
    reason = item_read(&context, pointer_follow(&plan->session_pointer, 0, root, &twice), &item);
    if (reason != NULL || twice || item.kind != ITEM_TEXT ||
        strlen(item.text) > SESSION_BYTES_MAX || utf8_has_control(item.text, strlen(item.text))) {
        return error_set(err, EXIT_SOURCE, "the login's answer has no session%s",
                         explanation(arena, auth->source, answer));
    }
    auth->session = strdup(item.text);
    hidden_learn(item.text);
    return auth->session != NULL || error_set(err, EXIT_INTERNAL, "out of memory");
}

static bool log_in(Auth *auth, Arena *arena, struct Buf *body, struct Buf *answer,
                   struct Error *err)
{
    const struct Source *source = auth->source;
    const struct AuthPlan *plan = &source->auth_plan;
    const struct Slot slots[] = {{"user", plan->user, false},
                                 {"password", plan->password, false},
                                 {"scope", source->scope, false},
                                 {NULL, NULL, false}};
    const char *headers[SOURCE_HEADERS_MAX + 2] = {NULL};
    enum Reach home_reach = REACH_PUBLIC;
    struct HttpReply reply;

    if (!template_fill(&plan->login_body, slots, body)) {
        return error_set(err, EXIT_SOURCE, "the login is too long");
    }
    memcpy(headers, source->headers, (size_t)source->header_count * sizeof *headers);
    headers[source->header_count] = template_content_type(&plan->login_body);
    struct HttpRequest request = {.url = source->login_url,
                                  .home = source->login_url,
                                  .hosts = source->hosts,
                                  .home_reach = &home_reach,
                                  .body = body->data,
                                  .headers = headers,
                                  .user = plan->basic_login ? plan->user : NULL,
                                  .password = plan->password};
    if (http_send(auth->http, &request, answer, &reply, err)) {
        return take_session(auth, arena, answer, err);
    }
    if (reply.status >= 400) {
        struct Error plain = *err;
        error_set(err, plain.code, "%s%s", plain.message, explanation(arena, source, answer));
        error_hint(err, "%s", plain.hint);
        err->transient = plain.transient;
    }
    return false;
}

bool auth_ready(Auth *auth, struct Error *err)
{
    struct Buf body;
    struct Buf answer;

    if (auth->session != NULL || auth->source->auth_plan.login_body.count == 0) {
        return true;
    }
    Arena *arena = arena_new();
    buf_init(&body, LOGIN_BYTES_MAX);
    buf_init(&answer, LOGIN_BYTES_MAX);
    arena_limit(arena, LOGIN_VALUES_MAX);
    bool done = log_in(auth, arena, &body, &answer, err) || error_prefix(err, "login");
    buf_release(&body);
    buf_release(&answer);
    arena_free(arena);
    return done;
}

void auth_sign(const Auth *auth, struct HttpRequest *request)
{
    const struct AuthPlan *plan = &auth->source->auth_plan;

    request->user = plan->basic ? plan->user : NULL;
    request->password = plan->password;
}

const char *auth_header(const Auth *auth, Arena *arena)
{
    const struct AuthPlan *plan = &auth->source->auth_plan;
    const struct Slot slots[] = {
        {"token", plan->token, false}, {"session", auth->session, false}, {NULL, NULL, false}};
    struct Buf line;

    if (plan->header.count == 0) {
        return NULL;
    }
    buf_init(&line, 2 * SESSION_BYTES_MAX);
    const char *header =
        template_fill(&plan->header, slots, &line) ? arena_strdup(arena, line.data) : NULL;
    buf_release(&line);
    return header;
}

const char *auth_session(const Auth *auth)
{
    return auth->session != NULL ? auth->session : "";
}

void auth_accepted(Auth *auth)
{
    auth->accepted = auth->session != NULL;
}

bool auth_renew(Auth *auth)
{
    if (!auth->accepted) {
        return false;
    }
    forget(auth);
    return true;
}
