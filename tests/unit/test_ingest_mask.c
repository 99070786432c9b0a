#include "common/arena.h"
#include "ingest/map/fieldmap.h"
#include "ingest/map/json.h"
#include "ingest/privacy/mask.h"

#include <criterion/criterion.h>
#include <string.h>

#include "tests/unit/support.h"

#include "common/banned.h"

Test(mask, keeps_what_a_rule_can_use_and_shapes_of_the_rest)
{
    static const char *const rules[][2] = {
        {"status", "/status"},
        {"code", "/code"},
        {"office_name", "/path | until \"/\""},
        {"procedure", "/whole"},
        {"procedure_name", "/whole | after -"},
        {"received_at", "/received | date yyyyMMdd"},
        {"due_at", "/due | date yyyyMMdd"},
        {"result_digitised", "/files | any /link"},
        {"components_digitised", "/files | count /kind = 1"},
    };
    Arena *arena = arena_new();
    FieldMap *map = fieldmap_new(arena, entity_find("dossier"));
    struct ItemContext context = {.arena = arena, .utc_offset_s = CLOCK_VIETNAM_OFFSET_S};
    struct Value values[ENTITY_COLUMNS_MAX];
    struct Error err = {.code = EXIT_DONE};
    struct Problem problem;

    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        cr_assert(fieldmap_add(map, rules[i][0], rules[i][1], &err), "%s", err.message);
    }
    const cJSON *record =
        support_record(arena, "{\"code\":\"H1-1\",\"path\":\"H1/Nguyễn Văn "
                              "A\",\"whole\":\"1.1-x\",\"name\":\"PII\",\"status\":\"Nguyễn "
                              "Văn A\",\"received\":\"31/02/2024\","
                              "\"due\":\"PII_20240101\",\"files\":[{\"link\":\"https://"
                              "PII\",\"kind\":\"1\"}],\"n\":5,\"b\":true,"
                              "\"empty\":\"\"}");
    cr_assert_not(fieldmap_apply(map, &context, record, values, &problem));
    cr_assert_str_eq(
        mask_record(arena, map, values, record, 1000),
        "{\"code\":\"H1-1\",\"path\":\"***x1/xxxxxx xxx "
        "x\",\"whole\":\"1.1-x\",\"name\":\"***\",\"status\":\"***xxxxxx xxx "
        "x\",\"received\":\"31/02/2024\","
        "\"due\":\"***xxx_20240101\",\"files\":[{\"link\":\"***\",\"kind\":\"1\"}],\"n\":"
        "\"***\",\"b\":true,"
        "\"empty\":\"\"}");
    cr_assert_str_eq(mask_value(arena, "0912345678"), "9999999999");
    cr_assert_str_eq(mask_value(arena, "20240231"), "20240231");
    cr_assert_str_eq(mask_value(arena, "20240231080000"), "20240231080000");
    cr_assert_str_eq(mask_value(arena, "Bà A - 012345678901 (2)"), "xx x - 999999999999 (2)");
    arena_free(arena);
}

Test(mask, keeps_nothing_of_an_object_with_more_members_than_any_dossier_has)
{
    Arena *arena = arena_new();
    FieldMap *map = fieldmap_new(arena, entity_find("dossier"));
    struct Value values[ENTITY_COLUMNS_MAX] = {{0}};
    cJSON *record = cJSON_CreateObject();

    for (int i = 0; i <= 500; i++) {
        cJSON_AddNullToObject(record, arena_printf(arena, "a%d", i));
    }
    cr_assert_str_eq(mask_record(arena, map, values, record, 10000), "\"***\"");
    cJSON_DeleteItemFromObject(record, "a500");
    cr_assert_str_neq(mask_record(arena, map, values, record, 10000), "\"***\"");
    cJSON_Delete(record);
    arena_free(arena);
}

