#include "common/csvscan.h"

#include <string.h>

#include "common/banned.h"

static bool is_blank(const struct CsvScan *scan, char c)
{
    return (c == ' ' || c == '\t') && c != scan->separator;
}

static void skip_blanks(struct CsvScan *scan)
{
    while (scan->at < scan->end && is_blank(scan, *scan->at)) {
        scan->at++;
    }
}

long long csv_count_lines(const char *text, size_t length)
{
    long long lines = 0;

    for (size_t i = 0; i < length; i++) {
        lines += text[i] == '\n' || (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'));
    }
    return lines;
}

/* Takes what stands behind a cell. */
static enum CsvStop take_stop(struct CsvScan *scan)
{
    if (scan->at == scan->end) {
        return CSV_TEXT_END;
    }
    char c = *scan->at++;
    if (c == scan->separator) {
        return CSV_SEPARATOR;
    }
    if (c == '\r' && scan->at < scan->end && *scan->at == '\n') {
        scan->at++;
    }
    if (c != '\r' && c != '\n') {
        return CSV_STRAY;
    }
    scan->line++;
    return CSV_LINE_END;
}

static void scan_plain(struct CsvScan *scan, struct CsvCell *cell)
{
    const char *at = scan->at;

    while (at < scan->end && *at != scan->separator && *at != '\n' && *at != '\r') {
        at++;
    }
    cell->length = (size_t)(at - cell->text);
    while (cell->length > 0 && is_blank(scan, cell->text[cell->length - 1])) {
        cell->length--;
    }
    scan->at = at;
    cell->stop = take_stop(scan);
}

static void count_inside(struct CsvScan *scan, struct CsvCell *cell)
{
    cell->breaks = csv_count_lines(cell->text, cell->length);
    scan->line += cell->breaks;
    for (size_t i = 0; cell->breaks > 0 && i < cell->length; i++) {
        cell->separators += cell->text[i] == scan->separator;
    }
}

static void scan_quoted(struct CsvScan *scan, struct CsvCell *cell)
{
    const char *quote = ++scan->at;

    cell->text = scan->at;
    while ((quote = memchr(quote, '"', (size_t)(scan->end - quote))) != NULL &&
           quote + 1 < scan->end && quote[1] == '"') {
        cell->doubled = true;
        quote += 2;
    }
    if (quote == NULL) {
        scan->at = scan->end;
        cell->stop = CSV_OPEN;
        return;
    }
    cell->length = (size_t)(quote - cell->text);
    count_inside(scan, cell);
    scan->at = quote + 1;
    skip_blanks(scan);
    cell->stop = take_stop(scan);
}

void csv_scan_cell(struct CsvScan *scan, struct CsvCell *cell)
{
    skip_blanks(scan);
    *cell = (struct CsvCell){.text = scan->at, .line = scan->line};
    if (scan->at < scan->end && *scan->at == '"') {
        scan_quoted(scan, cell);
    } else {
        scan_plain(scan, cell);
    }
}
