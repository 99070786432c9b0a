/* Lists of dossiers: the rows of a query as they are, as JSON objects or as rows. */
#ifndef MOTCUA_STATS_PRINT_LISTING_H
#define MOTCUA_STATS_PRINT_LISTING_H

#include "common/database/db.h"
#include "stats/print/rowout.h"

#include <cjson/cJSON.h>

/* The nature of a column; times as READING_ISO gives them, days as 2024-06-07. */
enum ListingKind {
    LISTING_HIDDEN, /* left out: it serves the table only */
    LISTING_TEXT,
    LISTING_NUMBER,
    LISTING_DECIMAL,
    LISTING_FLAG, /* a boolean */
    LISTING_TIME,
    LISTING_DAY
};

enum { LISTING_COLUMNS = 32 };

/*
 * Kinds stand in an array for every column that a list may have, named as keys and headings by the query;
 * so a query that gains a column hides it, and never reads past the array.
 */

/* Appends an object with every column of row to the array list and returns it. */
cJSON *listing_add_json(cJSON *list, const DbRows *rows, int row,
                        const enum ListingKind kinds[static LISTING_COLUMNS]);

/* Appends all rows. */
void listing_add_all_json(cJSON *list, const DbRows *rows,
                          const enum ListingKind kinds[static LISTING_COLUMNS]);

/* Puts all rows, under the names of the columns. */
void listing_put_rows(struct RowOut *out, const DbRows *rows,
                      const enum ListingKind kinds[static LISTING_COLUMNS]);

#endif
