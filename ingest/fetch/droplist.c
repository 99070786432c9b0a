#include "ingest/fetch/droplist.h"

#include "common/memory.h"
#include "common/outside.h"
#include "common/time/clock.h"

#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

void droplist_add(struct DropList *list, const char *path, long long modified_s, long long bytes)
{
    struct DropFile *files = reallocarray(list->files, list->count + 1, sizeof *files);
    const char *slash = strrchr(path, '/');
    Arena *arena = arena_new();

    if (files == NULL) {
        memory_out();
    }
    list->files = files;
    struct DropFile *file = &files[list->count++];
    *file = (struct DropFile){strdup(path),
                              strdup(outside_text(arena, slash != NULL ? slash + 1 : path)),
                              modified_s, bytes, clock_elapsed_ms()};
    if (file->path == NULL || file->name == NULL) {
        memory_out();
    }
    arena_free(arena);
}

void droplist_release(struct DropList *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->files[i].path);
        free(list->files[i].name);
    }
    free(list->files);
}
