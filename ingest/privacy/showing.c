#include "ingest/privacy/showing.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { MARKS_FIRST = 64 };

/* What one rule says of one value. */
struct Mark {
    const cJSON *node;
    enum Showing showing;
    bool most; /* whatever other rules say */
};

struct Showings {
    Arena *arena;
    struct Mark *marks; /* by address of the node, when all are found */
    size_t count;
    size_t capacity;
};

/* A rule, and what became of it in this record. */
struct Reader {
    Showings *showings;
    const struct Rule *rule;
    bool is_code; /* of the record itself */
    bool failed;
};

static void add_mark(Showings *showings, const cJSON *node, enum Showing showing, bool most)
{
    if (node == NULL || cJSON_IsArray(node) || cJSON_IsObject(node)) {
        return;
    }
    if (showings->count == showings->capacity) {
        struct Mark *old = showings->marks;
        showings->capacity = old == NULL ? MARKS_FIRST : 2 * showings->capacity;
        showings->marks = arena_alloc(showings->arena, showings->capacity * sizeof *old);
        if (old != NULL) {
            memcpy(showings->marks, old, showings->count * sizeof *old);
        }
    }
    showings->marks[showings->count++] = (struct Mark){node, showing, most};
}

/* Of a key that comes twice mask.c keeps nothing. */
static const cJSON *follow(const struct Pointer *pointer, const cJSON *entry)
{
    bool twice = false;

    return pointer_follow(pointer, 0, entry, &twice);
}

/* What is compared with codes, and not only tested for being there. */
static void mark_condition(Showings *showings, const struct Condition *condition,
                           const cJSON *entry)
{
    for (; condition != NULL; condition = condition->also) {
        if (condition->given && condition->value_count > 0) {
            add_mark(showings, follow(&condition->pointer, entry), SHOW_CODE, false);
        }
    }
}

/* Used: it has gone through all steps to the end. A number of a person may have come into a column that
 * takes any text, but for the code itself. */
static enum Showing showing_of(const struct Reader *reader, bool used)
{
    enum ColumnType type = reader->rule->column->type;
    bool any_text = type == COLUMN_TEXT || type == COLUMN_NAME;

    if (rule_cuts(reader->rule)) {
        return SHOW_DIGITS;
    }
    if (rule_replaces(reader->rule) || (!used && !any_text)) {
        return SHOW_CODE;
    }
    return any_text && !(used && reader->is_code) ? SHOW_CHECKED : SHOW_TEXT;
}

static void mark_value(const struct Reader *reader, const cJSON *node, bool used)
{
    if (reader->failed) {
        add_mark(reader->showings, node, rule_has_map(reader->rule) ? SHOW_CODE : SHOW_DIGITS,
                 true);
    } else {
        add_mark(reader->showings, node, showing_of(reader, used), false);
    }
}

/* The entries of a list that a step has looked at. One that does not meet the condition may hold anything. */
static void mark_entries(const struct Reader *reader, const struct Step *step, const cJSON *list)
{
    struct ItemContext context = {.arena = reader->showings->arena};
    const cJSON *entry;

    cJSON_ArrayForEach(entry, list)
    {
        bool met;
        bool used = condition_meets(&step->condition, &context, entry, &met) == NULL && met;
        mark_condition(reader->showings, &step->condition, entry);
        if (step_reads_entries(step)) {
            mark_value(reader, follow(&step->pointer, entry), used);
        }
    }
}

static void mark_origin(const struct Reader *reader, const cJSON *node, bool used)
{
    mark_value(reader, node, used);
    for (int i = 0; cJSON_IsArray(node) && i < reader->rule->step_count; i++) {
        if (!step_is_set(&reader->rule->steps[i])) {
            mark_entries(reader, &reader->rule->steps[i], node);
        }
    }
}

/* True when each of the rule's pointers [first..end) leads to something. */
static bool has_value(const struct Reader *reader, const cJSON *const *nodes, int first, int end)
{
    struct ItemContext context = {.arena = reader->showings->arena};
    struct Item item;
    bool all = true;

    for (int i = first; all && i < end; i++) {
        all = item_read(&context, nodes[i], &item) != NULL || item.kind != ITEM_NULL;
    }
    return all;
}

/* Of several alternatives the rule has used the first one that has a value. */
static void mark_rule(const struct Reader *reader, const cJSON *record)
{
    const struct Rule *rule = reader->rule;
    const cJSON *nodes[RULE_POINTERS_MAX] = {NULL};
    bool found = false;

    for (int i = 0; i < rule->pointer_count; i++) {
        nodes[i] = follow(&rule->pointers[i], record);
    }
    for (int start = 0; start < rule->pointer_count;) {
        int end = start + 1;
        while (end < rule->pointer_count && rule->joined[end]) {
            end++;
        }
        bool used = !found && has_value(reader, nodes, start, end);
        for (; start < end; start++) {
            mark_origin(reader, nodes[start], used);
        }
        found = found || used;
    }
    for (int i = 0; i < rule->step_count; i++) {
        if (step_is_set(&rule->steps[i])) {
            mark_condition(reader->showings, &rule->steps[i].condition, record);
        }
    }
}

static int compare_nodes(const void *left, const void *right)
{
    uintptr_t a = (uintptr_t)((const struct Mark *)left)->node;
    uintptr_t b = (uintptr_t)((const struct Mark *)right)->node;

    return (a > b) - (a < b);
}

Showings *showings_new(Arena *arena, const FieldMap *map, const struct Value *values,
                       const cJSON *record)
{
    Showings *showings = arena_alloc(arena, sizeof *showings);

    showings->arena = arena;
    if (!cJSON_IsObject(record)) {
        return showings; /* no rule has looked at it */
    }
    mark_condition(showings, fieldmap_skip(map), record);
    for (int i = 0; i < entity_column_count(fieldmap_entity(map)); i++) {
        struct Reader reader = {showings, fieldmap_rule(map, i), i == 0, values[i].failed != NULL};
        if (reader.rule != NULL) {
            mark_rule(&reader, record);
        }
    }
    if (showings->count > 0) {
        qsort(showings->marks, showings->count, sizeof *showings->marks, compare_nodes);
    }
    return showings;
}

/* The number of the first mark that is not before the node. */
static size_t first_mark(const Showings *showings, const cJSON *node)
{
    size_t low = 0;
    size_t high = showings->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((uintptr_t)showings->marks[middle].node < (uintptr_t)node) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

enum Showing showings_of(const Showings *showings, const cJSON *node)
{
    enum Showing showing = SHOW_NOTHING;
    enum Showing most = SHOW_TEXT;

    for (size_t i = first_mark(showings, node);
         i < showings->count && showings->marks[i].node == node; i++) {
        const struct Mark *mark = &showings->marks[i];
        showing = mark->showing > showing ? mark->showing : showing;
        most = mark->most && mark->showing < most ? mark->showing : most;
    }
    return showing < most ? showing : most;
}
