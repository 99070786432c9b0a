#include "ingest/format/format.h"

#include "ingest/format/charset.h"
#include "ingest/format/csv.h"
#include "ingest/format/envelope.h"

#include <string.h>

#include "common/banned.h"

struct FormatWays {
    bool has_end;
    bool has_header;
    bool (*cut)(Arena *arena, const struct Source *source, const struct Buf *body,
                struct Page *page, struct Error *err);
};

/* One JSON object a line (NDJSON). A line that is none becomes a reject of its own. */
static bool cut_lines(Arena *arena, const struct Source *source, const struct Buf *body,
                      struct Page *page, struct Error *err)
{
    struct Slices records = {.arena = arena, .most = page_records_most(body)};
    char *at = body->data + (strncmp(body->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0);
    char *end = body->data + body->length;

    (void)source;
    while (at < end) {
        char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        at += slice_skip_blanks(at, stop) - at;
        size_t length = (size_t)(stop - at);
        while (length > 0 && strchr(" \t\r", at[length - 1]) != NULL) {
            length--;
        }
        if (length > 0 && stop == end && slice_skip_value(at, end) == NULL) {
            error_set(err, EXIT_SOURCE, "the answer ends early, within a record");
            err->transient = true;
            return false;
        }
        if (length > 0 && !slices_add(&records, at, length)) {
            return page_too_many_records(body, err);
        }
        at = stop + (stop < end);
    }
    page->records = records.items;
    page->count = (int)records.count;
    return true;
}

static const struct FormatWays ways_of[] = {
    [FORMAT_JSON] = {true, false, page_parse},
    [FORMAT_NDJSON] = {false, false, cut_lines},
    [FORMAT_CSV] = {false, true, csv_cut},
};

_Static_assert(sizeof ways_of / sizeof ways_of[0] == FORMAT_KINDS, "every format has its way");

bool format_has_end(const struct Source *source)
{
    const struct FormatWays *ways = &ways_of[source->format->number];

    return ways->has_end;
}

bool format_has_header(const struct Source *source)
{
    const struct FormatWays *ways = &ways_of[source->format->number];

    return ways->has_header;
}

bool format_mend(const struct Source *source, struct Buf *body, struct Error *err)
{
    return !kind_lists(source->format->uses, "encoding") ||
           charset_mend(body, (enum EncodingKind)source->encoding->number, err);
}

bool format_cut(Arena *arena, const struct Source *source, const struct Buf *body, bool whole,
                long long line, struct Page *page, struct Error *err)
{
    const struct FormatWays *ways = &ways_of[source->format->number];

    *page = (struct Page){.total = -1, .line = line};
    if (!ways->has_end && envelope_is_web_page(body)) {
        page->refused = true;
        error_set(err, EXIT_SOURCE, "the answer is a web page, not a list");
        return error_hint(err, "a login page? or the url is that of the screen");
    }
    if (!ways->has_end && !whole && body->length > 0 && body->data[body->length - 1] != '\n') {
        error_set(err, EXIT_SOURCE, "the answer ends early, within a line");
        err->transient = true;
        return false;
    }
    return ways->cut(arena, source, body, page, err);
}
