/*
 * One answer of a source as JSON: an envelope, read more strictly than cJSON does (nothing behind the
 * end, the list where the source file says it is), and the records, cut out of the list but not yet
 * parsed, since most of them are known from the night before.
 */
#ifndef MOTCUA_INGEST_FORMAT_PAGE_H
#define MOTCUA_INGEST_FORMAT_PAGE_H

#include "common/buf.h"
#include "ingest/map/slice.h"
#include "ingest/source/source.h"

/* A record that cannot be used, whatever its fields say. */
struct Flaw {
    int place; /* in the page, from 0 */
    long long line;
    const char *reason;
};

struct Page {
    const struct Slice *records; /* in the body */
    int count;
    bool keyed;               /* the list is an object, and each record a member of it */
    const struct Flaw *flaws; /* in the order of their places */
    int flaw_count;
    long long line;  /* where in its file the first row behind a header stands; 0 = in the body */
    long long total; /* as stated, or -1; answer.h reads it */
    int head;        /* so many of the records, at both ends, only control the walk */
    int tail;
    bool ended;            /* the server says that there is nothing behind the page before */
    const cJSON *envelope; /* what stands around the list */
    bool refused; /* not a list but words of refusal, such as an expired session has for answer */
};

/*
 * Cuts body into arena; the records point into it. EXIT_SOURCE; transient when the JSON ends early,
 * because that is how a body cut on the way looks. The limit of the arena is that of the values in it.
 */
bool page_parse(Arena *arena, const struct Source *source, const struct Buf *body,
                struct Page *page, struct Error *err) MUST_CHECK;

/*
 * A page may hold so many records, all of them longer than a record can be in a page as large as
 * [limits] max_page_mb; and the error of one with more. Returns false.
 */
size_t page_records_most(const struct Buf *body);
bool page_too_many_records(const struct Buf *body, struct Error *err);

/* The limit of an arena for what is made of a page, or of some of its records, at a time. */
size_t page_values_most(const struct Source *source);

/* The error of a record (by its place, from 1) with which such an arena got full. Returns false. */
bool page_too_large_record(int place, struct Error *err);

/* What is wrong with the record in this place; NULL = nothing. */
const struct Flaw *page_flaw(const struct Page *page, int place);

/* The words at [source] message of an answer, fit for messages of our own; NULL = none. */
const char *page_message(const struct ItemContext *context, const struct Source *source,
                         const cJSON *root);

#endif
