/*
 * The rows of a list as a workbook: a sheet a list, codes as text, dates as dates, numbers as numbers, a heading that stays,
 * filters, widths by what stands in the columns, A4 landscape.
 */
#ifndef MOTCUA_STATS_PRINT_XLSXOUT_H
#define MOTCUA_STATS_PRINT_XLSXOUT_H

#include "stats/print/rowout.h"
#include "stats/print/bookfile.h"

enum { XLSXOUT_PLACES = 5 };

struct XlsxOut {
    struct RowOut rows;
    struct BookFile *workbook;
    lxw_worksheet *sheet; /* NULL before the first list */
    int sheets;
    lxw_format *heading;
    lxw_format *text;
    lxw_format *day;
    lxw_format *time;
    lxw_format *numbers[XLSXOUT_PLACES]; /* by the digits after the point */
    lxw_row_t row;
    lxw_col_t column;
    lxw_col_t columns;
    size_t widths[ROWOUT_COLUMNS];
};

/* Makes rows of xlsx->rows go to workbook. */
void xlsxout_open(struct XlsxOut *xlsx, struct BookFile *workbook);

/* Ends the last list; the workbook is to be finished then. */
void xlsxout_close(struct XlsxOut *xlsx);

#endif
