/* The names in a row of a CSV, as its header would have them. */
#ifndef MOTCUA_INGEST_FORMAT_CSVNAMES_H
#define MOTCUA_INGEST_FORMAT_CSVNAMES_H

#include "common/arena.h"
#include "common/csvscan.h"

struct Names {
    const char **items; /* "" = an empty cell */
    int count;
    int room;
    int filled; /* of them not empty */
    const char *start;
    long long line;
    struct CsvScan behind;
};

/* The text of a cell without what nobody sees; blanks and line breaks of any kind become one blank. */
const char *names_clean(Arena *arena, const struct CsvCell *cell);

void names_add(Arena *arena, struct Names *names, const char *name);

/* The first place of a name, or -1. */
int names_find(const struct Names *names, const char *name);

/*
 * Makes one of two rows of a header. A word over several cells stands in the first of them only, and goes before
 * each word below it.
 */
void names_add_below(Arena *arena, struct Names *names, const struct Names *below);

#endif
