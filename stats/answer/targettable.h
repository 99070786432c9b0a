/* The answers of "targets" for a terminal: for each office a table of each paper that sets targets. */
#ifndef MOTCUA_STATS_ANSWER_TARGETTABLE_H
#define MOTCUA_STATS_ANSWER_TARGETTABLE_H

/* Prints a struct Targets; what it stands for in a struct Report. */
void targettable_print(const void *read);

#endif
