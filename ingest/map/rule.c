#include "ingest/map/rule.h"

#include "common/text.h"
#include "ingest/map/words.h"

#include <string.h>

#include "common/banned.h"

static const char key_twice[] = "trường có hai lần";

static bool add_pointer(Arena *arena, struct Rule *rule, const char *text, struct Error *err)
{
    if (rule->pointer_count == RULE_POINTERS_MAX) {
        return error_set(err, EXIT_SETTINGS, "expected at most %d alternatives", RULE_POINTERS_MAX);
    }
    return pointer_compile(arena, text, &rule->pointers[rule->pointer_count++], err);
}

/* The words before the first bar: POINTER + POINTER, POINTER ... or a constant in quotes. A pointer with
 * a blank in it is quoted too. */
static bool compile_origin(Arena *arena, struct Rule *rule, const char *const *words,
                           const bool *quoted, int count, struct Error *err)
{
    if (count == 1 && quoted[0] && words[0][0] != '/') {
        rule->constant = words[0];
        return true;
    }
    for (int i = 0; i < count; i++) {
        bool sign_place = i % 2 == 1;
        bool is_plus = text_equal(words[i], "+");
        if ((sign_place && quoted[i]) ||
            (sign_place ? !is_plus && !text_equal(words[i], ",") : words[i][0] != '/')) {
            return error_set(err, EXIT_SETTINGS,
                             "expected POINTER, POINTER + POINTER ... or \"constant\" before the "
                             "first '|'");
        }
        if (!sign_place && !add_pointer(arena, rule, words[i], err)) {
            return false;
        }
        if (is_plus && rule->pointer_count < RULE_POINTERS_MAX) {
            rule->joined[rule->pointer_count] = true;
        }
    }
    return count % 2 == 1 ||
           error_set(err, EXIT_SETTINGS, "expected a JSON Pointer such as /MaHoSo");
}

static bool is_bar(const char *word, bool quoted)
{
    return !quoted && text_equal(word, "|");
}

static bool compile_words(Arena *arena, struct Rule *rule, struct Error *err)
{
    struct Words words;

    if (!words_split(arena, rule->text, &words, err)) {
        return false;
    }
    for (int start = 0; start <= words.count;) {
        int end = start;
        while (end < words.count && !is_bar(words.items[end], words.quoted[end])) {
            end++;
        }
        if (start == 0) {
            if (!compile_origin(arena, rule, words.items, words.quoted, end, err)) {
                return false;
            }
        } else if (rule->step_count == RULE_STEPS_MAX) {
            return error_set(err, EXIT_SETTINGS, "expected at most %d steps", RULE_STEPS_MAX);
        } else if (!step_compile(arena, words.items + start, end - start,
                                 &rule->steps[rule->step_count++], err)) {
            return false;
        }
        start = end + 1;
    }
    return true;
}

static bool check_date(const struct Rule *rule, struct Error *err)
{
    bool has_date = false;

    for (int i = 0; i < rule->step_count; i++) {
        has_date = has_date || step_is_date(&rule->steps[i]);
    }
    if (has_date == (rule->column->type == COLUMN_INSTANT)) {
        return true;
    }
    return error_set(err, EXIT_SETTINGS,
                     has_date ? "expected no date: the column is not an instant"
                              : "expected '| date FORMAT': the column is an instant");
}

bool rule_compile(Arena *arena, struct Rule *rule, struct Error *err)
{
    return compile_words(arena, rule, err) && check_date(rule, err);
}

