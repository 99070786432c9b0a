/* Building and printing JSON from rows of the database, on top of cJSON. Without memory the
 * program ends, so nothing here can fail. */
#ifndef MOTCUA_STATS_PRINT_JSONOUT_H
#define MOTCUA_STATS_PRINT_JSONOUT_H

#include "common/database/db.h"

#include <cjson/cJSON.h>
#include <stdio.h>

cJSON *jsonout_new_object(void);

/* Each adds a member to object, or an item to it when it is an array and key is NULL. */
cJSON *jsonout_add_object(cJSON *parent, const char *key);
cJSON *jsonout_add_array(cJSON *parent, const char *key);

/* NULL becomes null. */
void jsonout_add_text(cJSON *parent, const char *key, const char *text);

/* A number with the very digits that PostgreSQL printed; NULL becomes null. */
void jsonout_add_number(cJSON *parent, const char *key, const char *digits);

/* JSON text that PostgreSQL made; NULL becomes null. */
void jsonout_add_raw(cJSON *parent, const char *key, const char *text);

/* A boolean as PostgreSQL prints it, "t" or "f"; NULL becomes null. */
void jsonout_add_flag(cJSON *parent, const char *key, const char *value);

/* A text or a number from a column of the same name. */
void jsonout_add_text_field(cJSON *parent, const DbRows *rows, int row, const char *column);
void jsonout_add_number_field(cJSON *parent, const DbRows *rows, int row, const char *column);

/* Adds {"code", "name", "level"} of an office from the columns office, name, level. */
cJSON *jsonout_add_office(cJSON *offices, const DbRows *rows, int row);

/*
 * Prints root in one line without blanks, fit for the inside of a script element: "<" and what is not shown as \uXXXX.
 * root stays with the caller. Errors of out are its own to tell.
 */
void jsonout_print_script(const cJSON *root, FILE *out);

/* Prints root, with what is not shown (see utf8_character) as \uXXXX, and gives it back to the memory. */
void jsonout_print(cJSON *root, FILE *out);

#endif
