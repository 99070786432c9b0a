/*
 * One answer of a source as JSON, read more strictly than cJSON does: nothing behind the end, no NUL
 * hidden in a text, and the list where the source file says it is.
 */
#ifndef MOTCUA_PAGE_H
#define MOTCUA_PAGE_H

#include "common/buf.h"
#include "ingest/source.h"

struct Page {
    const cJSON *records; /* the list; lives in the arena */
    int count;
    long long total; /* as stated, or -1 */
};

/*
 * Parses body (which is changed) into arena. EXIT_SOURCE; transient when the JSON ends early, because
 * that is how a body cut on the way looks.
 */
bool page_parse(Arena *arena, const struct Source *source, struct Buf *body, struct Page *page,
                struct Error *err) MUST_CHECK;

#endif
