#include "stats/reconcile/sheet.h"

#include "common/buf.h"
#include "common/csvscan.h"
#include "common/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/banned.h"

enum { MIB = 1024 * 1024, ROWS_LOOKED_AT = 100, CELLS_OF_A_ROW = 3 };

struct Sheet {
    const char *path;
    struct Buf text;
    struct Buf rows; /* JSON */
};

/* ---- the file ---- */

static bool read_all(FILE *file, struct Buf *text)
{
    char part[16384];
    size_t length;

    while ((length = fread(part, 1, sizeof part, file)) > 0) {
        if (!buf_append(text, part, length)) {
            return true; /* text->full tells */
        }
    }
    return !ferror(file);
}

static bool too_large(const struct Sheet *sheet, struct Error *err)
{
    return error_set(err, EXIT_USAGE, "'%s' has more than %d MiB", sheet->path, SHEET_MIB_MAX);
}

static bool read_file(struct Sheet *sheet, struct Error *err)
{
    FILE *file = fopen(sheet->path, "rb");
    bool ok = file != NULL && read_all(file, &sheet->text);

    if (!ok) {
        error_set(err, EXIT_USAGE, "cannot read '%s': %s", sheet->path, strerror(errno));
    } else if (sheet->text.full) {
        ok = too_large(sheet, err);
    }
    if (file != NULL) {
        fclose(file);
    }
    return ok;
}

/* A NUL tells UTF-16, in which spreadsheets save "Unicode text". */
static bool check_text(const struct Sheet *sheet, struct Error *err)
{
    const struct Buf *text = &sheet->text;

    if (memchr(text->data, '\0', text->length) == NULL && utf8_is_valid(text->data, text->length)) {
        return true;
    }
    error_set(err, EXIT_USAGE, "'%s' is not UTF-8", sheet->path);
    return error_hint(err, "save it as CSV UTF-8");
}

/* ---- the separator ---- */

/* Rows of three cells or more among the first ones. */
static int count_rows(struct CsvScan scan, char separator)
{
    struct CsvCell cell = {0};
    int rows = 0;

    scan.separator = separator;
    for (int row = 0; row < ROWS_LOOKED_AT && scan.at < scan.end; row++) {
        int cells = 0;
        do {
            csv_scan_cell(&scan, &cell);
            cells++;
        } while (cell.stop == CSV_SEPARATOR);
        rows += cells >= CELLS_OF_A_ROW;
    }
    return rows;
}

/* Of equal ones the first: 3,1 and "phản ánh, kiến nghị" make cells of a row between semicolons. */
static char find_separator(const struct CsvScan *start)
{
    static const char separators[] = ";\t,";
    char found = separators[0];
    int most = 0;

    for (const char *separator = separators; *separator != '\0'; separator++) {
        int rows = count_rows(*start, *separator);
        if (rows > most) {
            most = rows;
            found = *separator;
        }
    }
    return found;
}

/* Behind the byte order mark, and behind Excel's own first line "sep=;". */
static struct CsvScan begin(const struct Buf *text)
{
    struct CsvScan scan = {text->data, text->data + text->length, '\0', 1};
    struct CsvCell line;

    scan.at += text->length >= 3 && memcmp(text->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    if (scan.end - scan.at > 5 && strncmp(scan.at, "sep=", 4) == 0 &&
        (scan.at[5] == '\r' || scan.at[5] == '\n')) {
        char separator = scan.at[4];
        csv_scan_cell(&scan, &line); /* no character is a separator yet: the whole line */
        scan.separator = separator;
    } else {
        scan.separator = find_separator(&scan);
    }
    return scan;
}

/* ---- the rows ---- */

/* Quotes within quotes stand twice. */
static void put_cell(struct Buf *rows, const struct CsvCell *cell)
{
    const char *at = cell->text, *end = cell->text + cell->length, *quote;

    buf_putc(rows, '"');
    while (cell->doubled && (quote = memchr(at, '"', (size_t)(end - at))) != NULL) {
        buf_escape_json(rows, at, (size_t)(quote + 1 - at));
        at = quote + 2;
    }
    buf_escape_json(rows, at, (size_t)(end - at));
    buf_putc(rows, '"');
}

/* What does not fit any more is told by rows->full. */
static bool put_row(struct Sheet *sheet, struct CsvScan *scan, struct Error *err)
{
    struct Buf *rows = &sheet->rows;
    struct CsvCell cell = {.stop = CSV_LINE_END};

    buf_printf(rows, "%s{\"line\":%lld,\"cells\":", rows->length > 1 ? "," : "", scan->line);
    do {
        buf_putc(rows, cell.stop == CSV_SEPARATOR ? ',' : '[');
        csv_scan_cell(scan, &cell);
        if (cell.stop == CSV_OPEN || cell.stop == CSV_STRAY) {
            error_set(err, EXIT_USAGE,
                      "'%s', line %lld: quotes that do not close at the cell's end", sheet->path,
                      cell.line);
            return error_hint(err, "a cell that begins with a quote ends with one, and those "
                                   "within stand twice");
        }
        put_cell(rows, &cell);
    } while (cell.stop == CSV_SEPARATOR);
    buf_puts(rows, "]}");
    return true;
}

static bool put_rows(struct Sheet *sheet, struct Error *err)
{
    struct CsvScan scan = begin(&sheet->text);

    buf_putc(&sheet->rows, '[');
    for (int row = 0; scan.at < scan.end; row++) {
        if (row == SHEET_ROWS_MAX) {
            return error_set(err, EXIT_USAGE, "'%s' has more than %d rows", sheet->path,
                             SHEET_ROWS_MAX);
        }
        if (!put_row(sheet, &scan, err)) {
            return false;
        }
    }
    return buf_putc(&sheet->rows, ']') || too_large(sheet, err);
}

const char *sheet_read(Arena *arena, const char *path, struct Error *err)
{
    struct Sheet sheet = {.path = path};
    const char *rows = NULL;

    buf_init(&sheet.text, (size_t)SHEET_MIB_MAX * MIB);
    buf_init(&sheet.rows, 4 * (size_t)SHEET_MIB_MAX * MIB);
    if (read_file(&sheet, err) && check_text(&sheet, err) && put_rows(&sheet, err)) {
        rows = arena_strndup(arena, sheet.rows.data, sheet.rows.length);
    }
    buf_release(&sheet.text);
    buf_release(&sheet.rows);
    return rows;
}
