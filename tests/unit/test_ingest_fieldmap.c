#include "common/arena.h"
#include "ingest/map/fieldmap.h"
#include "ingest/map/number.h"

#include <criterion/criterion.h>
#include <string.h>

#include "tests/unit/support.h"

#include "common/banned.h"

/* What the rule makes of the record: the value as text, "null", or the reason why not. */
static const char *apply(Arena *arena, const char *column, const char *rule, const char *json)
{
    FieldMap *map = support_map(arena, column, rule);
    struct Value values[ENTITY_COLUMNS_MAX];
    struct ItemContext context = {.arena = arena, .utc_offset_s = CLOCK_VIETNAM_OFFSET_S};
    struct Problem problem;
    int place = entity_column(entity_find("dossier"), column);
    char iso[CLOCK_TEXT_SIZE];

    if (!fieldmap_apply(map, &context, support_record(arena, json), values, &problem)) {
        cr_assert_str_eq(problem.column, column);
        return problem.reason;
    }
    if (values[place].is_null) {
        return "null";
    }
    switch (entity_find("dossier")->columns[place].type) {
    case COLUMN_TEXT:
    case COLUMN_NAME:
    case COLUMN_LABEL:
        return values[place].text;
    case COLUMN_INSTANT:
        clock_to_iso(values[place].number, iso);
        return arena_strdup(arena, iso);
    default:
        return arena_printf(arena, "%lld", values[place].number);
    }
}

struct Case {
    const char *column;
    const char *rule;
    const char *json;
    const char *expected;
};

static void check(const struct Case *cases, size_t count)
{
    Arena *arena = arena_new();

    for (size_t i = 0; i < count; i++) {
        const char *result = apply(arena, cases[i].column, cases[i].rule, cases[i].json);
        cr_assert_str_eq(result, cases[i].expected, "%s of %s: '%s', not '%s'", cases[i].rule,
                         cases[i].json, result, cases[i].expected);
    }
    arena_free(arena);
}

#define CHECK(cases) check(cases, sizeof(cases) / sizeof(cases)[0])

Test(fieldmap, reads_values_and_alternatives)
{
    static const struct Case cases[] = {
        {"office_name", "/a", "{\"a\":\" UBND xã \"}", "UBND xã"},
        {"office_name", "/a", "{\"a\":\"\"}", "null"},
        {"office_name", "/x\u00E3", "{\"xa\u0303\":\"xa\u0303\"}", "x\u00E3"},
        {"office_name", "/xa\u0303 | map xa\u0303:x\u00E3", "{\"x\\u0061\\u0303\":\"xa\\u0303\"}",
         "x\u00E3"},
        {"office_name", "/a", "{\"a\":null}", "null"},
        {"office_name", "/a", "{}", "null"},
        {"office_name", "/a, /b", "{\"a\":\"\",\"b\":\"second\"}", "second"},
        {"office_name", "/a/b/1", "{\"a\":{\"b\":[\"x\",\"y\"]}}", "y"},
        {"office_name", "/a~1b", "{\"a/b\":\"slash\"}", "slash"},
        {"office_name", "\"always this\"", "{}", "always this"},
        {"office_name", "/A", "{\"a\":\"wrong case\"}", "null"},
        {"office_name", "/a + /b", "{\"a\":\"x\",\"b\":1}", "x 1"},
        {"office_name", "/a + /b", "{\"a\":\"x\",\"b\":\"\"}", "null"},
        {"office_name", "/a + /b, /a", "{\"a\":\"x\"}", "x"},
        {"office_name", "/c, /a + /b", "{\"a\":\"x\",\"b\":\"y\"}", "x y"},
        {"office_name", "/a + /b", "{\"a\":\"x\",\"b\":[1]}",
         "phải là một giá trị, không phải danh sách hoặc nhóm"},
        {"office_name", "/a + /b", "{\"a\":\"x\",\"a\":\"x\",\"b\":\"y\"}", "trường có hai lần"},
        {"received_at", "/d/day + /d/time | date \"dd/MM/yyyy HH:mm\"",
         "{\"d\":{\"day\":\"05/03/2024\",\"time\":\"08:30\"}}", "2024-03-05T08:30:00+07:00"},
        {"channel", "/web + /post | map \"true 0:online\" \"false 1:postal\" \"false 0:direct\"",
         "{\"web\":false,\"post\":1}", "postal"},
        {"procedure", "/n", "{\"n\":1004}", "1004"},
        {"procedure", "/n", "{\"n\":9007199254740993}",
         "số quá lớn nên không còn chính xác; nguồn phải gửi dưới dạng chữ"},
        {"office_name", "/a", "{\"a\":[1]}", "phải là chữ"},
        {"office_name", "/a", "{\"a\":\"x\",\"a\":\"y\"}", "trường có hai lần"},
        {"office_name", "/a", "{\"a\":\"x\\u0000y\"}", "chữ không đúng UTF-8 hoặc có ký tự NUL"},
        {"office_name", "/a", "{\"a\":\"x\\\\u0000y\"}", "x\\u0000y"},
        {"office_name", "/a", "{\"a\":\"x\xff\xfey\"}", "chữ không đúng UTF-8 hoặc có ký tự NUL"},
        {"office_name", "/a", "{\"a\":\"x\\n\\u0007y\"}", "x  y"},
        {"procedure", "/a", "{\"a\":\"x\\u0007y\"}", "chữ có ký tự điều khiển"},
    };

    CHECK(cases);
}

