#include "ingest/fetch/answer.h"
#include "ingest/format/format.h"
#include "ingest/map/json.h"
#include "ingest/source/spot.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

enum { BODY_MAX = 1 << 22 };

static bool parse(Arena *arena, const char *json, size_t length, struct Page *page,
                  struct Error *err)
{
    struct Source source = {.url = "http://a.example/",
                            .format = kind_find(format_kinds, "json"),
                            .records = "/data",
                            .total = "/total",
                            .success = "/code = 0",
                            .message = "/message"};
    const char *condition[] = {"/code", "=", "0"};
    struct Buf body;

    *err = (struct Error){.code = EXIT_DONE};
    cr_assert(pointer_compile(arena, source.records, &source.records_pointer, err) &&
              pointer_compile(arena, source.message, &source.message_pointer, err) &&
              condition_compile(arena, condition, 3, &source.success_condition, err));
    buf_init(&body, BODY_MAX);
    buf_append(&body, json, length);
    cr_assert(spot_compile(arena, &source, "total", source.total, &source.total_spot, err));
    struct Answer answer = {&source, page, "", NULL, arena};
    bool parsed = page_parse(arena, &source, &body, page, err) && answer_read_total(&answer, err);
    buf_release(&body);
    return parsed;
}

Test(page, reads_list_and_total)
{
    static const char *const good[] = {
        "{\"code\":\"0\",\"total\":\"2\",\"data\":[{},{}]}",
        "{\"code\":0,\"total\":2,\"data\":[{},{}]}",
        "\xef\xbb\xbf {\"code\":\"0\",\"total\":\"2\",\"data\":[{},{}]} \r\n",
    };
    Arena *arena = arena_new();
    struct Error err;
    struct Page page;

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        cr_assert(parse(arena, good[i], strlen(good[i]), &page, &err), "%s", err.message);
        cr_assert_eq(page.count, 2);
        cr_assert_eq(page.total, 2);
    }
    cr_assert(parse(arena, "{\"code\":0,\"data\":[]}", 20, &page, &err));
    cr_assert_eq(page.total, -1);
    arena_free(arena);
}

Test(page, refuses_what_is_not_a_whole_good_answer)
{
    static const struct {
        const char *json;
        const char *expected;
        bool transient;
    } cases[] = {
        {"", "empty", true},
        {"   ", "empty", true},
        {"<html>", "web page", false},
        {"{\"code\":0,\"data\":[{}", "ends early", true},
        {"{\"code\":0,\"data\":[]}x", "more behind its end", false},
        {"{\"code\":0,\"data\":[]}{\"x\":1}", "more behind its end", false},
        {"{\"code\":\"-1\",\"message\":\"hết hạn\",\"data\":[]}", "'hết hạn'", false},
        {"{\"code\":0}", "no list at '/data'", false},
        {"{\"code\":0,\"data\":{}}", "no list at '/data'", false},
        {"{\"code\":0,\"data\":[],\"data\":[{}]}", "no list at '/data'", false},
        {"{\"code\":0,\"total\":\"many\",\"data\":[]}", "no whole number at /total", false},
        {"null", "does not say", false},
        {"{}", "does not say", false},
    };
    Arena *arena = arena_new();
    struct Error err;
    struct Page page;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_not(parse(arena, cases[i].json, strlen(cases[i].json), &page, &err), "%s",
                      cases[i].json);
        cr_assert_eq(err.code, EXIT_SOURCE);
        cr_assert_eq(err.transient, cases[i].transient, "%s", cases[i].json);
        cr_assert(strstr(err.message, cases[i].expected) != NULL, "%s: %s", cases[i].json,
                  err.message);
    }
    arena_free(arena);
}

Test(page, refuses_bottomless_nesting_and_raw_nul)
{
    static char deep[4096];
    Arena *arena = arena_new();
    struct Error err;
    struct Page page;

    memset(deep, '[', 1500);
    cr_assert_not(parse(arena, deep, 1500, &page, &err));
    cr_assert_not(parse(arena, "{\"code\":0,\"data\":[]}\0{}", 23, &page, &err));
    arena_free(arena);
}

