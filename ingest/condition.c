#include "ingest/condition.h"

#include "common/plain.h"
#include "common/text.h"
#include "common/utf8.h"

#include <string.h>

#include "common/banned.h"

const char step_masked[] = "giá trị đã bị che khi bản ghi bị loại";

/* Beyond 2^53 a JSON number has lost digits before we see it. */
static const double exact_limit = 9007199254740992.0;

const char *step_read_scalar(const struct StepContext *context, const cJSON *node,
                             struct Item *item)
{
    *item = (struct Item){.kind = ITEM_NULL};
    if (node == NULL || cJSON_IsNull(node)) {
        return NULL;
    }
    if (cJSON_IsBool(node)) {
        *item = (struct Item){.kind = ITEM_TEXT, .text = cJSON_IsTrue(node) ? "true" : "false"};
        return NULL;
    }
    if (cJSON_IsNumber(node)) {
        double value = node->valuedouble;
        if (!(value > -exact_limit && value < exact_limit)) {
            return "số quá lớn nên không còn chính xác; nguồn phải gửi dưới dạng chữ";
        }
        bool whole = value == (double)(long long)value;
        *item =
            (struct Item){.kind = ITEM_TEXT,
                          .text = arena_printf(context->arena, whole ? "%.0f" : "%.15g", value)};
        return NULL;
    }
    if (!cJSON_IsString(node)) {
        return cJSON_IsRaw(node) ? step_masked
                                 : "phải là một giá trị, không phải danh sách hoặc nhóm";
    }
    const char *text = node->valuestring;
    size_t length = strlen(text);
    if (!utf8_is_printable_ascii(text, length)) {
        text = plain_text(context->arena, text);
        length = strlen(text);
    }
    if (length > 0 && (text[0] <= ' ' || text[length - 1] <= ' ')) {
        text = text_trim(context->arena, text);
    }
    if (text[0] != '\0') {
        *item = (struct Item){.kind = ITEM_TEXT, .text = text};
    }
    return NULL;
}

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

static const char *test_entry(const struct Condition *condition, const struct StepContext *context,
                              const cJSON *entry, bool *met)
{
    bool twice = false;
    struct Item item;

    *met = true;
    if (!condition->given) {
        return NULL;
    }
    const char *reason =
        step_read_scalar(context, pointer_follow(&condition->pointer, 0, entry, &twice), &item);
    if (twice) {
        return "trong một phần tử, một trường có hai lần";
    }
    if (reason == step_masked && condition->value_count == 0) {
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

const char *condition_meets(const struct Condition *condition, const struct StepContext *context,
                            const cJSON *entry, bool *met)
{
    const char *reason = test_entry(condition, context, entry, met);

    for (condition = condition->also; reason == NULL && *met && condition != NULL;
         condition = condition->also) {
        reason = test_entry(condition, context, entry, met);
    }
    return reason;
}
