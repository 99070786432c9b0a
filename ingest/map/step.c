#include "ingest/map/step.h"

#include "common/plain.h"
#include "common/text.h"
#include "ingest/map/aggregate.h"

#include <string.h>

#include "common/banned.h"

enum { CENTURY_FIRST = 1900, CENTURY_LAST = 2001 };

struct StepKind {
    const char *name;
    bool (*compile)(Arena *arena, const char *const *arguments, int count, struct Step *step,
                    struct Error *err);
    const char *(*apply)(const struct Step *step, const struct ItemContext *context,
                         struct Item *item);
};

static bool expect_one(int count, const char *what, struct Error *err)
{
    return count == 1 || error_set(err, EXIT_SETTINGS, "expected %s", what);
}

/* until and after */
static bool compile_cut(Arena *arena, const char *const *arguments, int count, struct Step *step,
                        struct Error *err)
{
    if (!expect_one(count, "a text in quotes", err)) {
        return false;
    }
    step->text = arguments[0];
    step->signs = plain_ascii(arena, step->text);
    return step->text[0] != '\0' || error_set(err, EXIT_SETTINGS, "expected a text in quotes");
}

static const char *find_cut(const struct Step *step, const char *text, size_t *length)
{
    const char *found = strstr(text, step->text);

    *length = strlen(found != NULL ? step->text : step->signs);
    return found != NULL ? found : strstr(text, step->signs);
}

static const char *apply_until(const struct Step *step, const struct ItemContext *context,
                               struct Item *item)
{
    if (item->kind != ITEM_TEXT) {
        return NULL;
    }
    size_t length;
    const char *end = find_cut(step, item->text, &length);
    if (end == NULL || end == item->text) {
        *item = (struct Item){.kind = ITEM_NULL};
    } else {
        item->text = arena_strndup(context->arena, item->text, (size_t)(end - item->text));
    }
    return NULL;
}

static const char *apply_after(const struct Step *step, const struct ItemContext *context,
                               struct Item *item)
{
    if (item->kind != ITEM_TEXT) {
        return NULL;
    }
    size_t length;
    const char *found = find_cut(step, item->text, &length);
    const char *rest = found != NULL ? text_trim(context->arena, found + length) : "";
    *item = (struct Item){.kind = rest[0] != '\0' ? ITEM_TEXT : ITEM_NULL, .text = rest};
    return NULL;
}

static bool compile_prefix(Arena *arena, const char *const *arguments, int count, struct Step *step,
                           struct Error *err)
{
    (void)arena;
    if (!expect_one(count, "prefix TEXT", err)) {
        return false;
    }
    step->text = arguments[0];
    return true;
}

static const char *apply_prefix(const struct Step *step, const struct ItemContext *context,
                                struct Item *item)
{
    if (item->kind == ITEM_TEXT) {
        item->text = arena_printf(context->arena, "%s%s", step->text, item->text);
    }
    return NULL;
}

static bool compile_nullif(Arena *arena, const char *const *arguments, int count, struct Step *step,
                           struct Error *err)
{
    if (count == 0) {
        return error_set(err, EXIT_SETTINGS, "expected nullif VALUE ...");
    }
    step->values = arena_alloc(arena, (size_t)count * sizeof *step->values);
    memcpy(step->values, arguments, (size_t)count * sizeof *step->values);
    step->value_count = count;
    return true;
}

static const char *apply_nullif(const struct Step *step, const struct ItemContext *context,
                                struct Item *item)
{
    (void)context;
    for (int i = 0; item->kind == ITEM_TEXT && i < step->value_count; i++) {
        if (strcmp(item->text, step->values[i]) == 0) {
            *item = (struct Item){.kind = ITEM_NULL};
        }
    }
    return NULL;
}

static bool compile_default(Arena *arena, const char *const *arguments, int count,
                            struct Step *step, struct Error *err)
{
    (void)arena;
    if (!expect_one(count, "default VALUE", err)) {
        return false;
    }
    step->text = arguments[0];
    return true;
}

static const char *apply_default(const struct Step *step, const struct ItemContext *context,
                                 struct Item *item)
{
    (void)context;
    if (item->kind == ITEM_NULL) {
        *item = (struct Item){.kind = ITEM_TEXT, .text = step->text};
    }
    return NULL;
}

static bool compile_map(Arena *arena, const char *const *arguments, int count, struct Step *step,
                        struct Error *err)
{
    step->pairs = arena_alloc(arena, (size_t)count * sizeof *step->pairs);
    for (int i = 0; i < count; i++) {
        const char *colon = strrchr(arguments[i], ':');
        if (colon == NULL || colon == arguments[i] || colon[1] == '\0') {
            return error_set(err, EXIT_SETTINGS, "expected VALUE:RESULT in map, not '%s'",
                             arguments[i]);
        }
        const char *from = arena_strndup(arena, arguments[i], (size_t)(colon - arguments[i]));
        if (text_equal(from, "*")) {
            step->otherwise = colon + 1;
        } else {
            step->pairs[step->pair_count++] = (struct Pair){from, colon + 1};
        }
    }
    return count > 0 || error_set(err, EXIT_SETTINGS, "expected map VALUE:RESULT ...");
}