Test(fieldmap, carries_out_steps)
{
    static const struct Case cases[] = {
        {"handling_office", "/c | until \"-\"", "{\"c\":\"nothing to cut\"}",
         "trống, mà cột này bắt buộc"},
        {"handling_office", "/c | until \"-\"", "{\"c\":\"H48.23.25-240101-0001\"}", "H48.23.25"},
        {"office_name", "/c | until \"-\"", "{\"c\":\"nothing to cut\"}", "null"},
        {"code", "/c | prefix XA-", "{\"c\":\"0012\"}", "XA-0012"},
        {"code", "/c | prefix XA- | until \"/\"", "{\"c\":\"12/2024\"}", "XA-12"},
        {"code", "/c | prefix XA-", "{\"c\":12}", "XA-12"},
        {"procedure", "/c | prefix XA-", "{\"c\":\"\"}", "null"},
        {"office_name", "/c | after \" - \"", "{\"c\":\"1.1 - Khai sinh - lại\"}",
         "Khai sinh - lại"},
        {"office_name", "/c | after -", "{\"c\":\"1.1 - \"}", "null"},
        {"office_name", "/c | after -", "{\"c\":\"nothing to cut\"}", "null"},
        {"office_name", "/c | after -", "{}", "null"},
        {"due_at", "/d | nullif 0 | date epoch_s", "{\"d\":0}", "null"},
        {"due_at", "/d | nullif 0 \"0001-01-01T00:00:00\" | date iso8601",
         "{\"d\":\"0001-01-01T00:00:00\"}", "null"},
        {"office_name", "/c | nullif x", "{\"c\":\"xx\"}", "xx"},
        {"office_name", "/c | nullif x | default y", "{\"c\":\"x\"}", "y"},
        {"due_at", "/h | last /at /step = end | date yyyyMMdd",
         "{\"h\":[{\"step\":\"end\",\"at\":\"20240301\"},{\"step\":\"end\",\"at\":\"20240302\"},"
         "{\"step\":\"x\",\"at\":\"20240303\"}]}",
         "2024-03-02T00:00:00+07:00"},
        {"due_at", "/h | first /at /step = end | date yyyyMMdd",
         "{\"h\":[{\"step\":\"x\"},{\"step\":\"end\",\"at\":20240302},{\"step\":\"end\"}]}",
         "2024-03-02T00:00:00+07:00"},
        {"due_at", "/h | last /at /step = end | date yyyyMMdd", "{\"h\":[]}", "null"},
        {"due_at", "/h | last /at | date yyyyMMdd", "{}", "null"},
        {"due_at", "/h | last /at | date yyyyMMdd", "{\"h\":\"20240302\"}",
         "phải là một danh sách"},
        {"status", "/h | last \"\"", "{\"h\":[2,4,10]}", "10"},
        {"components_total", "/t | count /s != 0 x",
         "{\"t\":[{\"s\":0},{\"s\":\"x\"},{\"s\":2},{\"s\":\"\"},{}]}", "1"},
        {"fee", "/f | sum", "{\"f\":[8000,\"2000\"]}", "10000"},
        {"channel", "/c | map 1:direct 2:online 3:postal", "{\"c\":\"2\"}", "online"},
        {"channel", "/c | map 1:direct 2:online", "{\"c\":\"9\"}", "mã chưa khai báo trong map"},
        {"channel", "/c | map 2:online *:direct", "{\"c\":\"9\"}", "direct"},
        {"channel", "/c | map 1:direct 2:online", "{}", "direct"},
        {"channel", "/c | default 2 | map 1:direct 2:online", "{\"c\":\"\"}", "online"},
        {"channel", "/c", "{\"c\":\"2\"}", "không phải giá trị mà cột nhận; hãy dùng map"},
        {"due_at", "/d | date yyyyMMddHHmmss", "{\"d\":\"20240606163000\"}",
         "2024-06-06T16:30:00+07:00"},
        {"due_at", "/d | date \"dd/MM/yyyy HH:mm:ss\"", "{\"d\":\"06/06/2024 16:30:00\"}",
         "2024-06-06T16:30:00+07:00"},
        {"due_at", "/d | date iso8601", "{\"d\":\"2024-06-06T09:30:00Z\"}",
         "2024-06-06T16:30:00+07:00"},
        {"due_at", "/d | date epoch_ms", "{\"d\":1717666200000}", "2024-06-06T16:30:00+07:00"},
        {"due_at", "/d | date yyyyMMddHHmmss", "{\"d\":\"20240231080000\"}", "không có ngày này"},
        {"channel", "\"direct\" | set online /on = true", "{\"on\":true}", "online"},
        {"channel", "\"direct\" | set online /on = true", "{\"on\":false}", "direct"},
        {"channel", "/p | map 1:postal *:direct | set online /on = true", "{\"p\":1}", "postal"},
        {"channel", "/p | set online /a/b and /on = true", "{\"a\":{\"b\":0},\"on\":true}",
         "online"},
        {"channel", "/p | set online /on", "{\"on\":{}}",
         "phải là một giá trị, không phải danh sách hoặc nhóm"},
        {"components_total", "/t | count", "{\"t\":[{},{}]}", "2"},
        {"components_total", "/t | count", "{}", "0"},
        {"components_total", "/t | count", "{\"t\":\"x\"}", "phải là một danh sách"},
        {"components_digitised", "/t | count /s = 1 2",
         "{\"t\":[{\"s\":\"1\"},{\"s\":2},{\"s\":\"0\"},{}]}", "2"},
        {"result_digitised", "/r | any /link", "{\"r\":[{\"link\":\"\"},{\"link\":\"x\"}]}", "1"},
        {"result_digitised", "/r | any /link", "{\"r\":[{\"link\":\"\"}]}", "0"},
        {"result_digitised", "/r | any /link", "{\"r\":[]}", "0"},
        {"result_digitised", "/r | all /link", "{\"r\":[{\"link\":\"x\"},{\"link\":\"y\"}]}", "1"},
        {"result_digitised", "/r | all /link", "{\"r\":[{\"link\":\"x\"},{\"link\":\"\"}]}", "0"},
        {"result_digitised", "/r | all /s = 1", "{\"r\":[]}", "0"},
        {"result_digitised", "/r | all /s = 1", "{}", "0"},
        {"result_digitised", "/r | all", "{\"r\":[1]}", "1"},
        {"result_digitised", "/r | all /s", "{\"r\":[{\"s\":[1]}]}",
         "phải là một giá trị, không phải danh sách hoặc nhóm"},
        {"paid_online", "/p | any /s = \"Đã thanh toán\" and /way = truc-tuyen the",
         "{\"p\":[{\"s\":\"Đã thanh toán\",\"way\":\"tien-mat\"},{\"s\":\"Chờ\",\"way\":\"the\"}]}",
         "0"},
        {"paid_online", "/p | any /s = \"Đã thanh toán\" and /way = truc-tuyen the",
         "{\"p\":[{\"s\":\"Đã thanh toán\",\"way\":\"the\"}]}", "1"},
        {"components_total", "/t | count /a and /b and /c = 1",
         "{\"t\":[{\"a\":1,\"b\":1,\"c\":1},{\"a\":1,\"c\":1},{\"b\":1,\"c\":1},{\"a\":1,\"b\":1}]"
         "}",
         "1"},
        {"components_total", "/t | sum /n", "{\"t\":[{\"n\":2},{\"n\":\"3\"}]}", "5"},
        {"channel", "/c | map \"Trực tiếp:direct\" \"Qua mạng:online\" *:postal",
         "{\"c\":\"Qua mạng\"}", "online"},
        {"channel", "/c | map \"Trực tiếp:direct\" \"Qua mạng:online\" *:postal",
         "{\"c\":\"Bưu chính\"}", "postal"},
        {"components_total", "/t | count \"\" = a", "{\"t\":[\"a\",\"b\",\"a\"]}", "2"},
        {"channel", "\"online\"", "{}", "online"},
        {"due_at", "\"20250630\" | date yyyyMMdd", "{}", "2025-06-30T00:00:00+07:00"},
        {"due_at", "/a, /b, /c | date yyyyMMdd", "{\"a\":\" \",\"b\":null,\"c\":\"20250630\"}",
         "2025-06-30T00:00:00+07:00"},
        {"fee", "/f | sum /g", "{\"f\":[{\"g\":\"15000\"},{\"g\":5000.00},{\"g\":\"700.00\"},{}]}",
         "20700"},
        {"fee", "/f | sum /g /s = a \"b c\"",
         "{\"f\":[{\"g\":1,\"s\":\"a\"},{\"g\":2,\"s\":\"x\"},{\"g\":4,\"s\":\"b c\"},{\"g\":8}]}",
         "5"},
        {"code", "\"/a b\" | until \"-\"", "{\"a b\":\"x-1\"}", "x"},
        {"code", "\"/a b\", /c", "{\"c\":\"y\"}", "y"},
        {"fee", "/f | sum /g", "{\"f\":[{\"g\":\"50.000\"}]}", "có số tiền không phải số nguyên"},
        {"fee", "/f | sum /g", "{\"f\":[{\"g\":\"0.5\"}]}", "có số tiền không phải số nguyên"},
        {"fee", "/f | sum /g", "{\"f\":[{\"g\":\"9223372036854775807\"},{\"g\":\"1\"}]}",
         "tổng số tiền quá lớn"},
        {"fee", "/f", "{\"f\":\"50.000\"}", "không phải số nguyên trong giới hạn của cột"},
        {"fee", "/f", "{\"f\":\"15000.00\"}", "15000"},
        {"status", "/s", "{\"s\":\"10\"}", "10"},
        {"status", "/s", "{\"s\":\"11\"}", "không phải số nguyên trong giới hạn của cột"},
        {"paid_online", "/p | map 1:true 2:true *:false", "{\"p\":\"2\"}", "1"},
        {"paid_online", "/p", "{\"p\":true}", "1"},
        {"paid_online", "/p", "{\"p\":\"maybe\"}", "không phải đúng/sai; hãy dùng map"},
    };

    CHECK(cases);
}