/* What is kept of a record whose status is wrong, when a rule of another column could use it. */
static const char *kept_with(Arena *arena, const char *column, const char *rule, const char *json)
{
    struct ItemContext context = {.arena = arena, .utc_offset_s = CLOCK_VIETNAM_OFFSET_S};
    struct Value values[ENTITY_COLUMNS_MAX];
    struct Problem problem;
    struct Error err = {.code = EXIT_DONE};
    FieldMap *map = support_map(arena, column, rule);
    const cJSON *record = support_record(arena, json);

    cr_assert(fieldmap_add(map, "fee", "/wrong", &err), "%s", err.message);
    cr_assert_not(fieldmap_apply(map, &context, record, values, &problem));
    cr_assert_str_eq(problem.column, "fee");
    return mask_record(arena, map, values, record, strlen(json)) + strlen("{\"wrong\":\"***x\",");
}

Test(mask, keeps_no_text_that_a_rule_has_only_looked_up_or_passed_over)
{
    static const char *const cases[][4] = {
        {"channel", "/c | map *:online", "\"c\":\"Lan\"", "\"c\":\"***xxx\""},
        {"channel", "/c | map a:direct *:online", "\"c\":\"Lan\"", "\"c\":\"***xxx\""},
        {"channel", "/c | map Lan:direct *:online", "\"c\":\"Lan\"", "\"c\":\"Lan\""},
        {"channel", "/c | nullif Lan | map *:online", "\"c\":\"Lan\"", "\"c\":\"Lan\""},
        {"channel", "/c | map 1:direct *:online", "\"c\":\"7\"", "\"c\":\"7\""},
        {"channel", "/c | map Lan:direct", "\"c\":\"Lan\"", "\"c\":\"Lan\""},
        {"handling_office", "/c | map a:H1 *:H2", "\"c\":\"Lan\"", "\"c\":\"***xxx\""},
        {"paid_online", "/c | map *:true", "\"c\":\"https://x.vn/Lan.pdf\"",
         "\"c\":\"***xxxxx://x.xx/xxx.xxx\""},
        {"channel", "/c | set direct /d = 1", "\"c\":\"Lan\",\"d\":1",
         "\"c\":\"***xxx\",\"d\":\"1\""},
        {"office_name", "/c | set \"UBND\" /d = 1", "\"c\":\"UBND xã\",\"d\":\"Lan\"",
         "\"c\":\"UBND xã\",\"d\":\"***xxx\""},
        {"received_at", "/c, /d | date yyyyMMdd", "\"c\":\"20240301\",\"d\":\"Lan\"",
         "\"c\":\"20240301\",\"d\":\"***xxx\""},
        {"office_name", "/c + /d, /e", "\"c\":\"UBND\",\"d\":\"\",\"e\":\"UBND xã\"",
         "\"c\":\"UBND\",\"d\":\"\",\"e\":\"UBND xã\""},
        {"components_total", "/c | count /k = a", "\"c\":[{\"k\":\"a\"},{\"k\":\"Lan\"}]",
         "\"c\":[{\"k\":\"a\"},{\"k\":\"***xxx\"}]"},
        {"components_total", "/c | sum /n /k = a",
         "\"c\":[{\"n\":\"5\",\"k\":\"a\"},{\"n\":\"Lan\",\"k\":\"b\"}]",
         "\"c\":[{\"n\":\"5\",\"k\":\"a\"},{\"n\":\"***xxx\",\"k\":\"b\"}]"},
        {"finished_at", "/c | last /n /k = a | date iso8601",
         "\"c\":[{\"n\":\"2024-03-01T08:00:00Z\",\"k\":\"a\"},{\"n\":\"Lan\"}]",
         "\"c\":[{\"n\":\"2024-03-01T08:00:00Z\",\"k\":\"a\"},{\"n\":\"***xxx\"}]"},
        /* A field of the same name elsewhere. */
        {"procedure_name", "/p/name", "\"p\":{\"name\":\"Khai sinh\"},\"who\":{\"name\":\"Lan\"}",
         "\"p\":{\"name\":\"Khai sinh\"},\"who\":{\"name\":\"***\"}"},
        {"procedure_name", "/p/0", "\"p\":[\"Khai sinh\",\"Lan\"]",
         "\"p\":[\"Khai sinh\",\"***\"]"},
    };
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *json = arena_printf(arena, "{\"wrong\":\"Y\",%s}", cases[i][2]);
        const char *expected = arena_printf(arena, "%s}", cases[i][3]);
        cr_assert_str_eq(kept_with(arena, cases[i][0], cases[i][1], json), expected, "%s: %s",
                         cases[i][1], kept_with(arena, cases[i][0], cases[i][1], json));
    }
    arena_free(arena);
}

