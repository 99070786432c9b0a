/*
 * The header of a CSV: the first row that has the names which [fields] reads for the required columns. What a
 * spreadsheet puts above it (a title, the name of an office, empty rows, "sep=;") is passed over.
 */
#ifndef MOTCUA_INGEST_FORMAT_CSVHEAD_H
#define MOTCUA_INGEST_FORMAT_CSVHEAD_H

#include "common/csvscan.h"
#include "ingest/source/source.h"

struct CsvHead {
    const char **names; /* one a column; "" = the column has none */
    int count;
    int fewest;         /* cells of a row: as many as there are up to the last name */
    size_t names_bytes; /* all together */
    const char *start;  /* in the text; behind it stands scan.at */
    struct CsvScan scan;
};

/*
 * Finds the header in the first rows of text; names live in arena. A header of two rows ([source] header_rows)
 * has names such as "Ngày Tiếp nhận", with the upper cell's word for all cells below it. EXIT_SOURCE says what
 * was looked for and what was found, in no words that may be personal; transient when the text is empty.
 */
bool csvhead_find(Arena *arena, const struct Source *source, const char *text, size_t length,
                  struct CsvHead *head, struct Error *err) MUST_CHECK;

#endif
