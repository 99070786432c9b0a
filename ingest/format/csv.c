#include "ingest/format/csv.h"

#include "ingest/format/csvcheck.h"

#include <stdint.h>
#include <string.h>

#include "common/banned.h"

/*
 * What a row takes in memory until it is stored: its text as JSON, with all names; the names once more when it
 * is parsed; and what goes with a cell and with a row. All rows of a page together may take PAGES_MOST times
 * [limits] max_page_mb, of a file that can be cut anywhere PARTS_MOST times.
 */
enum { MIB = 1024 * 1024, CELL_COST = 16, PARSED_CELL_COST = 112, ROW_COST = 384 };
enum { PAGES_MOST = 8, PARTS_MOST = 4 };

/* What is known of a row when all its cells have been read. */
struct Row {
    int cells;
    bool filled;
    bool has_nul;
    bool swallows;
    long long line;
    long long open_line; /* of the cell that is read last */
    enum CsvStop stop;
};

/* The rows on their way to JSON. */
struct Table {
    Arena *arena;
    const struct CsvHead *head;
    const char **keys; /* of the columns, as JSON with the colon; NULL = no name */
    struct Slice *records;
    int count;
    int room;
    struct Flaw *flaws;
    int flaw_count;
    int flaw_room;
    struct Buf row;
};

static void *grow(Arena *arena, void *old, int count, int *room, size_t size)
{
    if (count < *room) {
        return old;
    }
    *room = *room == 0 ? 256 : 2 * *room;
    void *items = arena_alloc_raw(arena, (size_t)*room * size);
    if (count > 0) {
        memcpy(items, old, (size_t)count * size);
    }
    return items;
}

static void put_cell(struct Table *table, const struct CsvCell *cell, int column)
{
    const char *at = cell->text;
    const char *end = at + cell->length;
    const char *quote;

    if (table->keys[column] == NULL) {
        return;
    }
    buf_putc(&table->row, table->row.length > 0 ? ',' : '{');
    buf_puts(&table->row, table->keys[column]);
    buf_putc(&table->row, '"');
    while (cell->doubled && (quote = memchr(at, '"', (size_t)(end - at))) != NULL) {
        buf_escape_json(&table->row, at, (size_t)(quote + 1 - at));
        at = quote + 2;
    }
    buf_escape_json(&table->row, at, (size_t)(end - at));
    buf_putc(&table->row, '"');
}

/* A cell that holds as many separators as the rows would that its line ends stand for. */
static bool swallows(const struct CsvCell *cell, const struct CsvHead *head)
{
    return cell->breaks > 0 && head->count > 2 &&
           cell->separators == (size_t)cell->breaks * (size_t)(head->count - 1);
}

/* table NULL = the row is only looked at, and may be cut. */
static bool read_row(struct CsvScan *scan, const struct CsvHead *head, struct Table *table,
                     struct Row *row, struct Error *err)
{
    struct CsvCell cell;

    *row = (struct Row){.line = scan->line};
    do {
        csv_scan_cell(scan, &cell);
        row->filled = row->filled || cell.length > 0;
        row->stop = cell.stop;
        row->open_line = cell.line;
        if ((table != NULL || cell.stop != CSV_OPEN) && !csv_check_cell(&cell, err)) {
            return false;
        }
        if (table != NULL && row->cells < head->count) {
            row->swallows = row->swallows || swallows(&cell, head);
            row->has_nul = row->has_nul || memchr(cell.text, '\0', cell.length) != NULL;
            put_cell(table, &cell, row->cells);
        }
        row->cells++;
    } while (cell.stop == CSV_SEPARATOR);
    return true;
}

/* In Vietnamese, as all reasons of rejects; NULL = the row is good. */
static const char *find_flaw(struct Table *table, const struct Row *row)
{
    const struct CsvHead *head = table->head;

    if (row->cells < head->fewest || row->cells > head->count) {
        return arena_printf(table->arena, "hàng có %d ô, tiêu đề có %d ô", row->cells, head->count);
    }
    return row->swallows  ? "một ô trong ngoặc kép chứa cả hàng khác"
           : row->has_nul ? "hàng có ký tự NUL"
                          : NULL;
}

static void add_record(struct Table *table, const struct Row *row)
{
    const char *reason = find_flaw(table, row);
    char *record;

    buf_puts(&table->row, table->row.length > 0 ? "}" : "{}");
    record = arena_strndup(table->arena, table->row.data, table->row.length);
    table->records =
        grow(table->arena, table->records, table->count, &table->room, sizeof *table->records);
    if (reason != NULL) {
        table->flaws = grow(table->arena, table->flaws, table->flaw_count, &table->flaw_room,
                            sizeof *table->flaws);
        table->flaws[table->flaw_count++] = (struct Flaw){table->count, row->line, reason};
    }
    table->records[table->count++] = (struct Slice){record, table->row.length};
}

