/*
 * The standard streams, made safe at the start: no file or connection gets the number of one that was
 * closed, and stdout remembers why it could not be written.
 */
#ifndef MOTCUA_COMMON_PROGRAM_OUTPUT_H
#define MOTCUA_COMMON_PROGRAM_OUTPUT_H

/* Before anything else is opened. What is then written to a stream that was closed fails. */
void output_open(void);

/* Writes what is left. 0, or errno of the first write to stdout that failed. */
int output_close(void);

#endif