Test(fieldmap, says_what_is_wrong_with_a_rule)
{
    static const struct {
        const char *column;
        const char *rule;
        const char *expected;
    } cases[] = {
        {"colour", "/a", "expected a column of dossier"},
        {"code", "MaHoSo", "before the first '|'"},
        {"code", "", "expected a JSON Pointer"},
        {"code", "/a /b", "before the first '|'"},
        {"code", "/a | upper", "expected until, after, prefix, nullif, default, map, date"},
        {"code", "/a |", "after '|'"},
        {"code", "/a | until \"-", "closing quotation mark"},
        {"code", "/a~2", "expected ~0 or ~1"},
        {"channel", "/a | map 1", "expected VALUE:RESULT"},
        {"due_at", "/a", "expected '| date FORMAT'"},
        {"due_at", "/a | date yesterday", "expected iso8601, epoch_s, epoch_ms, excel or a date"},
        {"due_at", "/a | date dd/MM/yy 1890", "expected the first year that yy can mean"},
        {"due_at", "/a | date dd/MM/yy +1990", "expected the first year that yy can mean"},
        {"due_at", "/a | date", "quote a format with a blank"},
        {"due_at", "/a | date dd/MM/yyyy 1990", "quote a format with a blank"},
        {"due_at", "/a | date dd/MM/yyyy HH:mm", "quote a format with a blank"},
        {"due_at", "/a | date d/M/yyyy H:mm a", "quote a format with a blank"},
        {"code", "/a | date yyyyMMdd", "expected no date"},
        {"fee", "/a | last", "expected POINTER"},
        {"code", "/a | nullif", "expected nullif"},
        {"code", "/a | after", "expected a text in quotes"},
        {"code", "/a | prefix", "expected prefix TEXT"},
        {"code", "/a +", "expected a JSON Pointer"},
        {"code", "/a \"+\" /b", "before the first '|'"},
        {"fee", "/a | count /x !=", "expected a condition"},
        {"fee", "/a | count /x =", "expected a condition"},
        {"fee", "/a | count /x and", "expected a condition"},
        {"fee", "/a | count and /x", "expected a condition"},
        {"fee", "/a | count x", "expected a JSON Pointer"},
        {"fee", "/a | count /x and /y = 1 and /z 2", "expected a condition"},
    };
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        FieldMap *map = fieldmap_new(arena, entity_find("dossier"));
        struct Error err = {.code = EXIT_DONE};
        cr_assert_not(fieldmap_add(map, cases[i].column, cases[i].rule, &err), "%s", cases[i].rule);
        cr_assert_eq(err.code, EXIT_SETTINGS);
        cr_assert(strstr(err.message, cases[i].expected) != NULL, "%s: '%s'", cases[i].rule,
                  err.message);
    }
    arena_free(arena);
}

