/* Codes that a map step met and does not list, whether it has an answer for other codes or not. */
#ifndef MOTCUA_INGEST_MAP_CODES_H
#define MOTCUA_INGEST_MAP_CODES_H

#include <stdbool.h>

/* More different ones are no codes any more, and may be anything: then none is kept. */
enum { CODES_MOST = 20, CODE_BYTES_MAX = 40 };

struct Step;

struct CodeSet {
    const struct Step *step; /* NULL = not in use */
    int count;
    bool many; /* more than CODES_MOST, or one that is too long for a code */
    char codes[CODES_MOST][CODE_BYTES_MAX + 1];
};

enum { CODE_SETS = 32 };

/* Zeroed before use. */
struct Codes {
    struct CodeSet sets[CODE_SETS];
};

void codes_note(struct Codes *codes, const struct Step *step, const char *code);

/* NULL when the step has met only codes that it lists. */
const struct CodeSet *codes_of(const struct Codes *codes, const struct Step *step);

#endif
