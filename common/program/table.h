/* Tables for a terminal, as wide as that is. Columns align by what characters show, not by their bytes;
 * one column gives way and wraps when the whole would be wider than the terminal. */
#ifndef MOTCUA_COMMON_PROGRAM_TABLE_H
#define MOTCUA_COMMON_PROGRAM_TABLE_H

#include "common/arena.h"

#include <stdio.h>

enum { TABLE_COLUMNS_MAX = 9 };

typedef struct Table Table;

/*
 * alignment has a letter for each column, 'l' or 'r'; wrapping is the column that gives way.
 * The table lives as long as arena.
 */
Table *table_new(Arena *arena, const char *alignment, int wrapping);

/* Adds a row of as many cells as there are columns. Cells are copied and made safe for a terminal;
 * NULL shows as "–". */
void table_add(Table *table, const char *const *cells);

/* Draws a rule between the rows before and after. */
void table_rule(Table *table);

void table_print(const Table *table, FILE *out);

#endif
