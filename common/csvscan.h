/*
 * CSV cell by cell (RFC 4180; lines end with CR LF, LF or CR): all that reads CSV reads it here. A cell that
 * does not begin with a quote is text up to the next separator, quotes and all; in one that does, a quote is
 * followed by a quote, or by a separator or the end of the line.
 */
#ifndef MOTCUA_COMMON_CSVSCAN_H
#define MOTCUA_COMMON_CSVSCAN_H

#include <stdbool.h>
#include <stddef.h>

struct CsvScan {
    const char *at;
    const char *end;
    char separator;
    long long line; /* of `at`, from 1 */
};

/* What stands behind a cell. */
enum CsvStop {
    CSV_SEPARATOR,
    CSV_LINE_END,
    CSV_TEXT_END,
    CSV_OPEN, /* the text's end, within quotes */
    CSV_STRAY /* something else behind a closing quote */
};

struct CsvCell {
    const char *text; /* within the quotes, or without the blanks around it */
    size_t length;
    bool doubled;      /* each quote in it stands twice */
    long long line;    /* where it begins */
    long long breaks;  /* line ends in it */
    size_t separators; /* in it, when it has line ends */
    enum CsvStop stop;
};

/* Reads the cell at scan->at and goes behind it, and behind the separator or line end that ends it. */
void csv_scan_cell(struct CsvScan *scan, struct CsvCell *cell);

/* Line ends in a text. */
long long csv_count_lines(const char *text, size_t length);

#endif
