/* CSV (RFC 4180): the header's names become the keys of JSON objects, all cells become texts. */
#ifndef MOTCUA_CSV_H
#define MOTCUA_CSV_H

#include "ingest/kind.h"
#include "ingest/page.h"

/* comma, semicolon, tab. */
extern const struct Kind csv_separators[];

/* utf-8 (with or without a byte order mark), windows-1258. */
extern const struct Kind csv_encodings[];

/*
 * Cuts body into arena. A row with fewer cells than the header lacks the last ones; one with more is
 * no object, and so becomes a reject. EXIT_SOURCE; transient when the text ends within quotes.
 */
bool csv_cut(Arena *arena, const struct Source *source, const struct Buf *body, struct Page *page,
             struct Error *err) MUST_CHECK;

#endif
