#include "ingest/source/url.h"

#include <criterion/criterion.h>

#include "common/banned.h"

Test(url, knows_what_may_see_a_credential)
{
    static const struct {
        const char *a;
        const char *b;
        bool same;
    } cases[] = {
        {"https://a.example/x", "https://a.example/y?z=1", true},
        {"https://a.example/x", "https://A.EXAMPLE:443/", true},
        {"http://a.example/", "http://a.example:80/", true},
        {"https://a.example/", "http://a.example/", false},
        {"https://a.example/", "https://a.example:444/", false},
        {"https://a.example/", "https://b.example/", false},
        {"https://a.example/", "https://a.example.b.example/", false},
        {"https://a.example/", "https://u@b.example/a.example", false},
        {"https://a.example/", "not a url", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_eq(url_same_origin(cases[i].a, cases[i].b), cases[i].same, "%s", cases[i].b);
    }
}

Test(url, resolves_a_reference)
{
    static const struct {
        const char *reference;
        const char *absolute; /* NULL = none that may be asked */
    } cases[] = {
        {"https://b.example/z", "https://b.example/z"},
        {"/z?p=2", "https://a.example/z?p=2"},
        {"z", "https://a.example/x/z"},
        {"?p=2", "https://a.example/x/y?p=2"},
        {"//b.example/z", "https://b.example/z"},
        {"file:///etc/passwd", NULL},
        {"sftp://a.example/z", NULL},
    };
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *absolute = url_resolve(arena, "https://a.example/x/y?p=1", cases[i].reference);
        if (cases[i].absolute == NULL) {
            cr_assert_null(absolute, "%s: %s", cases[i].reference, absolute);
        } else {
            cr_assert_not_null(absolute, "%s", cases[i].reference);
            cr_assert_str_eq(absolute, cases[i].absolute, "%s: %s", cases[i].reference, absolute);
        }
    }
    arena_free(arena);
}

Test(url, escapes_all_but_the_plain)
{
    struct Buf out;

    buf_init(&out, 100);
    cr_assert(url_escape(&out, "aZ9-._~ /?&=+%đ\"\n"));
    cr_assert_str_eq(out.data, "aZ9-._~%20%2F%3F%26%3D%2B%25%C4%91%22%0A");
    buf_release(&out);
}