Test(number, reads_thousands_as_the_source_says)
{
    static const struct {
        char thousands;
        const char *text;
        long long expected; /* -1 = it is no number */
    } cases[] = {
        {'\0', "0", 0},
        {'\0', "15000.0", 15000},
        {'\0', "50.000", -1},
        {'\0', "1,5", -1},
        {'\0', "8000 đ", -1},
        {'\0', "", -1},
        {'.', "8000", 8000},
        {'.', "50.000", 50000},
        {'.', "1.500.000 đ", 1500000},
        {'.', "120.000đồng", 120000},
        {'.', "120.000,00 VNĐ", 120000},
        {'.', "1.50", -1},
        {'.', "1500.000", -1},
        {'.', "1.500.00", -1},
        {'.', "1.500,5", -1},
        {'.', "1.500,", -1},
        {'.', "-1.500", -1},
        {'.', "1.500-2.000", -1},
        {'.', "miễn phí", -1},
        {'.', ".500", -1},
        {',', "1,500,000.00", 1500000},
        {',', "1.500", -1},
        {',', "1,5", -1},
        {'.', "8.000 - 9.000", -1},
    };
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ItemContext context = {.arena = arena, .thousands = cases[i].thousands};
        long long number = -1;
        bool read = number_read(&context, cases[i].text, 0, 10000000, &number);
        cr_assert_eq(read ? number : -1, cases[i].expected, "'%s': %lld", cases[i].text, number);
    }
    arena_free(arena);
}

