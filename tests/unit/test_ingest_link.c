#include "ingest/fetch/link.h"

#include <criterion/criterion.h>

#include "common/banned.h"

Test(link, finds_the_next_page)
{
    static const struct {
        const char *value;
        const char *next;
    } cases[] = {
        {"<https://a.example/x?page=2>; rel=\"next\"", "https://a.example/x?page=2"},
        {"</x?a=1,2;b=3>; rel=next", "/x?a=1,2;b=3"},
        {"<a>; rel=\"prev\", <b>; rel=\"next\", <c>; rel=last", "b"},
        {"<a>;rel=prev,<b>;REL=\"last NEXT\"", "b"},
        {"<a>; title=\"x, <y>; rel=next\"; rel=prev, <b>; rel=next", "b"},
        {"<a>; title=\"quote \\\" rel=next\"; rel=up , <b> ; rel = \"next\"", "b"},
        {"<a>; rel=prev; rel=next, <b>; rel=next", "b"},
        {"<a>; rel=next; anchor=\"#x\", <b>; rel=next", "b"},
        {", ,<b>; rel=next", "b"},
        {"<>; rel=next", ""},
        {"", NULL},
        {"<a>; rel=nextpage", NULL},
        {"<a>; rel=\"next", "a"},
        {"<a", NULL},
        {"a; rel=next", NULL},
        {"<a>; rel", NULL},
        {"<a>", NULL},
    };
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *next = link_next(arena, cases[i].value);
        if (cases[i].next == NULL) {
            cr_assert_null(next, "%s: %s", cases[i].value, next);
        } else {
            cr_assert_not_null(next, "%s", cases[i].value);
            cr_assert_str_eq(next, cases[i].next, "%s: %s", cases[i].value, next);
        }
    }
    arena_free(arena);
}
