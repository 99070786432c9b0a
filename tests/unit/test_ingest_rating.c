/* What a source file makes of an answer of a citizen. */
#include "common/time/clock.h"
#include "ingest/map/fieldmap.h"
#include "ingest/map/json.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

static const char three[] = "/level | map \"Rất hài lòng:very_satisfied\" \"Hài lòng:satisfied\" "
                            "\"Chưa hài lòng:dissatisfied\"";
static const char five[] = "/level | map 5:very_satisfied 4:satisfied 3:neutral 2:dissatisfied "
                           "1:dissatisfied";

static FieldMap *map_with(Arena *arena, const char *column, const char *rule)
{
    FieldMap *map = fieldmap_new(arena, entity_find("rating"));
    const char *const rules[][2] = {
        {"code", "/code"}, {"answered_at", "/at | date iso8601"}, {"level", five}};
    struct Error err = {.code = EXIT_DONE};

    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        bool own = strcmp(rules[i][0], column) == 0;
        cr_assert(own || fieldmap_add(map, rules[i][0], rules[i][1], &err), "%s", err.message);
    }
    cr_assert(fieldmap_add(map, column, rule, &err), "%s", err.message);
    return map;
}

/* What the record's column comes to: its text, "null", or why the record is rejected. */
static const char *apply(Arena *arena, const char *column, const char *rule, const char *json)
{
    FieldMap *map = map_with(arena, column, rule);
    struct ItemContext context = {.arena = arena, .utc_offset_s = CLOCK_VIETNAM_OFFSET_S};
    struct Value values[ENTITY_COLUMNS_MAX];
    struct Problem problem;
    const char *stop = NULL;
    const cJSON *record = json_parse(arena, json, strlen(json), &stop);
    const struct Value *value = &values[entity_column(entity_find("rating"), column)];

    if (!fieldmap_apply(map, &context, record, values, &problem)) {
        return problem.reason;
    }
    return value->is_null ? "null" : value->text != NULL ? value->text : "a number";
}

Test(rating, levels_are_those_that_the_map_lists)
{
    static const char *const cases[][3] = {
        {three, "\"Rất hài lòng\"", "very_satisfied"},
        {three, "\" Hài  lòng\"", "mã chưa khai báo trong map"},
        {three, "\"Chưa hài lòng\"", "dissatisfied"},
        {three, "\"Không ý kiến\"", "mã chưa khai báo trong map"},
        {three, "5", "mã chưa khai báo trong map"},
        {three, "null", "trống, mà cột này bắt buộc"},
        {five, "5", "very_satisfied"},
        {five, "\"4\"", "satisfied"},
        {five, "3.0", "neutral"},
        {five, "2", "dissatisfied"},
        {five, "1", "dissatisfied"},
        {five, "0", "mã chưa khai báo trong map"},
        {five, "4.5", "mã chưa khai báo trong map"},
        {"/level", "\"satisfied\"", "satisfied"},
        {"/level", "\"happy\"", "không phải giá trị mà cột nhận; hãy dùng map"},
    };
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *json =
            arena_printf(arena, "{\"code\": \"1\", \"at\": \"2024-03-05T09:00:00\", \"level\": %s}",
                         cases[i][1]);
        cr_assert_str_eq(apply(arena, "level", cases[i][0], json), cases[i][2], "%s: %s", json,
                         apply(arena, "level", cases[i][0], json));
    }
    arena_free(arena);
}

Test(rating, nobody_answers_tomorrow)
{
    static const Instant hour_us = INT64_C(3600000000);
    static const struct {
        int hours;
        const char *result;
    } cases[] = {{-1, "a number"},
                 {0, "a number"},
                 {23, "a number"},
                 {25, "ngày trong tương lai"},
                 {24 * 366, "ngày trong tương lai"}};
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char iso[CLOCK_TEXT_SIZE];
        clock_to_iso(clock_now() + cases[i].hours * hour_us, iso);
        const char *json =
            arena_printf(arena, "{\"code\": \"1\", \"at\": \"%s\", \"level\": 5}", iso);
        cr_assert_str_eq(apply(arena, "answered_at", "/at | date iso8601", json), cases[i].result,
                         "%s", json);
    }
    arena_free(arena);
}

Test(rating, wants_a_rule_for_the_office_or_for_the_dossier)
{
    Arena *arena = arena_new();
    struct Error err = {.code = EXIT_DONE};

    cr_assert(fieldmap_check(map_with(arena, "office", "/o"), &err), "%s", err.message);
    cr_assert(fieldmap_check(map_with(arena, "dossier", "/d"), &err), "%s", err.message);
    cr_assert_not(fieldmap_check(map_with(arena, "source_updated_at", "/at | date iso8601"), &err));
    cr_assert_str_eq(err.message, "[fields] office: expected a rule, or one for dossier");
    arena_free(arena);
}

Test(rating, only_answers_lean_on_dossiers)
{
    static const char *const others[] = {"dossier",      "procedure",       "office",
                                         "office_alias", "procedure_alias", "office_succession",
                                         "feedback"};

    cr_assert_geq(entity_handled_column(entity_find("rating")), 0);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        cr_assert_eq(entity_handled_column(entity_find(others[i])), -1, "%s", others[i]);
    }
}
