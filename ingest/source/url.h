/* What has to be known of http(s) URLs. */
#ifndef MOTCUA_INGEST_SOURCE_URL_H
#define MOTCUA_INGEST_SOURCE_URL_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/error.h"

/* The absolute form, in arena, of a reference that stood at base; NULL when it is no http(s) URL. */
const char *url_resolve(Arena *arena, const char *base, const char *reference);

/* True when scheme, host and port are the same. */
bool url_same_origin(const char *url_a, const char *url_b);

/* The scheme, host and port of a URL, fit for messages of our own; "" when it is none. */
void url_origin(const char *url, char *text, size_t size);

/*
 * The URL for a log, in arena: without user and password, and with *** for the values of parameters that may be a key (by their
 * names: token, key, sign, session and the like), whoever put them there.
 */
const char *url_shown(Arena *arena, const char *url);

/* Appends text with all but letters, digits and -._~ escaped. */
bool url_escape(struct Buf *out, const char *text) MUST_CHECK;

#endif
