#include "ingest/fetch/link.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "common/banned.h"

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t");
}

/* A parameter's value, with the quotes of a quoted string undone; *at goes behind it. */
static const char *take_value(Arena *arena, const char **at)
{
    if (**at != '"') {
        size_t length = strcspn(*at, " \t;,");
        const char *value = arena_strndup(arena, *at, length);
        *at += length;
        return value;
    }
    char *value = arena_strdup(arena, *at + 1);
    char *out = value;
    const char *in = *at + 1;
    for (; *in != '\0' && *in != '"'; in++) {
        in += *in == '\\' && in[1] != '\0' ? 1 : 0;
        *out++ = *in;
    }
    *out = '\0';
    *at = *in == '"' ? in + 1 : in;
    return value;
}

/* Relation types are compared without regard to case (RFC 8288, section 2.1.1). */
static bool lists_next(const char *types)
{
    while (*types != '\0') {
        size_t length = strcspn(types, " \t");
        if (length == strlen("next") && strncasecmp(types, "next", length) == 0) {
            return true;
        }
        types = skip_blanks(types + length);
    }
    return false;
}

/* Reads the parameters of one link; only the first rel counts (section 3.3). */
static bool is_next(Arena *arena, const char **at)
{
    bool has_rel = false;
    bool next = false;
    bool elsewhere = false;

    for (*at = skip_blanks(*at); **at == ';'; *at = skip_blanks(*at)) {
        *at = skip_blanks(*at + 1);
        size_t length = strcspn(*at, " \t=;,");
        const char *name = *at;
        const char *value = "";
        *at = skip_blanks(*at + length);
        if (**at == '=') {
            *at = skip_blanks(*at + 1);
            value = take_value(arena, at);
        }
        if (length == strlen("rel") && strncasecmp(name, "rel", length) == 0 && !has_rel) {
            has_rel = true;
            next = lists_next(value);
        }
        elsewhere =
            elsewhere || (length == strlen("anchor") && strncasecmp(name, "anchor", length) == 0);
    }
    return next && !elsewhere;
}

const char *link_next(Arena *arena, const char *value)
{
    const char *at = value + strspn(value, " \t,");

    while (*at == '<') {
        size_t length = strcspn(at + 1, ">");
        const char *target = arena_strndup(arena, at + 1, length);
        if (at[1 + length] == '\0') {
            return NULL;
        }
        at += length + 2;
        if (is_next(arena, &at)) {
            return target;
        }
        at += strspn(at, " \t,");
    }
    return NULL;
}
