/* index.html: the figures as tables that need no script, made of the very data that the scripts get. */
#ifndef MOTCUA_STATS_PAGE_TABLES_H
#define MOTCUA_STATS_PAGE_TABLES_H

#include "common/arena.h"
#include "stats/page/assets.h"

#include <cjson/cJSON.h>
#include <stdio.h>

/* What surrounds the tables; all of it HTML but csp, which is text. */
struct TablesFrame {
    const char *csp;
    const char *styles;
    const char *scripts;
};

bool tables_write(Arena *arena, FILE *out, const struct Assets *assets,
                  const struct TablesFrame *frame, const cJSON *start,
                  struct Error *err) MUST_CHECK;

#endif