bool condition_lists(const struct Condition *condition, const char *text)
{
    for (; condition != NULL; condition = condition->also) {
        for (int i = 0; i < condition->value_count; i++) {
            if (strcmp(condition->values[i], text) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool step_lists(const struct Step *step, const char *text)
{
    for (int i = 0; i < step->pair_count; i++) {
        if (strcmp(step->pairs[i].from, text) == 0) {
            return true;
        }
    }
    for (int i = 0; i < step->value_count; i++) {
        if (strcmp(step->values[i], text) == 0) {
            return true;
        }
    }
    return condition_lists(&step->condition, text);
}

bool rule_lists(const struct Rule *rule, const char *text)
{
    bool listed = false;

    for (int i = 0; !listed && i < rule->step_count; i++) {
        listed = step_lists(&rule->steps[i], text);
    }
    return listed;
}

bool rule_has_map(const struct Rule *rule)
{
    for (int i = 0; i < rule->step_count; i++) {
        if (step_is_map(&rule->steps[i])) {
            return true;
        }
    }
    return false;
}

bool rule_replaces(const struct Rule *rule)
{
    bool any_text = (rule->column->type == COLUMN_TEXT || rule->column->type == COLUMN_NAME) &&
                    !rule_has_map(rule);
    bool replaces = false;

    for (int i = 0; i < rule->step_count; i++) {
        replaces = replaces || rule->steps[i].otherwise != NULL ||
                   (step_is_set(&rule->steps[i]) && !any_text);
    }
    return replaces;
}

bool rule_cuts(const struct Rule *rule)
{
    for (int i = 0; i < rule->step_count; i++) {
        if (step_is_cut(&rule->steps[i])) {
            return true;
        }
    }
    return false;
}

/* Joins the values of nodes[first..end), of which there are several; nothing when one has none. */
static const char *join(const struct ItemContext *context, const struct Found *found, int first,
                        int end, struct Item *item)
{
    const char *joined = NULL;

    *item = (struct Item){.kind = ITEM_NULL};
    for (int i = first; i < end; i++) {
        struct Item part;
        const char *reason =
            found->twice[i] ? key_twice : item_read(context, found->nodes[i], &part);
        if (reason != NULL || part.kind == ITEM_NULL) {
            return reason;
        }
        joined =
            joined == NULL ? part.text : arena_printf(context->arena, "%s %s", joined, part.text);
    }
    *item = (struct Item){.kind = ITEM_TEXT, .text = joined};
    return NULL;
}

/* A masked text with a shape, of which a map that has * only needs no more than that it was there. */
static bool is_enough(const struct Rule *rule, const cJSON *node)
{
    return cJSON_IsRaw(node) && node->valuestring != NULL &&
           node->valuestring[strspn(node->valuestring, "*")] != '\0' && rule->step_count > 0 &&
           step_is_map(&rule->steps[0]) && rule->steps[0].pair_count == 0;
}

/* A list or object goes on as it is. */
static const char *take_node(const struct Rule *rule, const struct ItemContext *context,
                             const struct Found *found, int place, struct Item *item)
{
    const cJSON *node = found->nodes[place];

    if (found->twice[place]) {
        return key_twice;
    }
    if (cJSON_IsArray(node) || cJSON_IsObject(node)) {
        *item = (struct Item){.kind = ITEM_NODE, .node = node};
        return NULL;
    }
    if (is_enough(rule, node)) {
        *item = (struct Item){.kind = ITEM_TEXT, .text = node->valuestring};
        return NULL;
    }
    return item_read(context, node, item);
}

const char *rule_take(const struct Rule *rule, const struct ItemContext *context,
                      const struct Found *found, struct Item *item)
{
    const char *reason = NULL;

    *item = (struct Item){.kind = rule->constant != NULL ? ITEM_TEXT : ITEM_NULL,
                          .text = rule->constant};
    for (int i = 0; reason == NULL && item->kind == ITEM_NULL && i < rule->pointer_count;) {
        int end = i + 1;
        while (end < rule->pointer_count && rule->joined[end]) {
            end++;
        }
        reason = end - i > 1 ? join(context, found, i, end, item)
                             : take_node(rule, context, found, i, item);
        i = end;
    }
    return reason;
}

const char *rule_origin(const struct Rule *rule, const struct ItemContext *context,
                        const cJSON *record, struct Item *item)
{
    struct Found found = {.twice = {false}};

    for (int i = 0; i < rule->pointer_count; i++) {
        found.nodes[i] = pointer_follow(&rule->pointers[i], 0, record, &found.twice[i]);
    }
    return rule_take(rule, context, &found, item);
}
