/*
 * Rows of a list or a table on their way out: a command puts typed cells, and what the user has asked for, CSV or a
 * workbook, makes of them what it has. Values come in as PostgreSQL prints them.
 */
#ifndef MOTCUA_STATS_PRINT_ROWOUT_H
#define MOTCUA_STATS_PRINT_ROWOUT_H

#include "common/database/db.h"

#include <stddef.h>

enum CellKind {
    CELL_TEXT,   /* from outside, or a code: never a number, a date or a formula */
    CELL_NUMBER, /* "1271", "96.93" */
    CELL_DAY,    /* "2024-06-07" */
    CELL_TIME    /* "2024-06-07T01:40:12+07:00" */
};

struct Cell {
    enum CellKind kind;
    const char *value; /* NULL: an empty cell */
};

struct RowOut;

/* What a format does; struct RowOut is the first member of its own struct. */
struct RowFormat {
    void (*begin)(struct RowOut *out, const char *const *headings); /* NULL ends them */
    void (*cell)(struct RowOut *out, enum CellKind kind, const char *value);
    void (*end_row)(struct RowOut *out);
};

/* The words of readers for names: of columns (name, text_vi), and of what stands in them (name, value, text_vi). */
struct RowLabels {
    const DbRows *columns;
    const DbRows *values;
};

enum { ROWOUT_COLUMNS = 64 };

struct RowOut {
    const struct RowFormat *format;
    const struct RowLabels *labels; /* NULL: names stay as they are */
    const struct Cell *tail;        /* cells that end every row */
    size_t tail_count;
    int column;
    /* Of each column the rows of labels->values from the first up to, without, the end. */
    int first[ROWOUT_COLUMNS];
    int end[ROWOUT_COLUMNS];
};

/* Begins a list with the names of its columns; NULL ends them. There is no tail until it is set. Values of labels are sorted by column. */
void rowout_begin(struct RowOut *out, const char *const *columns);

/* Cells of the four kinds; NULL is an empty one. */
void rowout_text(struct RowOut *out, const char *text);
void rowout_number(struct RowOut *out, const char *digits);
void rowout_day(struct RowOut *out, const char *iso);
void rowout_time(struct RowOut *out, const char *iso);

void rowout_end_row(struct RowOut *out);

#endif
