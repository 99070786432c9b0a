#include "ingest/format/csvhead.h"

#include "common/text.h"
#include "common/utf8.h"
#include "ingest/format/csvcheck.h"
#include "ingest/format/csvnames.h"
#include "ingest/privacy/mask.h"

#include <string.h>

#include "common/banned.h"

enum {
    ROWS_LOOKED_AT = 100,
    CELLS_PER_MIB = 1024,
    SHOWN_CELLS = 12,
    SHOWN_BYTES = 300,
    WANTED_SHOWN = 4
};

struct Search {
    Arena *arena;
    const struct Source *source;
    struct Names rows[ROWS_LOOKED_AT];
    int row_count;
};

/* The header that begins with the row in this place; false when rows are missing. */
static bool join_rows(const struct Search *search, int place, long long rows, struct Names *joined)
{
    *joined = (struct Names){.start = search->rows[place].start,
                             .line = search->rows[place].line,
                             .behind = search->rows[place].behind};
    for (int i = 0; i < search->rows[place].count; i++) {
        names_add(search->arena, joined, search->rows[place].items[i]);
    }
    for (int i = 1; i < rows; i++) {
        if (place + i >= search->row_count) {
            return false;
        }
        names_add_below(search->arena, joined, &search->rows[place + i]);
    }
    return true;
}

/* ---- what [fields] reads ---- */

static bool reads_any(const struct Rule *rule, const struct Names *row)
{
    for (int i = 0; i < rule->pointer_count; i++) {
        if (names_find(row, rule->pointers[i].tokens[0]) >= 0) {
            return true;
        }
    }
    return false;
}

static const struct Rule *wanted_rule(const struct Source *source, int column)
{
    const struct Column *columns = fieldmap_entity(source->map)->columns;
    const struct Rule *rule = fieldmap_rule(source->map, column);

    return columns[column].required && rule != NULL && rule->pointer_count > 0 ? rule : NULL;
}

static int column_count(const struct Source *source)
{
    return entity_column_count(fieldmap_entity(source->map));
}

/* Rules of required columns; of an unfinished file there may be none. */
static int count_wanted(const struct Source *source)
{
    int wanted = 0;

    for (int i = 0; i < column_count(source); i++) {
        wanted += wanted_rule(source, i) != NULL;
    }
    return wanted;
}

static bool has_wanted(const struct Source *source, const struct Names *row)
{
    for (int i = 0; i < column_count(source); i++) {
        const struct Rule *rule = wanted_rule(source, i);
        if (rule != NULL && !reads_any(rule, row)) {
            return false;
        }
    }
    return true;
}

/* How many columns the row has a name for. */
static int count_read(const struct Source *source, const struct Names *row)
{
    int count = 0;

    for (int i = 0; i < column_count(source); i++) {
        const struct Rule *rule = fieldmap_rule(source->map, i);
        count += rule != NULL && reads_any(rule, row);
    }
    return count;
}

/*
 * True when a name that a rule reads is not in row but in the one above or below it. Above may be the labels of
 * a filter; so there it counts only where row has no name of its own.
 */
static bool has_missing(const struct Source *source, const struct Names *row,
                        const struct Names *other, bool is_above)
{
    for (int i = 0; i < column_count(source); i++) {
        const struct Rule *rule = fieldmap_rule(source->map, i);
        for (int k = 0; rule != NULL && !reads_any(rule, row) && k < rule->pointer_count; k++) {
            int at = names_find(other, rule->pointers[k].tokens[0]);
            if (at >= 0 && (!is_above || at >= row->count || row->items[at][0] == '\0')) {
                return true;
            }
        }
    }
    return false;
}

/* ---- rows ---- */

/* The next row that has something in it; *more is false behind the last one. */
static bool read_row(struct Search *search, struct CsvScan *scan, bool *more, struct Error *err)
{
    long long most = search->source->limits.max_body_mb * CELLS_PER_MIB;
    struct CsvCell cell;
    struct Names row = {0};

    do {
        row = (struct Names){.start = scan->at, .line = scan->line};
        *more = scan->at < scan->end;
        do {
            csv_scan_cell(scan, &cell);
            if (row.count >= most) {
                error_set(err, EXIT_SOURCE, "line %lld has more than %lld cells", row.line, most);
                return error_hint(err, "is it CSV? if so, raise [limits] max_page_mb");
            }
            if (!csv_check_cell(&cell, err)) {
                return false;
            }
            names_add(search->arena, &row, names_clean(search->arena, &cell));
        } while (cell.stop == CSV_SEPARATOR);
    } while (*more && row.filled == 0);
    row.behind = *scan;
    if (*more) {
        search->rows[search->row_count++] = row;
    }
    return true;
}

