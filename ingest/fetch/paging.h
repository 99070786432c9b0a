/*
 * How a list is cut into pages: the kinds stand in source/kinds.c, what each does in paging.c. Where a page is asked
 * for is a Place; each kind says what of it goes into a GET's URL and how the next Place follows from an answer.
 */
#ifndef MOTCUA_INGEST_FETCH_PAGING_H
#define MOTCUA_INGEST_FETCH_PAGING_H

#include "ingest/fetch/answer.h"

/* Where in a list the next page begins. */
struct Place {
    long long page;   /* pages before it */
    long long offset; /* records before it */
    struct Buf next;  /* cursor or URL from the last answer; "" on the first page */
    int empty;        /* so many pages in a row had no record */
    bool unnamed;     /* the last answer had no place at all for what would name a next page */
    bool done;
};

void paging_init(struct Place *place);
void paging_release(struct Place *place);

/* Compiles the spots of [paging] and checks that a POST's body takes what the kind needs. */
bool paging_compile(Arena *arena, struct Source *source, struct Error *err) MUST_CHECK;

/* What [paging] end_status accepts. */
bool paging_is_end_status(const char *text);

/* True when a server may answer so behind the last page: [paging] end_status can name it. */
bool paging_may_end(long status);

/* True when the source file says that it does. */
bool paging_ends(const struct Source *source, long status);

/* The whole URL of the place's page when a server gave it; else NULL, and paging_params makes it. */
const char *paging_url(const struct Source *source, const struct Place *place);

/* Appends the parameters of a GET. False when url is full. */
bool paging_params(const struct Source *source, const struct Place *place,
                   struct Buf *url) MUST_CHECK;

/* Moves place behind the answer; done at the list's end. EXIT_SOURCE. */
bool paging_advance(const struct Source *source, struct Place *place, const struct Answer *answer,
                    struct Error *err) MUST_CHECK;

/* Appends name=value behind '?' or '&'. False when url is full. */
bool paging_put_param(struct Buf *url, const char *name, const char *value) MUST_CHECK;

#endif
