/*
 * CSV that Excel in Vietnamese opens by a double click: UTF-8 with a byte order mark, cells separated by ';', because ','
 * is the decimal sign, lines ended by CR LF, quoted by RFC 4180. There is no "sep=" line: with it Excel forgets the byte
 * order mark and spoils the accents. In pandas: read_csv(file, sep=';', decimal=',', encoding='utf-8-sig'). Where ',' stands
 * between cells, '.' is the decimal sign.
 *
 * A text from outside never becomes a formula: one that begins like one gets an apostrophe in front. A code that cannot be
 * a formula stays as it is; who needs it as text whatever it looks like takes a workbook. What is not shown, such as a mark
 * that turns the direction of letters, becomes '?'.
 */
#ifndef MOTCUA_STATS_PRINT_CSVOUT_H
#define MOTCUA_STATS_PRINT_CSVOUT_H

#include "stats/print/rowout.h"

#include <stdbool.h>
#include <stdio.h>

#define CSVOUT_SEPARATOR ';'

struct CsvOut {
    struct RowOut rows;
    FILE *out;
    char separator;
    bool in_row;
};

/* Makes rows of csv->rows go to out. */
void csvout_open(struct CsvOut *csv, FILE *out, char separator);

#endif