static bool is_header(const struct Search *search, int place, int wanted, struct Names *joined)
{
    return join_rows(search, place, search->source->header_rows, joined) &&
           (wanted > 0 ? has_wanted(search->source, joined) : joined->filled > 1);
}

/* Reads rows until one is the header; *place is -1 when none is. */
static bool look(struct Search *search, struct CsvScan scan, int *place, struct Names *joined,
                 struct Error *err)
{
    int wanted = count_wanted(search->source);
    int rows = (int)search->source->header_rows;
    bool more = true;

    search->row_count = 0;
    *place = -1;
    while (search->row_count < ROWS_LOOKED_AT) {
        if (!read_row(search, &scan, &more, err)) {
            return false;
        }
        if (!more) {
            break;
        }
        int first = search->row_count - rows;
        if (first >= 0 && is_header(search, first, wanted, joined)) {
            *place = first;
            /* One more, to see whether the header goes on there. */
            return search->row_count == ROWS_LOOKED_AT || read_row(search, &scan, &more, err);
        }
    }
    if (wanted == 0 && search->row_count > 0 && join_rows(search, 0, rows, joined)) {
        *place = 0;
    }
    return true;
}

/* ---- what is wrong ---- */

static bool has_separator(const struct Names *row, char separator)
{
    const char *end = row->behind.at;

    return memchr(row->start, separator, (size_t)(end - row->start)) != NULL;
}

/* With which other separator the text would have a header; NULL = with none. */
static const char *find_separator(const struct Search *search, const struct CsvScan *start)
{
    struct Search *other = arena_alloc(search->arena, sizeof *other);
    struct Error unused;
    struct Names joined;
    int place;

    other->arena = search->arena;
    other->source = search->source;
    for (const struct Kind *kind = separator_kinds; kind->name != NULL; kind++) {
        struct CsvScan scan = *start;
        scan.separator = (char)kind->number;
        if (scan.separator != start->separator && count_wanted(search->source) > 0 &&
            look(other, scan, &place, &joined, &unused) && place >= 0) {
            return kind->name;
        }
    }
    return NULL;
}

/* Of a text that looks like one column: another separator that stands in the row. */
static const char *guess_separator(const struct Names *row, char separator)
{
    for (const struct Kind *kind = separator_kinds; kind->name != NULL; kind++) {
        char other = (char)kind->number;
        if (row->count == 1 && other != separator && has_separator(row, other)) {
            return kind->name;
        }
    }
    return NULL;
}

/* The row that is most like the header: by the names in it, else the first one of several cells. */
static int find_likely(const struct Search *search)
{
    int best = 0;

    for (int i = 1; i < search->row_count; i++) {
        int more = count_read(search->source, &search->rows[i]) -
                   count_read(search->source, &search->rows[best]);
        if (more > 0 ||
            (more == 0 && search->rows[best].filled < 2 && search->rows[i].filled > 1)) {
            best = i;
        }
    }
    return best;
}

/* Cells of a row without a single known name may be those of a person: only their shapes are told. */
static const char *show_row(const struct Search *search, const struct Names *row)
{
    Arena *arena = search->arena;
    bool known = count_read(search->source, row) > 0;
    const char *text = "";

    for (int i = 0; i < row->count && i < SHOWN_CELLS && strlen(text) < SHOWN_BYTES; i++) {
        const char *cell = arena_strndup(arena, row->items[i], strnlen(row->items[i], 60));
        text = arena_printf(arena, "%s%s'%s'", text, i > 0 ? ", " : "",
                            known ? text_sanitize(arena, cell) : mask_value(arena, cell));
    }
    return row->count > SHOWN_CELLS ? arena_printf(arena, "%s, ...", text) : text;
}

static const char *show_wanted(const struct Search *search, const struct Names *row)
{
    const char *text = "";
    int count = 0;

    for (int i = 0; i < column_count(search->source) && count < WANTED_SHOWN; i++) {
        const struct Rule *rule = wanted_rule(search->source, i);
        if (rule != NULL && !reads_any(rule, row) &&
            strstr(text, rule->pointers[0].tokens[0]) == NULL) {
            text = arena_printf(search->arena, "%s%s'%s'", text, count++ > 0 ? ", " : "",
                                rule->pointers[0].tokens[0]);
        }
    }
    return text;
}

static bool hint_header_rows(const struct Source *source, struct Error *err)
{
    return error_hint(err,
                      "is it a header of two rows? set [source] header_rows = 2; 'motcua-ingest "
                      "check --source %s' shows the names",
                      source->name);
}

