/*
 * How an answer holds its records: one table of what each kind does in format.c. Whatever the kind, a record becomes
 * the bytes of one JSON object, so that all behind it need not know where it came from.
 */
#ifndef MOTCUA_INGEST_FORMAT_FORMAT_H
#define MOTCUA_INGEST_FORMAT_FORMAT_H

#include "ingest/format/page.h"

/* True when an answer says itself where it ends, so that one that was cut on the way is noticed. */
bool format_has_end(const struct Source *source);

/* True when the names of fields stand in a line of their own. */
bool format_has_header(const struct Source *source);

/* Makes body UTF-8 where [source] encoding or its first bytes say that it is not. EXIT_SOURCE. */
bool format_mend(const struct Source *source, struct Buf *body, struct Error *err) MUST_CHECK;

/*
 * Cuts body, which lives as long as page, into arena. whole tells that the transport has counted the
 * bytes; if not, an answer of a format without an end must end with a whole line. line is that of struct Page.
 * EXIT_SOURCE; transient when the answer seems to end early.
 */
bool format_cut(Arena *arena, const struct Source *source, const struct Buf *body, bool whole,
                long long line, struct Page *page, struct Error *err) MUST_CHECK;

#endif