/* A source whose rules are the one given, "" = none. */
static bool parse_with(Arena *arena, const char *rule, const char *records, const char *json,
                       struct Page *page, struct Error *err)
{
    struct Source source = {.records = records, .success = "", .message = ""};
    struct Buf body;

    *err = (struct Error){.code = EXIT_DONE};
    source.map = fieldmap_new(arena, entity_find("dossier"));
    cr_assert(pointer_compile(arena, records, &source.records_pointer, err));
    cr_assert(rule[0] == '\0' || fieldmap_add(source.map, "code", rule, err));
    buf_init(&body, BODY_MAX);
    buf_append(&body, json, strlen(json));
    bool parsed = page_parse(arena, &source, &body, page, err);
    if (parsed && page->count > 0) {
        struct Slice *first = arena_alloc(arena, sizeof *first);
        *first = page->records[0];
        first->text = arena_strndup(arena, first->text, first->length);
        page->records = first; /* the only one that outlives the body */
    }
    buf_release(&body);
    return parsed;
}

static const char *key_of(Arena *arena, const struct Slice *record)
{
    const cJSON *parsed = json_record(arena, record);

    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(parsed, JSON_KEY));
}

Test(page, takes_an_object_for_a_list_where_a_rule_reads_its_keys)
{
    static const struct {
        const char *records;
        const char *json;
        int count;
    } cases[] = {
        {"/data", "{\"data\": {\"H48-1\": {\"a\": 1}, \"H48-2\" : {\"a\": \"}\"}}}", 2},
        {"", " {\"H48-1\":{}} ", 1},
        {"/data", "{\"data\": {}}", 0},
        {"", "{}", 0},
        {"/data", "{\"data\": {\"H48-1\": null, \"H48-2\": 5, \"H48-3\": [1, 2]}}", 3},
        {"/data", "{\"data\": [{\"@key\": \"H48-1\"}]}", 1},
    };
    Arena *arena = arena_new();
    struct Error err;
    struct Page page;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert(parse_with(arena, "/@key", cases[i].records, cases[i].json, &page, &err),
                  "%s: %s", cases[i].json, err.message);
        cr_assert_eq(page.count, cases[i].count, "%s", cases[i].json);
    }
    cr_assert(parse_with(arena, "/@key", "", "{\"H48\\u002d1\": {\"a\": 1}}", &page, &err));
    cr_assert(page.keyed);
    cr_assert_str_eq(key_of(arena, page.records), "H48-1");
    /* Of two that differ in the key alone, the bytes differ. */
    cr_assert_eq(page.records->length, strlen("\"H48\\u002d1\": {\"a\": 1}"));
    arena_free(arena);
}

Test(page, takes_no_other_object_for_a_list)
{
    static const struct {
        const char *rule;
        const char *json;
        const char *expected;
    } cases[] = {
        {"/a", "{\"data\": {\"H48-1\": {\"a\": 1}}}", "no list at '/data'"},
        {"/a", "{\"data\": {}}", "no list at '/data'"},
        {"", "{\"data\": {\"message\": \"no right\"}}", "no list at '/data'"},
        {"", "{\"data\": {}}", "no list at '/data'"},
        {"/@key", "{\"data\": \"H48-1\"}", "no list at '/data'"},
        {"/@key", "{\"data\": {\"H48-1\": {\"a\": 1}", "ends early"},
        {"/@key", "{\"data\": {\"H48-1\"}}", "not JSON"},
        {"/@key", "{\"data\": {\"H48-1\": {}]}", "not JSON"},
        {"/@key", "{\"data\": {\"H48-1\": {},}}", "not JSON"},
        {"/@key", "{\"data\": {H48-1: {}}}", "not JSON"},
    };
    Arena *arena = arena_new();
    struct Error err;
    struct Page page;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_not(parse_with(arena, cases[i].rule, "/data", cases[i].json, &page, &err), "%s",
                      cases[i].json);
        cr_assert(strstr(err.message, cases[i].expected) != NULL, "%s: %s", cases[i].json,
                  err.message);
    }
    /* The writer of a draft sees what there is. */
    cr_assert(parse_with(arena, "", "/data", "{\"data\": {\"H48-1\": {\"a\": 1}}}", &page, &err));
    arena_free(arena);
}
