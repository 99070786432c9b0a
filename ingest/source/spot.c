#include "ingest/source/spot.h"

#include "common/text.h"
#include "common/utf8.h"

#include <string.h>

#include "common/banned.h"

static const char in_last[] = "last:";
static const char in_header[] = "header:";

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

enum SpotKind spot_around(const struct Source *source)
{
    static const enum SpotKind kinds[] = {
        [FORMAT_JSON] = SPOT_ENVELOPE, [FORMAT_NDJSON] = SPOT_LINES, [FORMAT_CSV] = SPOT_NOWHERE};

    _Static_assert(sizeof kinds / sizeof kinds[0] == FORMAT_KINDS, "every format has one");
    return kinds[source->format->number];
}

bool spot_is(const char *text)
{
    if (begins(text, in_header)) {
        const char *name = text + strlen(in_header);
        return name[0] != '\0' && strpbrk(name, " \t:/") == NULL &&
               utf8_is_printable_ascii(name, strlen(name));
    }
    return text[0] == '\0' || text[0] == '/' ||
           (begins(text, in_last) && text[strlen(in_last)] == '/');
}

/* Of the list only an empty one is left around which the rest is read. */
static bool is_in_list(const struct Source *source, const struct Pointer *pointer)
{
    const struct Pointer *list = &source->records_pointer;

    for (int i = 0; i < list->count; i++) {
        if (i >= pointer->count || !text_equal(list->tokens[i], pointer->tokens[i])) {
            return false;
        }
    }
    return true;
}

static bool compile_header(const struct Source *source, const char *setting, const char *text,
                           struct Spot *spot, struct Error *err)
{
    spot->kind = SPOT_HEADER;
    spot->header = text + strlen(in_header);
    return !source_is_folder(source) ||
           error_set(err, EXIT_SETTINGS, "%s: expected no header, files have none", setting);
}

bool spot_compile(Arena *arena, const struct Source *source, const char *setting, const char *text,
                  struct Spot *spot, struct Error *err)
{
    bool is_last = begins(text, in_last);

    *spot = (struct Spot){.kind = SPOT_NOWHERE};
    if (text[0] == '\0') {
        return true;
    }
    if (begins(text, in_header)) {
        return compile_header(source, setting, text, spot, err);
    }
    spot->kind = is_last ? SPOT_LAST : spot_around(source);
    if (!pointer_compile(arena, is_last ? text + strlen(in_last) : text, &spot->pointer, err)) {
        return error_prefix(err, "%s", setting);
    }
    if (spot->kind == SPOT_NOWHERE) {
        return error_set(err, EXIT_SETTINGS,
                         "%s: expected header:NAME or last:/COLUMN, nothing stands around the rows "
                         "of a csv",
                         setting);
    }
    if (spot->kind == SPOT_ENVELOPE && is_in_list(source, &spot->pointer)) {
        return error_set(err, EXIT_SETTINGS,
                         "%s: expected a place outside the list at [source] records, or "
                         "last:/FIELD for one of its last record",
                         setting);
    }
    return true;
}