Test(mask, keeps_of_a_key_that_is_data_only_its_shape)
{
    Arena *arena = arena_new();
    struct ItemContext context = {.arena = arena, .utc_offset_s = CLOCK_VIETNAM_OFFSET_S};
    FieldMap *map = support_map(arena, "channel", "\"/Hình thức/1\" | map 1:direct");
    struct Value values[ENTITY_COLUMNS_MAX];
    struct Problem problem;
    const cJSON *record = support_record(
        arena, "{\"Nguyễn Văn A\":1,\"Nguyễn\":{\"NgayTra2\":\"\",\"@type\":\"\",\"a.b-c_d\":\"\"},"
               "\"079099001234\":\"\",\"lan@tinh.vn\":\"\",\"Hình thức\":{\"1\":\"Lan\"},"
               "\"a b\":\"\",\"B1234567\":\"\",\"\":\"\","
               "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\":\"\"}");

    cr_assert_not(fieldmap_apply(map, &context, record, values, &problem));
    cr_assert_str_eq(mask_record(arena, map, values, record, 1000),
                     "{\"<key of 12 letters>\":\"***\",\"<key of 6 letters>\":{\"NgayTra2\":\"\","
                     "\"@type\":\"\",\"a.b-c_d\":\"\"},\"<key of 12 digits>\":\"\","
                     "\"<key of 11 characters>\":\"\",\"Hình thức\":{\"1\":\"***xxx\"},"
                     "\"<key of 3 letters>\":\"\",\"<key of 8 characters>\":\"\","
                     "\"<key of 0 letters>\":\"\",\"<key of 41 letters>\":\"\"}");
    fieldmap_take_header(map);
    cr_assert(mask_is_field(map, "Ngày tiếp nhận"));
    cr_assert_not(mask_is_field(map, "079 099 001 234"));
    cr_assert_not(mask_is_field(map, "a\u202eb"));
    arena_free(arena);
}

Test(mask, keeps_of_a_value_only_what_is_plainly_no_person)
{
    static const char *const codes[][2] = {{"5", "5"},
                                           {"-1", "-1"},
                                           {"K1", "K1"},
                                           {"12/2024", "12/2024"},
                                           {"02.01.1985", "02.01.1985"},
                                           {"1.001193", "1.001193"},
                                           {"direct", "direct"},
                                           {"mang", "xxxx"},
                                           {"Nguyễn", "xxxxxx"},
                                           {"LAN", "xxx"},
                                           {"An", "xx"},
                                           {"B1234567", "x9999999"},
                                           {"079099001234", "999999999999"},
                                           {"079 099 001 234", "999 999 999 999"},
                                           {"nguyenvana85", "xxxxxxxxxx85"},
                                           {"DA_TRA", "xx_xxx"}};
    Arena *arena = arena_new();
    FieldMap *map = support_map(arena, "channel", "/c | nullif direct");

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        cr_assert_str_eq(mask_code(arena, map, codes[i][0]), codes[i][1], "%s", codes[i][0]);
    }
    arena_free(arena);
}

