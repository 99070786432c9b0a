/*
 * A result that goes to a file: it grows beside the file and takes its place when it is whole, so that nobody sees half of
 * it. What is no file of its own (a pipe, a device, stdout) is written at the end.
 */
#ifndef MOTCUA_COMMON_PROGRAM_OUTFILE_H
#define MOTCUA_COMMON_PROGRAM_OUTFILE_H

#include "common/arena.h"
#include "common/error.h"

struct OutFile {
    const char *target;   /* NULL: stdout */
    char *growing;        /* the path to write to; NULL when there is nothing left to discard */
    bool takes_its_place; /* of the target; else its bytes are copied there */
};

/* Where files that are there for a moment lie: TMPDIR, else /tmp. */
const char *outfile_temporary_directory(void);

/* Makes an empty file to write to. EXIT_USAGE when the target cannot be written. */
bool outfile_begin(struct OutFile *file, Arena *arena, const char *target,
                   struct Error *err) MUST_CHECK;

/* Puts what was written where it belongs; nothing is to be written any more. */
bool outfile_finish(struct OutFile *file, struct Error *err) MUST_CHECK;

/* Removes what was written, unless it has been finished. */
void outfile_discard(struct OutFile *file);

#endif
