#include "ingest/format/csvnames.h"

#include "common/text.h"

#include <string.h>

#include "common/banned.h"

/* Bytes of the first of the texts that stands at `at`; 0 = none does. */
static size_t starts(const char *at, const char *end, const char *const *texts)
{
    for (; *texts != NULL; texts++) {
        size_t size = strlen(*texts);
        if ((size_t)(end - at) >= size && memcmp(at, *texts, size) == 0) {
            return size;
        }
    }
    return 0;
}

const char *names_clean(Arena *arena, const struct CsvCell *cell)
{
    static const char *const blanks[] = {" ", "\t", "\r", "\n", "\xc2\xa0", NULL};
    static const char *const unseen[] = {"\xe2\x80\x8b", "\xef\xbb\xbf", NULL};
    char *name = arena_alloc_raw(arena, cell->length + 1);
    const char *end = cell->text + cell->length;
    size_t length = 0;

    for (const char *at = cell->text; at < end;) {
        size_t blank = starts(at, end, blanks);
        size_t passed = blank + starts(at, end, unseen);
        if (blank > 0 && length > 0 && name[length - 1] != ' ') {
            name[length++] = ' ';
        } else if (passed == 0) {
            name[length++] = *at;
        }
        at += passed > 0 ? passed : cell->doubled && *at == '"' ? 2 : 1;
    }
    length -= length > 0 && name[length - 1] == ' ';
    name[length] = '\0';
    return text_compose(arena, name);
}

void names_add(Arena *arena, struct Names *row, const char *name)
{
    if (row->count == row->room) {
        const char **old = row->items;
        row->room = row->room == 0 ? 32 : 2 * row->room;
        row->items = arena_alloc(arena, (size_t)row->room * sizeof *old);
        if (old != NULL) {
            memcpy(row->items, old, (size_t)row->count * sizeof *old);
        }
    }
    row->items[row->count++] = name;
    row->filled += name[0] != '\0';
}

int names_find(const struct Names *row, const char *name)
{
    for (int i = 0; i < row->count; i++) {
        if (strcmp(row->items[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

void names_add_below(Arena *arena, struct Names *row, const struct Names *below)
{
    const char *over = "";

    while (row->count < below->count) {
        names_add(arena, row, "");
    }
    for (int i = 0; i < row->count; i++) {
        const char *lower = i < below->count ? below->items[i] : "";
        /* With nothing below it, a word stands over its own cell only. */
        if (row->items[i][0] != '\0') {
            over = lower[0] != '\0' ? row->items[i] : "";
        }
        if (lower[0] == '\0') {
            continue;
        }
        row->items[i] = over[0] == '\0' || strcmp(over, lower) == 0
                            ? lower
                            : arena_printf(arena, "%s %s", over, lower);
    }
    row->behind = below->behind;
}