/* Stored with the first rule of the column and read again with the second one. */
static const char *replay(Arena *arena, const char *first, const char *second, const char *json)
{
    struct ItemContext context = {.arena = arena, .utc_offset_s = CLOCK_VIETNAM_OFFSET_S};
    struct Value values[ENTITY_COLUMNS_MAX];
    struct Problem problem = {.reason = NULL};
    FieldMap *before = support_map(arena, "channel", first);
    FieldMap *after = support_map(arena, "channel", second);
    const cJSON *record = support_record(arena, json);

    cr_assert_not(fieldmap_apply(before, &context, record, values, &problem));
    const char *stop = NULL;
    const char *masked = mask_record(arena, before, values, record, strlen(json));
    cJSON *stored = json_parse(arena, masked, strlen(masked), &stop);
    mask_restore(arena, after, stored);
    return fieldmap_apply(after, &context, stored, values, &problem)
               ? values[entity_column(entity_find("dossier"), "channel")].text
               : problem.reason;
}

Test(mask, tells_what_can_be_replayed)
{
    static const char short_map[] = "/c | map 1:direct";
    static const char *const cases[][4] = {
        {short_map, "/c | map 1:direct 2:online", "{\"c\":\"2\"}", "online"},
        {short_map, "/c | map 1:direct 2:online", "{\"c\":2}", "online"},
        {short_map, "/c | map K2:online", "{\"c\":\"K2\"}", "online"},
        {short_map, "/c | map mang:online", "{\"c\":\"mang\"}", item_masked},
        {"/c | nullif mang | map 1:direct", "/d | map mang:online", "{\"c\":\"2\",\"d\":\"mang\"}",
         item_masked},
        {short_map, "\"/Hình thức\", /c | map 2:online", "{\"c\":\"2\",\"Hình thức\":\"\"}",
         item_masked},
        {short_map, "\"/Hình thức\", /c | map 2:online", "{\"c\":\"2\",\"Cách thức\":\"\"}",
         item_masked},
        {short_map, "\"/Hình thức\", /c | map 2:online", "{\"c\":\"2\",\"Kênh\":\"\"}", "online"},
        {short_map, "\"/Hồ sơ/kênh\", /c | map 2:online",
         "{\"c\":\"2\",\"Hồ sơ\":{\"kênh\":\"2\"}}", item_masked},
        {"\"/Hình thức\" | map 1:direct", "\"/Hình thức\" | map 2:online", "{\"Hình thức\":\"2\"}",
         "online"},
        {short_map, "/c | map \"Qua mạng:online\"", "{\"c\":\"Qua mạng\"}", item_masked},
        {short_map, "/c | map *:postal", "{\"c\":\"Qua mạng\"}", "postal"},
        {short_map, "/c | nullif x | map *:postal", "{\"c\":\"Qua mạng\"}", item_masked},
        {short_map, "/d | map *:postal", "{\"c\":\"x\",\"d\":\"Qua mạng\"}", item_masked},
        {short_map, "/c | map *:postal", "{\"c\":\"0900000001\"}", "postal"},
        {short_map, "/d, /c | map 2:online", "{\"c\":\"2\",\"d\":\"unread\"}", item_masked},
        {short_map, "/d, /c | map 2:online", "{\"c\":\"2\",\"d\":\" \"}", "online"},
        {short_map, "/c, /c | map 2:online", "{\"c\":\"2\",\"c\":\"1\"}", item_masked},
        {"/c | map *:unknown", "/c | map K2:online *:direct", "{\"c\":\"K2\"}", "online"},
        {"/c | map *:unknown", "/c | map mang:online *:direct", "{\"c\":\"mang\"}", item_masked},
        {short_map, "/f | any /link | map true:online",
         "{\"c\":\"2\",\"f\":[{\"link\":\"https://x\"}]}", "phải là chữ"},
        {short_map, "/f | any /link = x", "{\"c\":\"2\",\"f\":[{\"link\":\"y\"}]}", item_masked},
    };
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_str_eq(replay(arena, cases[i][0], cases[i][1], cases[i][2]), cases[i][3], "%s",
                         cases[i][2]);
    }
    arena_free(arena);
}
