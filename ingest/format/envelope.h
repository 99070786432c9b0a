/* An answer as one JSON value: where it begins, what stands around its list, and what is wrong with it. */
#ifndef MOTCUA_INGEST_FORMAT_ENVELOPE_H
#define MOTCUA_INGEST_FORMAT_ENVELOPE_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/error.h"

#include <cjson/cJSON.h>

/* True when body is HTML or XML, such as a login page. */
bool envelope_is_web_page(const struct Buf *body);

/* Where the JSON of the answer begins; NULL with EXIT_SOURCE for an empty one (transient) and a web page. */
char *envelope_start(const struct Buf *body, struct Error *err);

/*
 * Parses the answer from start on into arena, with an empty list in the place of the bytes from list to
 * list_end (none when list is NULL). EXIT_SOURCE; transient when the JSON ends early, because that is how
 * a body cut on the way looks.
 */
bool envelope_parse(Arena *arena, const struct Buf *body, const char *start, const char *list,
                    const char *list_end, const cJSON **root, struct Error *err) MUST_CHECK;

/* The whole answer. The same errors. */
bool envelope_parse_whole(Arena *arena, const struct Buf *body, const cJSON **root,
                          struct Error *err) MUST_CHECK;

/* The error of JSON that stops to be any at `stop`, and of what is larger than its memory. Return false. */
bool envelope_broken(const struct Buf *body, const char *stop, struct Error *err);
bool envelope_too_large(struct Error *err);

#endif
