/* What both programs do without memory: they end. Nothing that is half done is stored then. */
#ifndef MOTCUA_COMMON_MEMORY_H
#define MOTCUA_COMMON_MEMORY_H

/* What an allocation gave; NULL prints "out of memory" and ends the program with EXIT_INTERNAL. */
void *memory_need(void *fresh);

/* Prints "out of memory" and ends the program with EXIT_INTERNAL. */
void memory_out(void) __attribute__((noreturn));

#endif
