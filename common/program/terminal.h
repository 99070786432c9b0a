/* The terminal that stdout may be: how much it shows at once, and a pager for what is longer. */
#ifndef MOTCUA_COMMON_PROGRAM_TERMINAL_H
#define MOTCUA_COMMON_PROGRAM_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* True when stdout goes to a terminal. */
bool terminal_is_there(void);

/* Columns: those of COLUMNS, else of the terminal; 80 when neither tells. */
size_t terminal_columns(void);

/*
 * Shows text on the terminal: as it is, or by $PAGER (less) when it has more lines than the terminal. A pager that
 * cannot be started shows nothing less: the text is printed then. An empty PAGER, or cat, means none.
 */
void terminal_show(const char *text);

#endif
