/*
 * One answer of a source as JSON: an envelope, read more strictly than cJSON does (nothing behind the
 * end, the list where the source file says it is), and the records, cut out of the list but not yet
 * parsed, since most of them are known from the night before.
 */
#ifndef MOTCUA_PAGE_H
#define MOTCUA_PAGE_H

#include "common/buf.h"
#include "ingest/slice.h"
#include "ingest/source.h"

struct Page {
    const struct Slice *records; /* in the body */
    int count;
    long long total; /* as stated, or -1 */
};

/*
 * Cuts body into arena; the records point into it. EXIT_SOURCE; transient when the JSON ends early,
 * because that is how a body cut on the way looks.
 */
bool page_parse(Arena *arena, const struct Source *source, const struct Buf *body,
                struct Page *page, struct Error *err) MUST_CHECK;

/* One record, parsed into arena, or NULL when it is not JSON. Changes its bytes. */
const cJSON *page_record(Arena *arena, const struct Slice *record);

#endif
