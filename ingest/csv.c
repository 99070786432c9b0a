#include "ingest/csv.h"

#include "common/text.h"

#include <csv.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "common/banned.h"

static const char comma = ',';
static const char semicolon = ';';
static const char tab = '\t';

const struct Kind csv_separators[] = {
    {"comma", "", "", &comma},
    {"semicolon", "", "", &semicolon},
    {"tab", "", "", &tab},
    {0},
};

/* The name that iconv has for it; NULL = nothing is to be done. */
const struct Kind csv_encodings[] = {
    {"utf-8", "", "", NULL},
    {"windows-1258", "", "", "WINDOWS-1258"},
    {0},
};

/* A letter of windows-1258 takes at most three bytes in UTF-8, and so does U+FFFD. */
enum { WIDEST = 3 };

/* What is no letter becomes U+FFFD, which no mapped field accepts: one record is lost, not all. */
static bool decode(Arena *arena, const char *encoding, const struct Buf *body, const char **text,
                   size_t *length, struct Error *err)
{
    iconv_t converter = iconv_open("UTF-8", encoding);
    char *in = body->data;
    size_t in_left = body->length;
    size_t room = WIDEST * (body->length + 1);
    char *out = arena_alloc(arena, room);
    char *start = out;

    /* NOLINTNEXTLINE(performance-no-int-to-ptr): POSIX has no other name for it. */
    if (converter == (iconv_t)-1) {
        return error_set(err, EXIT_INTERNAL, "this system's iconv does not know %s", encoding);
    }
    while (in_left > 0 && iconv(converter, &in, &in_left, &out, &room) == (size_t)-1) {
        iconv(converter, NULL, NULL, &out, &room);
        memcpy(out, "\xef\xbf\xbd", WIDEST);
        out += WIDEST;
        room -= WIDEST;
        in++;
        in_left--;
    }
    iconv(converter, NULL, NULL, &out, &room);
    iconv_close(converter);
    *text = start;
    *length = (size_t)(out - start);
    return true;
}

/* The rows on their way from libcsv to JSON. */
struct Table {
    Arena *arena;
    struct Slice *records;
    int count;
    const char **names; /* of the columns, as JSON */
    int name_count;
    int name_room;
    bool has_header;
    struct Buf row;
    int cells; /* of the row so far */
};

static void put_cell(struct Table *table, const void *cell, size_t length)
{
    if (table->cells < table->name_count) {
        buf_puts(&table->row, table->cells > 0 ? "," : "{");
        buf_puts(&table->row, table->names[table->cells]);
        buf_putc(&table->row, ':');
        buf_put_json(&table->row, cell, length);
    }
}

static void put_name(struct Table *table, const char *name, size_t length)
{
    if (table->name_count == table->name_room) {
        const char **old = table->names;
        table->name_room = table->name_room == 0 ? 64 : 2 * table->name_room;
        table->names = arena_alloc(table->arena, (size_t)table->name_room * sizeof *old);
        if (old != NULL) {
            memcpy(table->names, old, (size_t)table->name_count * sizeof *old);
        }
    }
    buf_clear(&table->row);
    buf_put_json(&table->row, name, length);
    table->names[table->name_count++] = arena_strdup(table->arena, table->row.data);
}

static void take_cell(void *cell, size_t length, void *user)
{
    struct Table *table = user;

    if (table->has_header) {
        put_cell(table, cell, length);
    } else {
        put_name(table, cell, length);
    }
    table->cells++;
}

static void add_record(struct Table *table)
{
    /* Cells have slipped: within a list the row is no record, and becomes a reject. */
    bool too_many = table->cells > table->name_count;
    char *record = arena_alloc(table->arena, table->row.length + 4);
    size_t length = 0;

    if (too_many) {
        record[length++] = '[';
    }
    memcpy(record + length, table->row.data, table->row.length);
    length += table->row.length;
    record[length++] = '}';
    if (too_many) {
        record[length++] = ']';
    }
    table->records[table->count++] = (struct Slice){record, length};
}

static void take_row(int terminator, void *user)
{
    struct Table *table = user;

    (void)terminator;
    if (table->has_header) {
        add_record(table);
    }
    table->has_header = true;
    table->cells = 0;
    buf_clear(&table->row);
}

/* No row is shorter than its end. */
static size_t count_rows(const char *text, size_t length)
{
    size_t rows = 1;

    for (size_t i = 0; i < length; i++) {
        rows += text[i] == '\n' || text[i] == '\r';
    }
    return rows;
}

static bool parse(struct Table *table, char separator, const char *text, size_t length,
                  struct Error *err)
{
    struct csv_parser parser;

    if (csv_init(&parser, 0) != 0) {
        return error_set(err, EXIT_INTERNAL, "libcsv cannot be set up");
    }
    csv_set_delim(&parser, (unsigned char)separator);
    bool parsed = csv_parse(&parser, text, length, take_cell, take_row, table) == length;
    /* A stray quote is taken as it is, but one that is still open at the end is not. */
    csv_set_opts(&parser, CSV_STRICT | CSV_STRICT_FINI);
    bool ended = parsed && csv_fini(&parser, take_cell, take_row, table) == 0;
    if (!parsed) {
        error_set(err, EXIT_SOURCE, "the text is not CSV: %s", csv_strerror(csv_error(&parser)));
    } else if (!ended) {
        error_set(err, EXIT_SOURCE, "the text ends early, within quotes");
        err->transient = true;
    }
    csv_free(&parser);
    return ended;
}

static bool check_start(const char *text, size_t length, struct Error *err)
{
    if (length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0)) {
        error_set(err, EXIT_SOURCE, "the text is UTF-16, not CSV");
        return error_hint(err, "save it as 'CSV UTF-8'");
    }
    if (length == 0) {
        error_set(err, EXIT_SOURCE, "the text is empty: it lacks even a header");
        err->transient = true;
    }
    return length > 0;
}

bool csv_cut(Arena *arena, const struct Source *source, const struct Buf *body, struct Page *page,
             struct Error *err)
{
    const char *encoding = kind_find(csv_encodings, source->encoding)->ways;
    const char *separator = kind_find(csv_separators, source->separator)->ways;
    struct Table table = {.arena = arena};
    const char *text = body->data;
    size_t length = body->length;

    if (strncmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        length -= 3;
    } else if (encoding != NULL && !decode(arena, encoding, body, &text, &length, err)) {
        return false;
    }
    if (!check_start(text, length, err)) {
        return false;
    }
    table.records = arena_alloc(arena, count_rows(text, length) * sizeof *table.records);
    buf_init(&table.row, SIZE_MAX / 2);
    bool parsed = parse(&table, *separator, text, length, err);
    buf_release(&table.row);
    page->records = table.records;
    page->count = table.count;
    return parsed;
}
