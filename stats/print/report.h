/* The formats in which a command can print what it has read: a new one is a new line here and in report.c. */
#ifndef MOTCUA_STATS_PRINT_REPORT_H
#define MOTCUA_STATS_PRINT_REPORT_H

#include "common/error.h"

enum ReportFormat { REPORT_TABLE, REPORT_JSON, REPORT_CSV, REPORT_FORMATS };

/*
 * How one command prints itself in each format, to stdout: indexed by the format, none is NULL. Each gets
 * the struct that the command has filled.
 */
struct Report {
    void (*print[REPORT_FORMATS])(const void *figures);
};

/* Finds the format of a name; NULL is a table. EXIT_USAGE for an unknown one. */
bool report_find_format(const char *name, enum ReportFormat *format, struct Error *err) MUST_CHECK;

#endif
