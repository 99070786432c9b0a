#include "ingest/format/envelope.h"

#include "ingest/map/json.h"

#include <string.h>

#include "common/banned.h"

bool envelope_broken(const struct Buf *body, const char *stop, struct Error *err)
{
    error_set(err, EXIT_SOURCE, "the answer is not JSON or ends early, at byte %td of %zu",
              stop - body->data, body->length);
    err->transient = true;
    return false;
}

bool envelope_too_large(struct Error *err)
{
    return error_hint(err, "ask for smaller pages ([paging] size) or raise [limits] max_page_mb");
}

static char *skip_mark(const struct Buf *body)
{
    char *start = body->data + (strncmp(body->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0);

    return start + strspn(start, " \t\r\n");
}

bool envelope_is_web_page(const struct Buf *body)
{
    return *skip_mark(body) == '<';
}

char *envelope_start(const struct Buf *body, struct Error *err)
{
    char *start = skip_mark(body);

    if (*start == '\0') {
        error_set(err, EXIT_SOURCE, "the answer is empty");
        err->transient = true;
        return NULL;
    }
    if (envelope_is_web_page(body)) {
        error_set(err, EXIT_SOURCE, "the answer is a web page, not JSON");
        error_hint(
            err,
            "a login page? the token may be missing or expired, or the url is that of the screen");
        return NULL;
    }
    return start;
}

bool envelope_parse(Arena *arena, const struct Buf *body, const char *start, const char *list,
                    const char *list_end, const cJSON **root, struct Error *err)
{
    const char *end = body->data + body->length;
    size_t before = (size_t)((list != NULL ? list : end) - start);
    size_t after = list != NULL ? (size_t)(end - list_end) : 0;
    char *envelope = arena_alloc(arena, before + 2 + after + 1);
    size_t length = before;
    const char *stop = NULL;

    memcpy(envelope, start, before);
    if (list != NULL) {
        envelope[length++] = '[';
        envelope[length++] = ']';
        memcpy(envelope + length, list_end, after);
        length += after;
    }
    *root = json_parse(arena, envelope, length + 1, &stop);
    const char *rest = stop + strspn(stop, " \t\r\n");
    bool behind_list = (size_t)(stop - envelope) > before;
    const char *place = behind_list ? end - (envelope + length - stop) : start + (stop - envelope);
    if (*root == NULL && arena_is_full(arena)) {
        error_set(err, EXIT_SOURCE, "the answer has too many values%s for its memory",
                  list != NULL ? " around its list" : "");
        return envelope_too_large(err);
    }
    if (*root == NULL) {
        return envelope_broken(body, place, err);
    }
    return rest == envelope + length ||
           error_set(err, EXIT_SOURCE, "the answer has more behind its end, at byte %td of %zu",
                     place - body->data, body->length);
}

bool envelope_parse_whole(Arena *arena, const struct Buf *body, const cJSON **root,
                          struct Error *err)
{
    const char *start = envelope_start(body, err);

    return start != NULL && envelope_parse(arena, body, start, NULL, NULL, root, err);
}
