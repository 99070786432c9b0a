/* The files of a folder, whatever door they come through. */
#ifndef MOTCUA_INGEST_FETCH_DROPLIST_H
#define MOTCUA_INGEST_FETCH_DROPLIST_H

#include <stddef.h>
#include <stdint.h>

/* A file of a folder, as it was when it was seen; paths are allocated. */
struct DropFile {
    char *path;
    char *
        name; /* without directory, as it may be told: whoever put it there may have named a person */
    long long modified_s; /* since 1970; 0 = not known yet */
    long long bytes;      /* -1 = not known */
    int64_t seen_ms;      /* of clock_elapsed_ms */
};

struct DropList {
    struct DropFile *files;
    size_t count;
};

/* Appends a copy of path, and says that it was seen just now. */
void droplist_add(struct DropList *list, const char *path, long long modified_s, long long bytes);

/* Gives the memory of the files back. */
void droplist_release(struct DropList *list);

#endif
