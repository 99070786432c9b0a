/* The formats in which a command can print what it has read: a new one is a name in report.c and, of rows, a row format. */
#ifndef MOTCUA_STATS_PRINT_REPORT_H
#define MOTCUA_STATS_PRINT_REPORT_H

#include "common/arena.h"
#include "common/error.h"
#include "stats/print/rowout.h"

enum ReportFormat { REPORT_TABLE, REPORT_JSON, REPORT_CSV, REPORT_XLSX, REPORT_FORMATS };

/* How one command prints itself. Each function gets the struct that the command has filled. */
struct Report {
    void (*table)(const void *figures); /* to stdout, as json */
    void (*json)(const void *figures);
    void (*rows)(const void *figures, struct RowOut *out); /* in CSV, or to a workbook */
};

/* What the user has asked for. */
struct ReportTarget {
    enum ReportFormat format;
    const char *output;             /* path; NULL: stdout */
    char separator;                 /* of CSV */
    const struct RowLabels *labels; /* see struct RowOut */
};

/* Finds the format of a name; NULL is a table. EXIT_USAGE for an unknown one. */
bool report_find_format(const char *name, enum ReportFormat *format, struct Error *err) MUST_CHECK;

/* Finds what stands between the cells of CSV: ";", "," or "tab"; NULL is ";". EXIT_USAGE for anything else. */
bool report_find_separator(const char *name, char *separator, struct Error *err) MUST_CHECK;

bool report_write(const struct Report *report, const void *figures,
                  const struct ReportTarget *target, Arena *arena, struct Error *err) MUST_CHECK;

#endif
