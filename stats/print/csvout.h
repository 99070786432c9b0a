/*
 * CSV that Excel in Vietnamese opens by a double click: UTF-8 with a byte order mark, cells
 * separated by ';', because ',' is the decimal sign, lines ended by CR LF, quoted by RFC 4180.
 * There is no "sep=" line: with it Excel forgets the byte order mark and spoils the accents.
 * In pandas: read_csv(file, sep=';', decimal=',', encoding='utf-8-sig').
 *
 * A text from outside never becomes a formula, a number or a date: one that begins like a formula,
 * and a code such as 0790, 1.001193 or one of twelve digits and more, gets an apostrophe in front.
 * What is not shown, such as a mark that turns the direction of letters, becomes '?'.
 */
#ifndef MOTCUA_STATS_PRINT_CSVOUT_H
#define MOTCUA_STATS_PRINT_CSVOUT_H

#include <stdbool.h>
#include <stdio.h>

struct CsvOut {
    FILE *out;
    bool in_row;
    const char *const *tail; /* cells of our own making that end every row; NULL ends them */
};

/* Writes the byte order mark and the names of the columns; NULL ends them. There is no tail until
 * csv->tail is set. */
void csvout_begin(struct CsvOut *csv, FILE *out, const char *const *columns);

/* A cell of text from outside; NULL is an empty cell. */
void csvout_text(struct CsvOut *csv, const char *text);

/* A cell of our own making that a spreadsheet shall read: a count, a decimal, a date. NULL is an
 * empty cell. */
void csvout_value(struct CsvOut *csv, const char *value);

void csvout_end_row(struct CsvOut *csv);

#endif
