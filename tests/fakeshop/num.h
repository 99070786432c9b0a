/* Strict decimal numbers from the command line and from query strings. */
#ifndef FAKESHOP_NUM_H
#define FAKESHOP_NUM_H

#include <stdbool.h>
#include <stdint.h>

/* Reads the whole of text as a decimal number of at most max into *value.
 * False, with *value untouched, for an empty text, a sign, a blank, any other character or a
 * number above max. */
bool num_parse(const char *text, uint64_t max, uint64_t *value) __attribute__((warn_unused_result));

#endif
