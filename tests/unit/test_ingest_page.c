#include "ingest/answer.h"
#include "ingest/format.h"

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
