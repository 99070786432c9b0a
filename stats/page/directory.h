/*
 * A directory of files that takes the place of an older one all at once: it is written beside it, under a name
 * that begins with a dot, and then the two change places. Whoever looks sees the old one or the new one; what is killed
 * half way leaves the old one, and the next one clears what it left. Directories have mode 0755, files 0644.
 */
#ifndef MOTCUA_STATS_PAGE_DIRECTORY_H
#define MOTCUA_STATS_PAGE_DIRECTORY_H

#include "common/error.h"

#include <limits.h>
#include <stdio.h>

struct Directory {
    char target[PATH_MAX];  /* what it takes the place of, without symbolic links */
    char growing[PATH_MAX]; /* where it is written; "": nowhere */
    int descriptor;         /* of growing, held locked; -1: none */
};

/*
 * Looks whether path may be replaced, clears what others left beside it, and makes an empty directory. What stands there has
 * to be nothing, an empty directory, or one with the file mark in it. EXIT_USAGE for anything else, EXIT_INTERNAL
 * when the system does not let it. directory is to be discarded in any case.
 */
bool directory_begin(struct Directory *directory, const char *path, const char *mark,
                     struct Error *err) MUST_CHECK;

/* Makes a directory in it. */
bool directory_make(struct Directory *directory, const char *name, struct Error *err) MUST_CHECK;

/* Opens a new file in it; what is written is checked when the file is closed. NULL on error. */
FILE *directory_open(struct Directory *directory, const char *name, struct Error *err) MUST_CHECK;
bool directory_close(FILE *file, const char *name, struct Error *err) MUST_CHECK;

/* Puts it into its place, when all of it is on the disk. */
bool directory_publish(struct Directory *directory, struct Error *err) MUST_CHECK;

/* Removes what has not been published, or what was replaced. */
void directory_discard(struct Directory *directory);

#endif
