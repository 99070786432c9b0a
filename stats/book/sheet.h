/*
 * A sheet of the workbook as a printed form has it: who reports and for which period, a title, headings in groups with a
 * row of numbers below, typed rows, notes, places for signatures; A4 landscape, its headings repeated on every page.
 */
#ifndef MOTCUA_STATS_BOOK_SHEET_H
#define MOTCUA_STATS_BOOK_SHEET_H

#include "common/database/db.h"
#include "stats/figure/reading.h"
#include "stats/print/bookfile.h"

#include <stdbool.h>

enum SheetKind {
    SHEET_TEXT,
    SHEET_COUNT,
    SHEET_NUMBER,  /* with the digits that it has */
    SHEET_PERCENT, /* two digits after the point */
    SHEET_POINTS,  /* three */
    SHEET_DAY,
    SHEET_TIME,
    SHEET_KINDS
};

struct SheetColumn {
    const char *group; /* heading over neighbours of the same group; NULL: none */
    const char *heading;
    const char *field; /* column of the query */
    enum SheetKind kind;
    double width;
    /*
     * Column of the query with a formula that gives the same value; NULL, also in a row: none. In it {} is the row of the
     * cell, and {N} the one so many rows above.
     */
    const char *formula;
};

struct SheetForm {
    const char *name;
    const char *number; /* of the form, above the title; NULL: none */
    const char *title;
    const char *unit; /* what the numbers are; NULL: nothing is said */
    const struct SheetColumn *columns;
    int column_count;
    bool has_numbers; /* a row 1, 2, 3 ... below the headings */
    const char *
        main_row; /* column of the query, "t" for rows that others are parts of; NULL: all rows are alike */
    const char *empty; /* what is said in the place of rows */
    const char *note;  /* below the rows; NULL: none */
    bool is_signed;
};

struct Book {
    struct BookFile file;
    Arena *arena;
    Db *db;
    struct Reading reading;
    const char *office;   /* NULL: all */
    const char *reporter; /* its name, or that of the highest office */
    lxw_format *title;
    lxw_format *small;
    lxw_format *centred;
    lxw_format *heading;
    lxw_format *cells[2][SHEET_KINDS]; /* of other rows, of main rows */
};

/* Where the rows stand; last < first when there are none. Rows and columns count from 0, as the library does. */
struct SheetSpan {
    lxw_worksheet *sheet;
    lxw_row_t first;
    lxw_row_t last;
    lxw_row_t after; /* the first row below all that is written */
};

/* Makes the formats of a book that has begun. */
void sheet_prepare(struct Book *book);

/* Adds the sheet, with the rows of a query. */
struct SheetSpan sheet_add(struct Book *book, const struct SheetForm *form, const DbRows *rows);

/* The height of a row in which a text wraps in a column of a width: programs but Excel do not find it by themselves. */
double sheet_height(const char *text, double width);

/* The formula with the places of its row, which counts from 0. */
const char *sheet_formula(Arena *arena, const char *formula, lxw_row_t row);

#endif
