/* Members of JSON from the rows of a set. */
#ifndef MOTCUA_STATS_PAGE_FIELDS_H
#define MOTCUA_STATS_PAGE_FIELDS_H

#include "common/database/db.h"

#include <cjson/cJSON.h>

/*
 * What becomes of columns: letters of their kinds, in order, and the keys are their names. t text, n number, f flag, j JSON
 * made by the database, - nothing; the same in capitals: left out when it is null. Columns without a letter are left out.
 */
void fields_add(cJSON *object, const DbRows *rows, int row, const char *kinds);

/* Appends an object for each of the rows from first up to, without, end to a new array parent.key. */
cJSON *fields_add_list(cJSON *parent, const char *key, const DbRows *rows, int first, int end,
                       const char *kinds);

/* Adds {"n", "d", "p"} from columns of these names, NULL: all null; key NULL: to the object itself. */
void fields_add_fraction(cJSON *parent, const char *key, const DbRows *rows, int row,
                         const char *const columns[3]);

/* Appends [n, d, p] from the columns numerator, denominator, percent to an array. */
void fields_append_fraction(cJSON *array, const DbRows *rows, int row);

extern const char *const fields_fraction[3]; /* numerator, denominator, percent */

#endif
