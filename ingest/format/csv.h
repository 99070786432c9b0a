/* CSV (RFC 4180): the header's names become the keys of JSON objects, all cells become texts. */
#ifndef MOTCUA_INGEST_FORMAT_CSV_H
#define MOTCUA_INGEST_FORMAT_CSV_H

#include "ingest/format/csvhead.h"
#include "ingest/format/page.h"

/*
 * Cuts body, which is UTF-8, into arena. Rows without any text are none. A row with more or fewer cells than the
 * header, one with a NUL byte, and one that seems to have swallowed others by a quote, is a flaw of the page.
 * EXIT_SOURCE; transient when the text ends within quotes, or within its last row.
 */
bool csv_cut(Arena *arena, const struct Source *source, const struct Buf *body, struct Page *page,
             struct Error *err) MUST_CHECK;

/*
 * Goes from scan over whole rows, as many as a page may hold; scan->at is then behind them. is_last tells that
 * nothing comes behind the text. EXIT_SOURCE.
 */
bool csv_measure(const struct Source *source, const struct CsvHead *head, struct CsvScan *scan,
                 bool is_last, struct Error *err) MUST_CHECK;

#endif
