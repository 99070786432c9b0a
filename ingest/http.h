/* The only door to libcurl: one GET, bounded in time and in size, with verified TLS. */
#ifndef MOTCUA_HTTP_H
#define MOTCUA_HTTP_H

#include "common/buf.h"
#include "ingest/source.h"

typedef struct Http Http;

/* One connection's worth of state for a source; keeps the connection alive between pages. */
Http *http_new(const struct Source *source, struct Error *err) MUST_CHECK;
void http_free(Http *http); /* accepts NULL */

/* Sets url = base plus name=value, both escaped. */
bool http_add_param(Http *http, struct Buf *url, const char *name, const char *value) MUST_CHECK;

/*
 * Fetches url into body, unpacked. EXIT_SOURCE; err->transient tells whether another try makes sense,
 * and *retry_after_ms is what the server asked for (clamped to two minutes) or -1.
 */
bool http_get(Http *http, const char *url, struct Buf *body, long long *retry_after_ms,
              struct Error *err) MUST_CHECK;

#endif
