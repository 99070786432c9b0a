#include "common/program/table.h"

#include "common/program/terminal.h"
#include "common/text.h"
#include "common/utf8.h"

#include <stdbool.h>
#include <string.h>

#include "common/banned.h"

enum { GAP = 2, WRAPPING_LEAST = 16 };

struct Row {
    struct Row *next;
    bool is_rule;
    const char *cells[TABLE_COLUMNS_MAX];
};

struct Table {
    Arena *arena;
    const char *alignment;
    int columns;
    int wrapping;
    struct Row *first;
    struct Row **last;
    size_t widths[TABLE_COLUMNS_MAX]; /* of the widest cell of each column */
};

Table *table_new(Arena *arena, const char *alignment, int wrapping)
{
    Table *table = arena_alloc(arena, sizeof *table);

    table->arena = arena;
    table->alignment = alignment;
    table->columns = (int)strnlen(alignment, TABLE_COLUMNS_MAX);
    table->wrapping = wrapping;
    table->last = &table->first;
    return table;
}

static struct Row *append(Table *table)
{
    struct Row *row = arena_alloc(table->arena, sizeof *row);

    *table->last = row;
    table->last = &row->next;
    return row;
}

void table_add(Table *table, const char *const *cells)
{
    struct Row *row = append(table);

    for (int i = 0; i < table->columns; i++) {
        const char *cell = cells[i] == NULL ? "–" : text_sanitize(table->arena, cells[i]);
        size_t width = utf8_width(cell);
        row->cells[i] = cell;
        table->widths[i] = width > table->widths[i] ? width : table->widths[i];
    }
}

void table_rule(Table *table)
{
    append(table)->is_rule = true;
}

static void put_many(char c, size_t count, FILE *out)
{
    for (; count > 0; count--) {
        putc(c, out);
    }
}

/* How much of text goes on a line of width columns: whole words, one at the least. */
static size_t line_length(Arena *arena, const char *text, size_t width)
{
    size_t taken = 0;

    while (text[taken] != '\0') {
        size_t end = taken + strspn(text + taken, " ");
        end += strcspn(text + end, " ");
        if (taken > 0 && utf8_width(arena_strndup(arena, text, end)) > width) {
            break;
        }
        taken = end;
    }
    return taken;
}

/* Prints cell in its column; trailing blanks are kept back in *owed until something follows. */
static void print_cell(const char *cell, bool is_right, size_t width, size_t *owed, FILE *out)
{
    size_t shown = utf8_width(cell);
    size_t padding = shown < width ? width - shown : 0;

    if (shown > 0) {
        put_many(' ', *owed + (is_right ? padding : 0), out);
        fputs(cell, out);
        *owed = is_right ? 0 : padding;
    } else {
        *owed += width;
    }
    *owed += GAP;
}

static void print_row(const Table *table, const struct Row *row, const size_t *widths, FILE *out)
{
    const char *rest = row->cells[table->wrapping];

    for (bool is_first = true; is_first || *rest != '\0'; is_first = false) {
        size_t taken = line_length(table->arena, rest, widths[table->wrapping]);
        const char *line = arena_strndup(table->arena, rest, taken);
        size_t owed = 0;
        for (int i = 0; i < table->columns; i++) {
            const char *cell = i == table->wrapping ? line : is_first ? row->cells[i] : "";
            print_cell(cell, table->alignment[i] == 'r', widths[i], &owed, out);
        }
        putc('\n', out);
        rest += taken + strspn(rest + taken, " ");
    }
}

static void print_rule(const Table *table, const size_t *widths, FILE *out)
{
    for (int i = 0; i < table->columns; i++) {
        put_many(' ', i > 0 ? GAP : 0, out);
        put_many('-', widths[i], out);
    }
    putc('\n', out);
}

/* The widths of the columns, the wrapping one made as narrow as the terminal demands. */
static void fit(const Table *table, size_t *widths)
{
    size_t others = (size_t)(table->columns - 1) * GAP;

    for (int i = 0; i < table->columns; i++) {
        widths[i] = table->widths[i];
        others += i == table->wrapping ? 0 : widths[i];
    }
    size_t columns = terminal_columns();
    size_t left = others + WRAPPING_LEAST < columns ? columns - others : WRAPPING_LEAST;
    if (widths[table->wrapping] > left) {
        widths[table->wrapping] = left;
    }
}

void table_print(const Table *table, FILE *out)
{
    size_t widths[TABLE_COLUMNS_MAX] = {0};

    fit(table, widths);
    for (const struct Row *row = table->first; row != NULL; row = row->next) {
        if (row->is_rule) {
            print_rule(table, widths, out);
        } else {
            print_row(table, row, widths, out);
        }
    }
}
