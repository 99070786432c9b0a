/* What a page's answer says besides its records: how many there are in all, and how to go on. */
#ifndef MOTCUA_INGEST_FETCH_ANSWER_H
#define MOTCUA_INGEST_FETCH_ANSWER_H

#include "ingest/fetch/http.h"
#include "ingest/format/page.h"

struct Answer {
    const struct Source *source;
    struct Page *page;
    const char *url; /* that it came from, after redirects */
    Http *http;      /* NULL = it has no headers */
    Arena *arena;    /* of the page */
};

/*
 * Tells the lines at both ends of an ndjson that are no records from the others: [source] skip leaves
 * them out and they have no code.
 */
void answer_find_controls(const struct Answer *answer);

/* How many records came: lines that only control the walk are none. */
int answer_records(const struct Answer *answer);

/*
 * Reads what stands at the spot. *text is NULL when that is nothing, and *there tells whether the
 * answer has the place at all. EXIT_SOURCE when it is not one text or number.
 */
bool answer_read(const struct Answer *answer, const struct Spot *spot, const char **text,
                 bool *there, struct Error *err) MUST_CHECK;

/* Reads the stated total into the page; -1 when there is none. EXIT_SOURCE. */
bool answer_read_total(const struct Answer *answer, struct Error *err) MUST_CHECK;

/* Whether the answer meets [paging] end: it says itself that it is the last. EXIT_SOURCE. */
bool answer_is_last(const struct Answer *answer, bool *last, struct Error *err) MUST_CHECK;

#endif
