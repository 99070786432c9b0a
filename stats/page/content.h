/* All that a page is made of, whatever shape it takes: read in one transaction, written an office at a time. */
#ifndef MOTCUA_STATS_PAGE_CONTENT_H
#define MOTCUA_STATS_PAGE_CONTENT_H

#include "stats/page/assets.h"
#include "stats/page/family.h"
#include "stats/page/sets.h"
#include "stats/page/stories.h"
#include "stats/request/context.h"

#include <cjson/cJSON.h>
#include <stdio.h>

struct Content {
    Arena *arena; /* its own */
    struct Assets assets;
    struct Sets sets;
    struct Stories stories;
    struct Family family;
};

/*
 * Reads the figures of the period, office, profile and scoring set that context asks for; without a period those of the
 * reporting year that runs. EXIT_USAGE for a name that is none, EXIT_SETTINGS when the page's own files are missing. content
 * is to be released in any case.
 */
bool content_read(const struct Context *context, struct Content *content,
                  struct Error *err) MUST_CHECK;

void content_release(struct Content *content);

/* Prints the call that hands data to the page's scripts: motcua.start({...}), or motcua.office("CODE", {...}). */
void content_print(FILE *out, const cJSON *data, const char *function, const char *code);

#endif
