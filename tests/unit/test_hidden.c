#include "common/hidden.h"

#include "common/arena.h"
#include "common/error.h"
#include "common/outside.h"
#include "common/sanitize.h"
#include "common/text.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "common/banned.h"

static const char secret[] = "q7/Zt+p&W2 \"xK9\"-vLm";

Test(hidden, a_secret_is_found_in_every_form)
{
    static const char *const texts[] = {
        "q7/Zt+p&W2 \"xK9\"-vLm",
        "Q7/ZT+P&w2 \"XK9\"-VLM",
        "q7%2FZt%2Bp%26W2%20%22xK9%22-vLm",
        "q7%2fZt%2bp%26W2+%22xK9%22-vLm",
        "q7%252FZt%252Bp%2526W2%2520%2522xK9%2522-vLm",
        "q7\\/Zt+p\\u0026W2 \\\"xK9\\\"-vLm",
        "q7/Zt+p&amp;W2 &quot;xK9&quot;-vLm",
        "q7&#47;Zt&#x2B;p&#38;W2 &#34;xK9&#34;-vLm",
        "q7/Zt+p&W2=20=22xK9=22-vLm",
        "q7/Zt+\r\n p&W2 \"xK9\"-\xE2\x80\x8BvLm",
        "71372f5a742b702657322022784b39222d764c6d",
        "71372F5A742B702657322022784B39222D764C6D",
        /* of "motcua:" and the secret, so that it begins at each place of three */
        "bW90Y3VhOnE3L1p0K3AmVzIgInhLOSItdkxt",
        "dXNlcjpxNy9adCtwJlcyICJ4SzkiLXZMbQ==",
        "YTpxNy9adCtwJlcyICJ4SzkiLXZMbQ",
        "YWI6cTcvWnQrcCZXMiAieEs5Ii12TG0",
        "dXNlcjpxNy9adCtwJlcyICJ4SzkiLXZMbQ%3D%3D",
    };
    char line[256];

    hidden_learn(secret);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        sanitize_into(line, sizeof line, texts[i], HIDDEN_WHOLE);
        cr_assert_str_eq(line, "***", "%s: %s", texts[i], line);
    }
    sanitize_into(line, sizeof line, "Authorization: Basic YTpxNy9adCtwJlcyICJ4SzkiLXZMbQ==; next",
                  HIDDEN_WHOLE);
    cr_assert_str_eq(line, "Authorization: Basic ***; next");
}

Test(hidden, parts_of_it_are_masked_in_the_words_of_others)
{
    Arena *arena = arena_new();

    hidden_learn("s3cret-token-of-1999");
    cr_assert_str_eq(outside_text(arena, "wrong token s3cret-to... given"),
                     "wrong token ***... given");
    cr_assert_str_eq(outside_text(arena, "got [cret-tok] and [en-of-19]"), "got [***] and [***]");
    cr_assert_str_eq(outside_text(arena, "got s3cret%2Dtoken"), "got ***");
    cr_assert_str_eq(outside_text(arena, "the token has expired"), "the token has expired");
    /* Own words may share some letters with it. */
    cr_assert_str_eq(text_sanitize(arena, "file '/etc/a-token'"), "file '/etc/a-token'");
    arena_free(arena);
}

Test(hidden, a_short_secret_spares_own_words)
{
    Arena *arena = arena_new();

    hidden_learn("2024");
    cr_assert_str_eq(outside_text(arena, "password 2024 is wrong"), "password *** is wrong");
    cr_assert_str_eq(text_sanitize(arena, "2024-05-17"), "2024-05-17");
    arena_free(arena);
}

Test(hidden, errors_tell_no_secret)
{
    struct Error err;

    hidden_learn("first-secret");
    hidden_learn("second-secret");
    error_set(&err, EXIT_SOURCE, "page %d: '%s'", 2, "first-secret");
    error_hint(&err, "try %s", "second-secret");
    error_prefix(&err, "source '%s'", "second-secret");
    cr_assert_str_eq(err.message, "source '***': page 2: '***'");
    cr_assert_str_eq(err.hint, "try ***");
}

Test(hidden, many_sessions_are_learned_and_the_last_ones_known)
{
    char session[32], line[64];

    for (int i = 0; i < 100; i++) {
        snprintf(session, sizeof session, "session-number-%d-", i);
        hidden_learn(session);
        hidden_learn(session);
    }
    sanitize_into(line, sizeof line, "<session-number-99-> <session-number-68->", HIDDEN_WHOLE);
    cr_assert_str_eq(line, "<***> <***>");
    hidden_learn("");
    sanitize_into(line, sizeof line, "nothing", HIDDEN_WHOLE);
    cr_assert_str_eq(line, "nothing");
}
