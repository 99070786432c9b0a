#include "ingest/map/aggregate.h"

#include "ingest/map/number.h"

#include <limits.h>

#include "common/banned.h"

static const char not_a_list[] = "phải là một danh sách";

bool aggregate_compile(Arena *arena, const char *const *arguments, int count, struct Step *step,
                       struct Error *err)
{
    return condition_compile(arena, arguments, count, &step->condition, err);
}

/* Nothing has no entries. */
static bool is_list_or_nothing(const struct Item *item)
{
    return item->kind == ITEM_NULL || (item->kind == ITEM_NODE && cJSON_IsArray(item->node));
}

static const char *count_matches(const struct Step *step, const struct ItemContext *context,
                                 const struct Item *item, long long *matches)
{
    const cJSON *entry;

    *matches = 0;
    if (!is_list_or_nothing(item)) {
        return not_a_list;
    }
    cJSON_ArrayForEach(entry, item->node)
    {
        bool met;
        const char *reason = condition_meets(&step->condition, context, entry, &met);
        if (reason != NULL) {
            return reason;
        }
        *matches += met;
    }
    return NULL;
}

const char *aggregate_count(const struct Step *step, const struct ItemContext *context,
                            struct Item *item)
{
    long long matches;
    const char *reason = count_matches(step, context, item, &matches);

    *item = (struct Item){.kind = ITEM_NUMBER, .number = matches};
    return reason;
}

const char *aggregate_all(const struct Step *step, const struct ItemContext *context,
                          struct Item *item)
{
    int entries = item->kind == ITEM_NODE ? cJSON_GetArraySize(item->node) : 0;
    long long matches;
    const char *reason = count_matches(step, context, item, &matches);

    *item = (struct Item){.kind = ITEM_BOOL, .number = entries > 0 && matches == entries};
    return reason;
}

const char *aggregate_any(const struct Step *step, const struct ItemContext *context,
                          struct Item *item)
{
    long long matches;
    const char *reason = count_matches(step, context, item, &matches);

    *item = (struct Item){.kind = ITEM_BOOL, .number = matches > 0};
    return reason;
}

bool aggregate_compile_sum(Arena *arena, const char *const *arguments, int count, struct Step *step,
                           struct Error *err)
{
    return count == 0 ||
           (pointer_compile(arena, arguments[0], &step->pointer, err) &&
            condition_compile(arena, arguments + 1, count - 1, &step->condition, err));
}

bool aggregate_compile_pick(Arena *arena, const char *const *arguments, int count,
                            struct Step *step, struct Error *err)
{
    if (count == 0) {
        return error_set(err, EXIT_SETTINGS, "expected POINTER [CONDITION]");
    }
    return aggregate_compile_sum(arena, arguments, count, step, err);
}

/* What the pointer finds in an entry; nothing when the entry does not meet the condition. */
static const char *read_entry(const struct Step *step, const struct ItemContext *context,
                              const cJSON *entry, bool *met, struct Item *value)
{
    bool twice = false;

    *value = (struct Item){.kind = ITEM_NULL};
    const char *reason = condition_meets(&step->condition, context, entry, met);
    if (reason == NULL && *met) {
        reason = item_read(context, pointer_follow(&step->pointer, 0, entry, &twice), value);
    }
    return twice ? "trong một phần tử, một trường có hai lần" : reason;
}

const char *aggregate_sum(const struct Step *step, const struct ItemContext *context,
                          struct Item *item)
{
    long long sum = 0;
    const cJSON *entry;

    if (!is_list_or_nothing(item)) {
        return not_a_list;
    }
    cJSON_ArrayForEach(entry, item->node)
    {
        struct Item value;
        bool met;
        long long number = 0;

        const char *reason = read_entry(step, context, entry, &met, &value);
        if (reason != NULL) {
            return reason;
        }
        if (value.kind == ITEM_TEXT && !number_read(context, value.text, 0, LLONG_MAX, &number)) {
            return "có số tiền không phải số nguyên";
        }
        if (__builtin_add_overflow(sum, number, &sum)) {
            return "tổng số tiền quá lớn";
        }
    }
    *item = (struct Item){.kind = ITEM_NUMBER, .number = sum};
    return NULL;
}

static const char *pick(const struct Step *step, const struct ItemContext *context, bool only_first,
                        struct Item *item)
{
    struct Item picked = {.kind = ITEM_NULL};
    const cJSON *entry;

    if (!is_list_or_nothing(item)) {
        return not_a_list;
    }
    cJSON_ArrayForEach(entry, item->node)
    {
        struct Item value;
        bool met;
        const char *reason = read_entry(step, context, entry, &met, &value);
        if (reason != NULL) {
            return reason;
        }
        if (met) {
            picked = value;
        }
        if (met && only_first) {
            break;
        }
    }
    *item = picked;
    return NULL;
}

const char *aggregate_first(const struct Step *step, const struct ItemContext *context,
                            struct Item *item)
{
    return pick(step, context, true, item);
}

const char *aggregate_last(const struct Step *step, const struct ItemContext *context,
                           struct Item *item)
{
    return pick(step, context, false, item);
}
