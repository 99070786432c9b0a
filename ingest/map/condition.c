#include "ingest/map/condition.h"

#include "common/text.h"

#include <string.h>

#include "common/banned.h"

static bool compile_test(Arena *arena, const char *const *words, int count,
                         struct Condition *condition, struct Error *err)
{
    condition->given = true;
    condition->unlike = count > 2 && text_equal(words[1], "!=");
    if (count == 0 || count == 2 ||
        (count > 2 && !condition->unlike && !text_equal(words[1], "="))) {
        return error_set(
            err, EXIT_SETTINGS,
            "expected a condition POINTER, POINTER = VALUE ... or POINTER != VALUE ...");
    }
    if (!pointer_compile(arena, words[0], &condition->pointer, err)) {
        return false;
    }
    if (count > 2) {
        condition->value_count = count - 2;
        condition->values =
            arena_alloc(arena, (size_t)condition->value_count * sizeof *condition->values);
        memcpy(condition->values, words + 2,
               (size_t)condition->value_count * sizeof *condition->values);
    }
    return true;
}

bool condition_compile(Arena *arena, const char *const *words, int count,
                       struct Condition *condition, struct Error *err)
{
    int start = 0;

    if (count == 0) {
        return true;
    }
    for (int i = 0; i <= count; i++) {
        if (i < count && !text_equal(words[i], "and")) {
            continue;
        }
        if (!compile_test(arena, words + start, i - start, condition, err)) {
            return false;
        }
        if (i < count) {
            condition->also = arena_alloc(arena, sizeof *condition->also);
            condition = condition->also;
        }
        start = i + 1;
    }
    return true;
}

static const char *test_entry(const struct Condition *condition, const struct ItemContext *context,
                              const cJSON *entry, bool *met)
{
    bool twice = false;
    struct Item item;

    *met = true;
    if (!condition->given) {
        return NULL;
    }
    const char *reason =
        item_read(context, pointer_follow(&condition->pointer, 0, entry, &twice), &item);
    if (twice) {
        return "trong một phần tử, một trường có hai lần";
    }
    if (reason == item_masked && condition->value_count == 0) {
        return NULL; /* only that there is a value was asked */
    }
    const char *text = item.kind == ITEM_TEXT ? item.text : "";
    bool listed = condition->value_count == 0 && item.kind == ITEM_TEXT;
    for (int i = 0; reason == NULL && i < condition->value_count; i++) {
        listed = listed || strcmp(text, condition->values[i]) == 0;
    }
    *met = reason == NULL && (condition->unlike ? item.kind == ITEM_TEXT && !listed : listed);
    return reason;
}

const char *condition_meets(const struct Condition *condition, const struct ItemContext *context,
                            const cJSON *entry, bool *met)
{
    const char *reason = test_entry(condition, context, entry, met);

    for (condition = condition->also; reason == NULL && *met && condition != NULL;
         condition = condition->also) {
        reason = test_entry(condition, context, entry, met);
    }
    return reason;
}