/* True when two rows together have what is missing in one. */
static bool is_split(const struct Search *search, int place)
{
    const struct Names *row = &search->rows[place];

    return search->source->header_rows == 1 &&
           ((place > 0 && has_missing(search->source, row, &search->rows[place - 1], true)) ||
            (place + 1 < search->row_count &&
             has_missing(search->source, row, &search->rows[place + 1], false)));
}

static bool no_header(const struct Search *search, const struct CsvScan *start, struct Error *err)
{
    int place = find_likely(search);
    const struct Names *row = &search->rows[place];
    const char *separator = find_separator(search, start);
    bool certain = separator != NULL;

    error_set(err, EXIT_SOURCE,
              "none of the first %d rows has the names that [fields] reads; line %lld has %d "
              "cell%s (%s) and lacks %s",
              search->row_count, row->line, row->count, row->count == 1 ? "" : "s",
              show_row(search, row), show_wanted(search, row));
    separator = certain ? separator : guess_separator(row, start->separator);
    if (separator != NULL) {
        return error_hint(err, "is [source] separator right? with %s there %s", separator,
                          certain ? "is a header" : "are more cells");
    }
    if (!utf8_is_valid(row->start, (size_t)(row->behind.at - row->start))) {
        return error_hint(err, "is [source] encoding right? the text is not UTF-8");
    }
    if (is_split(search, place)) {
        return hint_header_rows(search->source, err);
    }
    return error_hint(err, "has a name changed? mend [fields], or the file");
}

static bool check_separator(const struct Search *search, const struct Names *head, char separator,
                            struct Error *err)
{
    const char *other = guess_separator(head, separator);

    if (other == NULL || count_wanted(search->source) > 0) {
        return true;
    }
    error_set(err, EXIT_SOURCE, "line %lld, which should be the header, has one cell only",
              head->line);
    return error_hint(err, "is [source] separator right? with %s there are more", other);
}

/* A column that a rule reads stands twice, or in the row above or below. */
static bool check_names(const struct Search *search, int place, const struct Names *head,
                        struct Error *err)
{
    for (int i = 0; i < head->count; i++) {
        struct Names rest = {.items = head->items + i + 1, .count = head->count - i - 1};
        struct Names one = {.items = head->items + i, .count = 1};
        if (head->items[i][0] != '\0' && count_read(search->source, &one) > 0 &&
            names_find(&rest, head->items[i]) >= 0) {
            return error_set(err, EXIT_SOURCE, "the header in line %lld has the name '%s' twice",
                             head->line, text_sanitize(search->arena, head->items[i]));
        }
    }
    if (is_split(search, place)) {
        error_set(err, EXIT_SOURCE,
                  "the header in line %lld has some of the names that [fields] reads, and the row "
                  "beside it others",
                  head->line);
        return hint_header_rows(search->source, err);
    }
    return true;
}

/* ---- the header ---- */

/* Excel's own first line, "sep=;". */
static void take_separator(struct CsvScan *scan)
{
    const char *at = scan->at;

    if (scan->end - at > 5 && strncmp(at, "sep=", 4) == 0 && (at[5] == '\r' || at[5] == '\n')) {
        scan->separator = at[4];
        scan->at += at[5] == '\r' && scan->end - at > 6 && at[6] == '\n' ? 7 : 6;
        scan->line++;
    }
}

static void take_names(const struct Names *joined, struct CsvHead *head)
{
    head->names = joined->items;
    head->count = joined->count;
    head->start = joined->start;
    head->scan = joined->behind;
    for (int i = 0; i < joined->count; i++) {
        head->names_bytes += strlen(joined->items[i]) + 4;
        head->fewest = joined->items[i][0] != '\0' ? i + 1 : head->fewest;
    }
}

bool csvhead_find(Arena *arena, const struct Source *source, const char *text, size_t length,
                  struct CsvHead *head, struct Error *err)
{
    struct Search *search = arena_alloc(arena, sizeof *search);
    struct CsvScan scan = {text, text + length, (char)source->separator->number, 1};
    struct Names joined;
    int place;

    search->arena = arena;
    search->source = source;
    scan.at += length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    take_separator(&scan);
    if (!look(search, scan, &place, &joined, err)) {
        return false;
    }
    if (search->row_count == 0) {
        error_set(err, EXIT_SOURCE, "the text is empty: it lacks even a header");
        err->transient = true;
        return false;
    }
    if (place < 0) {
        return no_header(search, &scan, err);
    }
    *head = (struct CsvHead){0};
    take_names(&joined, head);
    return check_separator(search, &joined, scan.separator, err) &&
           check_names(search, place, &joined, err);
}