static bool ends_early(const struct Row *row, const struct CsvHead *head, struct Error *err)
{
    error_set(err, EXIT_SOURCE,
              "the text ends early: its last row, in line %lld, has no line end and %d cell%s, the "
              "header %d",
              row->line, row->cells, row->cells == 1 ? "" : "s", head->count);
    err->transient = true;
    return error_hint(err, "if the file is whole, let it end with a line end");
}

static size_t row_cost(const struct CsvHead *head, size_t bytes, size_t cell_cost)
{
    return 2 * head->names_bytes + bytes + (size_t)head->count * cell_cost + ROW_COST;
}

static bool too_large(const struct CsvHead *head, long long rows, long long max_mb,
                      struct Error *err)
{
    error_set(err, EXIT_SOURCE,
              "%lld row%s with the names of %d columns (%zu bytes a row) take more memory than "
              "[limits] max_page_mb = %lld allows",
              rows, rows == 1 ? "" : "s", head->count, head->names_bytes, max_mb);
    return error_hint(err, "ask for smaller pages, or raise [limits] max_page_mb");
}

static bool take_rows(struct Table *table, struct CsvScan *scan, long long max_mb,
                      struct Error *err)
{
    size_t budget = (size_t)max_mb * MIB * PAGES_MOST;
    struct Row row;

    while (scan->at < scan->end) {
        const char *start = scan->at;
        buf_clear(&table->row);
        if (!read_row(scan, table->head, table, &row, err)) {
            return false;
        }
        if (!row.filled) {
            continue;
        }
        if (row.stop == CSV_TEXT_END && row.cells < table->head->fewest) {
            return ends_early(&row, table->head, err);
        }
        size_t cost = row_cost(table->head, (size_t)(scan->at - start), CELL_COST);
        if (cost > budget) {
            return too_large(table->head, table->count + 1, max_mb, err);
        }
        budget -= cost;
        add_record(table, &row);
    }
    return true;
}

static void make_keys(struct Table *table)
{
    const struct CsvHead *head = table->head;

    table->keys = arena_alloc(table->arena, (size_t)head->count * sizeof *table->keys);
    for (int i = 0; i < head->count; i++) {
        if (head->names[i][0] != '\0') {
            buf_clear(&table->row);
            buf_put_json(&table->row, head->names[i], strlen(head->names[i]));
            buf_putc(&table->row, ':');
            table->keys[i] = arena_strdup(table->arena, table->row.data);
        }
    }
}

/* What programs of DOS write behind the end. */
static size_t without_end_mark(const struct Buf *body)
{
    return body->length - (body->length > 0 && body->data[body->length - 1] == '\x1a');
}

bool csv_cut(Arena *arena, const struct Source *source, const struct Buf *body, struct Page *page,
             struct Error *err)
{
    struct Table table = {.arena = arena};
    struct CsvHead head;

    if (!csvhead_find(arena, source, body->data, without_end_mark(body), &head, err)) {
        return false;
    }
    head.scan.line = page->line > 0 ? page->line : head.scan.line;
    table.head = &head;
    buf_init(&table.row, SIZE_MAX / 2);
    make_keys(&table);
    bool taken = take_rows(&table, &head.scan, source->limits.max_body_mb, err);
    buf_release(&table.row);
    page->records = table.records;
    page->count = table.count;
    page->flaws = table.flaws;
    page->flaw_count = table.flaw_count;
    return taken;
}

static bool does_not_fit(const struct Row *row, long long max_mb, struct Error *err)
{
    error_set(err, EXIT_SOURCE, "the row in line %lld does not fit into %lld MiB", row->line,
              max_mb);
    return row->stop == CSV_OPEN
               ? error_hint(err,
                            "does the quote in line %lld ever close? if so, raise [limits] "
                            "max_page_mb",
                            row->open_line)
               : error_hint(err, "raise [limits] max_page_mb");
}

bool csv_measure(const struct Source *source, const struct CsvHead *head, struct CsvScan *scan,
                 bool is_last, struct Error *err)
{
    long long max_mb = source->limits.max_body_mb;
    size_t budget = (size_t)max_mb * MIB * PARTS_MOST;
    struct CsvScan whole = *scan; /* behind the last whole row */
    const char *start = scan->at;
    struct Row row;

    while (scan->at < scan->end) {
        if (!read_row(scan, head, NULL, &row, err)) {
            return false;
        }
        /* Behind a CR at the end an LF may come. */
        bool is_whole =
            is_last || (row.stop == CSV_LINE_END && (scan->at < scan->end || scan->at[-1] == '\n'));
        size_t cost = row_cost(head, (size_t)(scan->at - whole.at), PARSED_CELL_COST);
        if (!is_whole || cost > budget) {
            *scan = whole;
            return whole.at > start ||
                   (is_whole ? too_large(head, 1, max_mb, err) : does_not_fit(&row, max_mb, err));
        }
        budget -= cost;
        whole = *scan;
    }
    return true;
}
