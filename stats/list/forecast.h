/* What near-due --forecast adds: letters that should go out, what becomes overdue if nothing is
 * done, and how far each office is from the ceiling of its late rate. */
#ifndef MOTCUA_STATS_LIST_FORECAST_H
#define MOTCUA_STATS_LIST_FORECAST_H

#include "stats/figure/reading.h"
#include "stats/request/context.h"

#include <cjson/cJSON.h>

/* Working days ahead of the forecast, as SQL. */
#define FORECAST_DAYS "10"

struct Forecast {
    DbRows *letters;  /* letters that should go out by the end of the next working day */
    DbRows *overdue;  /* a row an office and working day, those of an office one after the other */
    DbRows *ceiling;  /* a row an office */
    DbRows *dossiers; /* those that would push an office over the ceiling; NULL: none */
    const char *threshold;            /* the ceiling, in percent */
    char year_from[READING_DAY_SIZE]; /* first day of the reporting year */
};

/* Reads all four; context->options->office, and the ceiling and year of the settings, apply. */
bool forecast_read(const struct Context *context, struct Forecast *forecast,
                   struct Error *err) MUST_CHECK;

/* Adds "ceiling_percent", "year_from", "letters_due", "overdue", "ceiling" and "ceiling_dossiers". */
void forecast_add_json(const struct Forecast *forecast, cJSON *root);

/* Prints what concerns office, or the offices at the top and those near the ceiling for NULL. */
void forecast_print(Arena *arena, const struct Forecast *forecast, const char *office);

void forecast_release(struct Forecast *forecast);

#endif
