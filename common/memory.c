#include "common/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/banned.h"

/* Stands under the log and under the error codes, both of which need memory and text. */
enum { EXIT_WITHOUT_MEMORY = 70 };

void memory_out(void)
{
    fprintf(stderr, "%s: error: out of memory\n", program_invocation_short_name);
    exit(EXIT_WITHOUT_MEMORY);
}

void *memory_need(void *fresh)
{
    if (fresh == NULL) {
        memory_out();
    }
    return fresh;
}
