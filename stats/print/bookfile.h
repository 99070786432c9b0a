/*
 * What every workbook has in common: libxlsxwriter writes it, it is made at no particular time, so that the same figures
 * give the same bytes, and it takes its place when it is whole. Text from outside stays text, also when its cell is edited.
 */
#ifndef MOTCUA_STATS_PRINT_BOOKFILE_H
#define MOTCUA_STATS_PRINT_BOOKFILE_H

#include "common/arena.h"
#include "common/error.h"
#include "common/program/outfile.h"

#include <xlsxwriter.h>

/* The most rows that a sheet has. */
enum { BOOKFILE_ROWS = LXW_ROW_MAX };

struct BookFile {
    Arena *arena;
    struct OutFile place;
    lxw_workbook *book; /* NULL once it is closed */
    bool is_full;       /* rows were left out, which finishing refuses */
};

/* Begins a workbook that goes to path, or to stdout when it is NULL. */
bool bookfile_begin(struct BookFile *file, Arena *arena, const char *path,
                    struct Error *err) MUST_CHECK;

/* Writes it. EXIT_USAGE when it does not fit. */
bool bookfile_finish(struct BookFile *file, struct Error *err) MUST_CHECK;

/* Gives back what is left of one that was not finished. */
void bookfile_discard(struct BookFile *file);

/* The text as a cell may have it: what is not shown is "?", and what no cell could hold is cut. */
const char *bookfile_text(Arena *arena, const char *text);

/* "2024-06-07" or "2024-06-07T01:40:12+07:00"; the time of the first is midnight. */
lxw_datetime bookfile_time(const char *iso);

/* The digits that a number has after its point. */
int bookfile_places(const char *digits);

#endif
