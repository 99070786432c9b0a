#include "ingest/source/template.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

static const struct Slot slots[] = {{"page", "3", true},
                                    {"name", "a\"b\\c\n&=đ", false},
                                    {"nothing", NULL, false},
                                    {"empty", "", true},
                                    {NULL, NULL, false}};
static const char allowed[] = "page name nothing empty other";

Test(template, escapes_each_value_for_its_place)
{
    static const struct {
        const char *text;
        const char *filled;
    } cases[] = {
        {"{\"p\": {page}}", "{\"p\": 3}"},
        {"{\"p\": \"{page}\"}", "{\"p\": \"3\"}"},
        {"{\"n\": {name}}", "{\"n\": \"a\\\"b\\\\c\\u000a&=đ\"}"},
        {"{\"n\": \"<{name}>\"}", "{\"n\": \"<a\\\"b\\\\c\\u000a&=đ>\"}"},
        {"{\"n\": \"\\\"{page}\"}", "{\"n\": \"\\\"3\"}"},
        {"{\"n\": {nothing}, \"e\": {empty}, \"o\": \"{other}\"}",
         "{\"n\": null, \"e\": null, \"o\": \"\"}"},
        {"[{page},{page}]", "[3,3]"},
        {"{}", "{}"},
        {"{\"a\":{\"b\":{}}}", "{\"a\":{\"b\":{}}}"},
        {"page={page}&n={name}&x={nothing}", "page=3&n=a%22b%5Cc%0A%26%3D%C4%91&x="},
        {"a=b", "a=b"},
    };
    Arena *arena = arena_new();
    struct Error err = {.code = EXIT_DONE};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct Template template;
        struct Buf out;
        buf_init(&out, 1024);
        cr_assert(template_compile_body(arena, cases[i].text, allowed, &template, &err), "%s: %s",
                  cases[i].text, err.message);
        cr_assert(template_fill(&template, slots, &out));
        cr_assert_str_eq(out.data, cases[i].filled, "%s", out.data);
        buf_release(&out);
    }
    arena_free(arena);
}

Test(template, refuses_what_is_no_body)
{
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"{\"p\": {pages}}", "expected no placeholder {pages}"},
        {"{\"p\": }", "expected JSON"},
        {"{\"p\": {page}", "expected JSON"},
        {"page={pages}", "expected no placeholder {pages}"},
    };
    Arena *arena = arena_new();
    struct Template template;
    struct Error err;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_not(template_compile_body(arena, cases[i].text, allowed, &template, &err), "%s",
                      cases[i].text);
        cr_assert_eq(err.code, EXIT_SETTINGS);
        cr_assert(strstr(err.message, cases[i].expected) != NULL, "%s", err.message);
    }
    arena_free(arena);
}

Test(template, takes_values_as_they_are_in_a_line)
{
    Arena *arena = arena_new();
    struct Template template;
    struct Error err;
    struct Buf out;

    buf_init(&out, 1024);
    cr_assert(template_compile_line(arena, "x-token: <{page}>", "page", &template, &err));
    cr_assert(template_has(&template, "page") && !template_has(&template, "name"));
    cr_assert(template_fill(&template, slots, &out));
    cr_assert_str_eq(out.data, "x-token: <3>");
    buf_release(&out);
    arena_free(arena);
}
