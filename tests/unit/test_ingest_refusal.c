#include "ingest/format/refusal.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

enum { BODY_MAX = 1 << 16 };

Test(refusal, finds_the_words_of_a_server)
{
    static const struct {
        const char *body;
        const char *words; /* NULL = none */
    } cases[] = {
        {"{\"loi\": \"sai khóa\", \"message\": \"other\"}", "sai khóa"}, /* [source] message */
        {"{\"message\": \"sai\\nmã\"}", "sai mã"},
        {"{\"error\": \"invalid_grant\", \"error_description\": \"expired\"}", "expired"},
        {"{\"error\": {\"code\": 7, \"message\": \"no such unit\"}}", "no such unit"},
        {"{\"errors\": [{\"detail\": \"size\"}, {\"detail\": \"page\"}]}", "size"},
        {"{\"title\": \"Bad\", \"detail\": \"size is too large\"}", "size is too large"},
        {"\"a text\"", "a text"},
        {"{\"rows\": []}", NULL},
        {"{\"message\": 7}", NULL},
        {"[]", NULL},
        {"<html><head><TITLE class=x> Not\n Found </TITLE></head>", "Not Found"},
        {"<html><title>cut", NULL},
        {"<html></html>", NULL},
        {"page out of range\r\n", "page out of range"},
        {"a\x1b[2Jb", "a?[2Jb"},
        {"", NULL},
        {"  \n", NULL},
        {"{\"message\": \"cut", NULL},
        {"\xff\xfe", NULL},
    };
    Arena *arena = arena_new();
    struct Source source = {.message = "/loi"};
    struct Error err;

    cr_assert(pointer_compile(arena, source.message, &source.message_pointer, &err));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct Buf body;
        buf_init(&body, BODY_MAX);
        buf_puts(&body, cases[i].body);
        const char *words = refusal_words(arena, &source, &body);
        if (cases[i].words == NULL) {
            cr_assert_null(words, "%s: %s", cases[i].body, words);
        } else {
            cr_assert_not_null(words, "%s", cases[i].body);
            cr_assert_str_eq(words, cases[i].words);
        }
        buf_release(&body);
    }
    arena_free(arena);
}

Test(refusal, keeps_long_words_short)
{
    Arena *arena = arena_new();
    struct Source source = {.message = ""};
    struct Buf body;

    buf_init(&body, BODY_MAX);
    for (int i = 0; i < 5000; i++) {
        buf_puts(&body, "dài ");
    }
    cr_assert_leq(strlen(refusal_words(arena, &source, &body)), 400);
    buf_release(&body);
    arena_free(arena);
}
