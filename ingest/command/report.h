/* A titled table of what a query finds, for the operator's terminal. */
#ifndef MOTCUA_INGEST_COMMAND_REPORT_H
#define MOTCUA_INGEST_COMMAND_REPORT_H

#include "common/database/db.h"
#include "common/program/table.h"

struct Report {
    const char *title;
    const char *sql; /* may have one parameter */
    const char *labels[TABLE_COLUMNS_MAX];
    const char *alignment; /* as table_new takes it */
    int wrapping;
    const char *none; /* what is said when no row is found */
};

/* Prints the report to stdout. parameter is $1 of the query; NULL: the query has none. */
bool report_print(Arena *arena, Db *db, const struct Report *report, const char *parameter,
                  struct Error *err) MUST_CHECK;

#endif
