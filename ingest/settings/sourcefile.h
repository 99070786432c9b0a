/* The files of sources.d: reads, checks and compiles them into struct Source. */
#ifndef MOTCUA_INGEST_SETTINGS_SOURCEFILE_H
#define MOTCUA_INGEST_SETTINGS_SOURCEFILE_H

#include "ingest/source/source.h"

enum { SOURCE_FAULTS_MAX = 20 };

/* What is wrong with a source file: EXIT_SETTINGS with file, line, setting and expectation each. */
struct FileFaults {
    const char *name; /* of the source */
    int count;
    struct Error items[SOURCE_FAULTS_MAX]; /* the first ones */
};

/* What a file is read for. */
enum SourceUse {
    SOURCE_TO_RUN,
    SOURCE_DRAFT,   /* may lack rules of required columns */
    SOURCE_TO_LOOK, /* without secrets, which only the service may read */
};

/*
 * Reads one file. Everything lives in arena. NULL when it has faults, which are all told at once; what
 * only follows from another fault is not.
 */
struct Source *sourcefile_read(Arena *arena, const char *path, enum SourceUse use,
                               struct FileFaults *faults) MUST_CHECK;

struct SourceList {
    struct Source **items; /* without faults */
    size_t count;
    struct FileFaults *broken;
    size_t broken_count;
};

struct NameList {
    const char **items;
    size_t count;
};

/* The names of all sources that have a file in directory; EXIT_SETTINGS when it has none. */
bool sourcefile_names(Arena *arena, const char *directory, struct NameList *names,
                      struct Error *err) MUST_CHECK;

/*
 * Reads the sources that are asked for (all *.conf of directory, in the order of their names, when
 * count is 0). EXIT_SETTINGS for a name without a file and for a directory without sources; a file with
 * faults does not keep the others from being read.
 */
bool sourcefile_read_all(Arena *arena, const char *directory, const char *const *names,
                         size_t count, enum SourceUse use, struct SourceList *list,
                         struct Error *err) MUST_CHECK;

/* Logs the faults of the files that have any. */
void sourcefile_tell_faults(const struct SourceList *list);

#endif