static const char *apply_map(const struct Step *step, const struct ItemContext *context,
                             struct Item *item)
{
    if (item->kind != ITEM_TEXT) {
        return NULL;
    }
    for (int i = 0; i < step->pair_count; i++) {
        if (strcmp(step->pairs[i].from, item->text) == 0) {
            item->text = step->pairs[i].to;
            return NULL;
        }
    }
    if (context->codes != NULL) {
        codes_note(context->codes, step, item->text);
    }
    item->text = step->otherwise;
    return step->otherwise != NULL ? NULL : "mã chưa khai báo trong map";
}

static bool compile_century(const char *text, struct DateFormat *format, struct Error *err)
{
    long long century;

    if (!text_to_int(text, CENTURY_FIRST, CENTURY_LAST, &century)) {
        return error_set(err, EXIT_SETTINGS,
                         "expected the first year that yy can mean, %d to %d, not '%s'",
                         CENTURY_FIRST, CENTURY_LAST, text);
    }
    format->century = (int)century;
    return true;
}

static bool compile_date(Arena *arena, const char *const *arguments, int count, struct Step *step,
                         struct Error *err)
{
    step->format = arena_alloc(arena, sizeof *step->format);
    if (count > 0 && !dateformat_compile(arguments[0], step->format, err)) {
        return false;
    }
    if (count != 1 && (count != 2 || !step->format->has_yy)) {
        return error_set(
            err, EXIT_SETTINGS,
            "expected date FORMAT, or date FORMAT YEAR for one with yy (quote a format "
            "with a blank)");
    }
    step->mismatch = arena_printf(arena, "không phải ngày giờ dạng %s", arguments[0]);
    return count == 1 || compile_century(arguments[1], step->format, err);
}

static const char *apply_date(const struct Step *step, const struct ItemContext *context,
                              struct Item *item)
{
    Instant instant;

    if (item->kind != ITEM_TEXT) {
        return NULL;
    }
    const char *reason = clock_parse(item->text, step->format, context->utc_offset_s, &instant);
    *item = (struct Item){.kind = ITEM_INSTANT, .number = instant};
    return reason == clock_mismatch ? step->mismatch : reason;
}

static bool compile_set(Arena *arena, const char *const *arguments, int count, struct Step *step,
                        struct Error *err)
{
    if (count < 2) {
        return error_set(err, EXIT_SETTINGS, "expected set VALUE CONDITION");
    }
    step->text = arguments[0];
    return condition_compile(arena, arguments + 1, count - 1, &step->condition, err);
}

static const char *apply_set(const struct Step *step, const struct ItemContext *context,
                             struct Item *item)
{
    bool met;
    const char *reason = condition_meets(&step->condition, context, context->record, &met);

    if (reason == NULL && met) {
        *item = (struct Item){.kind = ITEM_TEXT, .text = step->text};
    }
    return reason;
}

static const struct StepKind step_kinds[] = {
    {"until", compile_cut, apply_until},
    {"after", compile_cut, apply_after},
    {"prefix", compile_prefix, apply_prefix},
    {"nullif", compile_nullif, apply_nullif},
    {"default", compile_default, apply_default},
    {"map", compile_map, apply_map},
    {"date", compile_date, apply_date},
    {"set", compile_set, apply_set},
    {"count", aggregate_compile, aggregate_count},
    {"any", aggregate_compile, aggregate_any},
    {"all", aggregate_compile, aggregate_all},
    {"sum", aggregate_compile_sum, aggregate_sum},
    {"first", aggregate_compile_pick, aggregate_first},
    {"last", aggregate_compile_pick, aggregate_last},
};

bool step_compile(Arena *arena, const char *const *words, int count, struct Step *step,
                  struct Error *err)
{
    *step = (struct Step){.kind = NULL};
    for (size_t i = 0; count > 0 && i < sizeof step_kinds / sizeof step_kinds[0]; i++) {
        if (text_equal(step_kinds[i].name, words[0])) {
            step->kind = &step_kinds[i];
            return step->kind->compile(arena, words + 1, count - 1, step, err);
        }
    }
    return error_set(
        err, EXIT_SETTINGS,
        "expected until, after, prefix, nullif, default, map, date, set, count, any, all, "
        "sum, first or last "
        "after '|', not '%s'",
        count > 0 ? words[0] : "");
}

const char *step_apply(const struct Step *step, const struct ItemContext *context,
                       struct Item *item)
{
    return step->kind->apply(step, context, item);
}

bool step_is_date(const struct Step *step)
{
    return step->kind->apply == apply_date;
}

bool step_is_set(const struct Step *step)
{
    return step->kind->apply == apply_set;
}

bool step_reads_entries(const struct Step *step)
{
    return step->kind->compile == aggregate_compile_sum ||
           step->kind->compile == aggregate_compile_pick;
}

bool step_is_cut(const struct Step *step)
{
    return step->kind->compile == compile_cut;
}

bool step_is_map(const struct Step *step)
{
    return step->kind->apply == apply_map;
}
