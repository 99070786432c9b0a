#include "ingest/aggregate.h"

#include "common/text.h"

#include <limits.h>
#include <string.h>

#include "common/banned.h"

bool aggregate_compile(Arena *arena, const char *const *arguments, int count, struct Step *step,
                       struct Error *err)
{
    return condition_compile(arena, arguments, count, &step->condition, err);
}

static const char *count_matches(const struct Step *step, const struct StepContext *context,
                                 const struct Item *item, long long *matches)
{
    const cJSON *entry;

    *matches = 0;
    if (item->kind == ITEM_NULL) {
        return NULL;
    }
    if (item->kind != ITEM_NODE || !cJSON_IsArray(item->node)) {
        return "phải là một danh sách";
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

const char *aggregate_count(const struct Step *step, const struct StepContext *context,
                            struct Item *item)
{
    long long matches;
    const char *reason = count_matches(step, context, item, &matches);

    *item = (struct Item){.kind = ITEM_NUMBER, .number = matches};
    return reason;
}

const char *aggregate_all(const struct Step *step, const struct StepContext *context,
                          struct Item *item)
{
    int entries = item->kind == ITEM_NODE ? cJSON_GetArraySize(item->node) : 0;
    long long matches;
    const char *reason = count_matches(step, context, item, &matches);

    *item = (struct Item){.kind = ITEM_BOOL, .number = entries > 0 && matches == entries};
    return reason;
}

const char *aggregate_any(const struct Step *step, const struct StepContext *context,
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
    if (count == 0) {
        return error_set(err, EXIT_SETTINGS, "expected sum POINTER [CONDITION]");
    }
    return pointer_compile(arena, arguments[0], &step->pointer, err) &&
           condition_compile(arena, arguments + 1, count - 1, &step->condition, err);
}

/* "15000.00" is a whole number of dong; "0.5" is not, and "50.000" may be fifty thousand. */
static bool read_whole(const struct StepContext *context, const char *text, long long *number)
{
    const char *point = strchr(text, '.');
    size_t zeros = point != NULL ? strspn(point + 1, "0") : 0;

    if (zeros > 0 && zeros != 3 && point[1 + zeros] == '\0') {
        text = arena_strndup(context->arena, text, (size_t)(point - text));
    }
    return text_to_int(text, 0, LLONG_MAX, number);
}

const char *aggregate_sum(const struct Step *step, const struct StepContext *context,
                          struct Item *item)
{
    long long sum = 0;
    const cJSON *list = item->kind == ITEM_NODE ? item->node : NULL;
    const cJSON *entry;

    if (item->kind != ITEM_NULL && (item->kind != ITEM_NODE || !cJSON_IsArray(item->node))) {
        return "phải là một danh sách";
    }
    cJSON_ArrayForEach(entry, list)
    {
        bool twice = false;
        bool met;
        struct Item value;
        long long number = 0;

        const char *reason = condition_meets(&step->condition, context, entry, &met);
        if (reason == NULL && !met) {
            continue;
        }
        if (reason == NULL) {
            reason =
                step_read_scalar(context, pointer_follow(&step->pointer, 0, entry, &twice), &value);
        }
        if (reason != NULL || twice) {
            return twice ? "trong một phần tử, một trường có hai lần" : reason;
        }
        if (value.kind == ITEM_TEXT && !read_whole(context, value.text, &number)) {
            return "có số tiền không phải số nguyên";
        }
        if (__builtin_add_overflow(sum, number, &sum)) {
            return "tổng số tiền quá lớn";
        }
    }
    *item = (struct Item){.kind = ITEM_NUMBER, .number = sum};
    return NULL;
}
