#include "ingest/fetch/answer.h"

#include "common/text.h"
#include "ingest/map/json.h"
#include "ingest/source/spot.h"

#include <limits.h>
#include <string.h>

#include "common/banned.h"

static const cJSON *record_at(const struct Answer *answer, int place)
{
    return json_record(answer->arena, &answer->page->records[place]);
}

static bool is_control(const struct Answer *answer, int place)
{
    FieldMap *map = answer->source->map;
    struct ItemContext context = source_context(answer->source, answer->arena, NULL);
    struct Value values[ENTITY_COLUMNS_MAX];
    struct Problem problem = {.skipped = false};

    return !fieldmap_apply(map, &context, record_at(answer, place), values, &problem) &&
           problem.skipped && values[0].is_null;
}

void answer_find_controls(const struct Answer *answer)
{
    struct Page *page = answer->page;

    if (spot_around(answer->source) != SPOT_LINES || !fieldmap_skip(answer->source->map)->given) {
        return;
    }
    while (page->tail < page->count && is_control(answer, page->count - 1 - page->tail)) {
        page->tail++;
    }
    while (page->head + page->tail < page->count && is_control(answer, page->head)) {
        page->head++;
    }
}

int answer_records(const struct Answer *answer)
{
    const struct Page *page = answer->page;

    return page->count - page->head - page->tail;
}

/* The line that is looked at as number `look`: from the end, then from the start; NULL behind all. */
static const cJSON *line_of(const struct Answer *answer, int look)
{
    const struct Page *page = answer->page;
    int last = page->tail > 0 ? page->tail : 1;
    int first = page->head > 0 ? page->head : 1;

    if (look < last && look < page->count) {
        return record_at(answer, page->count - 1 - look);
    }
    return look - last < first && look - last < page->count - last ? record_at(answer, look - last)
                                                                   : NULL;
}

/* The part of the answer that is looked at as number `look`; NULL = there is no more. */
static const cJSON *part_of(const struct Answer *answer, enum SpotKind kind, int look)
{
    switch (kind) {
    case SPOT_ENVELOPE:
        return look == 0 ? answer->page->envelope : NULL;
    case SPOT_LINES:
        return line_of(answer, look);
    case SPOT_LAST:
        return look == 0 && answer_records(answer) > 0
                   ? record_at(answer, answer->page->count - answer->page->tail - 1)
                   : NULL;
    case SPOT_NOWHERE:
    case SPOT_HEADER:
        break;
    }
    return NULL;
}

static const cJSON *node_at(const struct Answer *answer, const struct Spot *spot, bool *twice)
{
    const cJSON *node = NULL;
    const cJSON *part;

    for (int look = 0; node == NULL && (part = part_of(answer, spot->kind, look)) != NULL; look++) {
        node = pointer_follow(&spot->pointer, 0, part, twice);
    }
    return node;
}

/* What a line says that cannot be read is not nothing. */
static bool last_is_json(const struct Answer *answer, const struct Spot *spot)
{
    return spot->kind != SPOT_LINES || answer->page->count == 0 ||
           record_at(answer, answer->page->count - 1) != NULL;
}

bool answer_read(const struct Answer *answer, const struct Spot *spot, const char **text,
                 bool *there, struct Error *err)
{
    struct ItemContext context = {.arena = answer->arena};
    struct Item item;
    bool twice = false;

    if (spot->kind == SPOT_HEADER) {
        const char *value =
            answer->http != NULL ? http_header(answer->http, spot->header, answer->arena) : NULL;
        *there = value != NULL;
        *text = value != NULL && value[0] != '\0' ? value : NULL;
        return true;
    }
    if (!last_is_json(answer, spot)) {
        return error_set(err, EXIT_SOURCE, "the last line is not JSON");
    }
    const cJSON *node = node_at(answer, spot, &twice);
    *there = node != NULL;
    if (item_read(&context, node, &item) != NULL || twice) {
        return error_set(err, EXIT_SOURCE, "it is not one text or number");
    }
    *text = item.kind == ITEM_TEXT && !cJSON_IsFalse(node) ? item.text : NULL;
    return true;
}

bool answer_read_total(const struct Answer *answer, struct Error *err)
{
    const struct Source *source = answer->source;
    struct Error unused;
    const char *text = NULL;
    bool there;

    answer->page->total = -1;
    bool read = answer_read(answer, &source->total_spot, &text, &there, &unused);
    if (read && text == NULL) {
        return true;
    }
    if (read && source->total_spot.kind == SPOT_HEADER && strrchr(text, '/') != NULL) {
        text = strrchr(text, '/') + 1; /* Content-Range: items 0-499/4000, or .../ * for unknown */
        if (text_equal(text, "*")) {
            return true;
        }
    }
    return (read && text_to_int(text, 0, LLONG_MAX, &answer->page->total)) ||
           error_set(err, EXIT_SOURCE, "the answer has no whole number at %s", source->total);
}

bool answer_is_last(const struct Answer *answer, bool *last, struct Error *err)
{
    const struct Source *source = answer->source;
    struct ItemContext context = source_context(source, answer->arena, NULL);
    enum SpotKind kind = spot_around(source);
    const cJSON *part;

    *last = false;
    if (!source->end_condition.given) {
        return true;
    }
    for (int look = 0; !*last && (part = part_of(answer, kind, look)) != NULL; look++) {
        if (condition_meets(&source->end_condition, &context, part, last) != NULL) {
            return error_set(err, EXIT_SOURCE, "what the answer has for '%s' is no single value",
                             source->end);
        }
    }
    return true;
}