Test(fieldmap, finds_keys_that_change_places)
{
    Arena *arena = arena_new();
    FieldMap *map = support_map(arena, "office_name", "/a");
    struct ItemContext context = {.arena = arena, .utc_offset_s = CLOCK_VIETNAM_OFFSET_S};
    struct Value values[ENTITY_COLUMNS_MAX];
    struct Problem problem;
    int place = entity_column(entity_find("dossier"), "office_name");
    static const char *const records[] = {"{\"x\":\"1\",\"a\":\"one\"}",
                                          "{\"a\":\"two\",\"x\":\"1\"}", "{\"a\":\"three\"}",
                                          "{\"y\":\"1\",\"x\":\"2\",\"a\":\"four\"}"};
    static const char *const expected[] = {"one", "two", "three", "four"};

    for (size_t i = 0; i < 4; i++) {
        cr_assert(
            fieldmap_apply(map, &context, support_record(arena, records[i]), values, &problem));
        cr_assert_str_eq(values[place].text, expected[i]);
    }
    arena_free(arena);
}

Test(fieldmap, leaves_records_out)
{
    static const struct {
        const char *skip;
        const char *record;
        bool skipped;
        const char *reason; /* NULL = it can be used, or is skipped */
    } cases[] = {
        {"", "{\"gone\":\"2024\"}", false, NULL},
        {"/gone", "{\"gone\":\"2024\"}", true, NULL},
        {"/gone", "{\"gone\":null}", false, NULL},
        {"/gone", "{\"gone\":\"\"}", false, NULL},
        {"/gone", "{}", false, NULL},
        {"/kind = a \"b c\"", "{\"kind\":\"b c\"}", true, NULL},
        {"/kind = a \"b c\"", "{\"kind\":\"b\"}", false, NULL},
        {"\"/the kind\" = \"\"", "{\"the kind\":\" \"}", true, NULL},
        {"\"/the kind\" = \"\"", "{}", true, NULL},
        {"\"/the kind\" = \"\" 0", "{\"the kind\":0}", true, NULL},
        {"/gone and /kind = a", "{\"gone\":1,\"kind\":\"b\"}", false, NULL},
        {"/gone", "{\"gone\":1,\"fee\":\"no number\"}", true, NULL},
        {"/gone", "{\"gone\":[]}", false, "phải là một giá trị, không phải danh sách hoặc nhóm"},
        {"/gone", "{\"gone\":1,\"gone\":null}", false, "trong một phần tử, một trường có hai lần"},
        {"/gone", "[1]", false, "bản ghi không phải một nhóm"},
    };
    Arena *arena = arena_new();
    struct ItemContext context = {.arena = arena, .utc_offset_s = CLOCK_VIETNAM_OFFSET_S};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        FieldMap *map = support_map(arena, "fee", "/fee");
        uint64_t before = fieldmap_digest(map);
        struct Value values[ENTITY_COLUMNS_MAX];
        struct Problem problem;
        struct Error err = {.code = EXIT_DONE};
        cr_assert(fieldmap_skip_when(map, cases[i].skip, &err), "%s", err.message);
        bool good =
            fieldmap_apply(map, &context, support_record(arena, cases[i].record), values, &problem);
        cr_assert_eq(problem.skipped, cases[i].skipped, "%s %s", cases[i].skip, cases[i].record);
        cr_assert_eq(good, !cases[i].skipped && cases[i].reason == NULL);
        if (cases[i].reason != NULL) {
            cr_assert_str_eq(problem.reason, cases[i].reason);
        }
        cr_assert_eq(fieldmap_digest(map) == before, cases[i].skip[0] == '\0');
    }
    arena_free(arena);
}
