/* Makes the request for one page: the URL of a GET, or the body of a POST. */
#ifndef MOTCUA_INGEST_FETCH_REQUEST_H
#define MOTCUA_INGEST_FETCH_REQUEST_H

#include "ingest/fetch/auth.h"
#include "ingest/fetch/paging.h"

/* What of the list is wanted; an Instant of 0 stands for no bound. */
struct Window {
    Instant since;
    Instant until;
};

/* Placeholders of [request] body. */
extern const char request_placeholders[];

/* True when a placeholder in [request] body wants the setting of [paging], whatever its kind. */
bool request_reads(const struct Source *source, const char *setting);

/* Compiles [request] body. EXIT_SETTINGS. */
bool request_compile(Arena *arena, struct Source *source, struct Error *err) MUST_CHECK;

/* A request with its texts. */
struct Request {
    struct Buf url;
    struct Buf body;
    const char *headers[SOURCE_HEADERS_MAX + 3];
    enum Reach home_reach; /* of the source, once it has been asked */
    struct HttpRequest http;
};

void request_init(struct Request *request);
void request_release(struct Request *request);

/* Fills in the request; header lines live in arena. EXIT_SOURCE when it gets too long. */
bool request_build(struct Request *request, const struct Source *source,
                   const struct Window *window, const struct Place *place, const Auth *auth,
                   Arena *arena, struct Error *err) MUST_CHECK;

#endif
