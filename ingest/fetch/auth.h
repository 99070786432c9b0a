/* How the program identifies itself to a one-stop system; the kinds stand in source/kinds.c, what each does in auth.c. */
#ifndef MOTCUA_INGEST_FETCH_AUTH_H
#define MOTCUA_INGEST_FETCH_AUTH_H

#include "ingest/fetch/http.h"
#include "ingest/source/source.h"

/* Compiles the settings of [auth] and reads the secrets. EXIT_SETTINGS. */
bool auth_compile(Arena *arena, struct Source *source, struct Error *err) MUST_CHECK;

/* The session of one run. */
typedef struct Auth Auth;

Auth *auth_new(const struct Source *source, Http *http);
void auth_free(Auth *auth); /* accepts NULL; wipes the session */

/* Logs in unless that has been done or is not needed. EXIT_SOURCE, perhaps transient. */
bool auth_ready(Auth *auth, struct Error *err) MUST_CHECK;

/* Fills in user and password. */
void auth_sign(const Auth *auth, struct HttpRequest *request);

/* The header line that carries token or session, in arena; NULL = none. */
const char *auth_header(const Auth *auth, Arena *arena);

/* For {session} in a body; "" = none. */
const char *auth_session(const Auth *auth);

/* To be told when an answer was good with the present session. */
void auth_accepted(Auth *auth);

/*
 * To be asked when an answer was refused. True when the session was good before, so that it may have
 * expired: it is forgotten, and auth_ready gets a new one. A new one that is refused is not renewed.
 */
bool auth_renew(Auth *auth);

#endif
