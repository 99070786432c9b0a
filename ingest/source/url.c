#include "ingest/source/url.h"

#include "common/outside.h"
#include "common/text.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "common/banned.h"

enum { ORIGIN_SIZE = 512 };

bool url_escape(struct Buf *out, const char *text)
{
    return buf_escape_percent(out, text, TEXT_ALPHANUMERIC "-._~");
}

const char *url_resolve(Arena *arena, const char *base, const char *reference)
{
    CURLU *parts = curl_url();
    char *text = NULL;
    const char *absolute = NULL;

    if (parts != NULL && curl_url_set(parts, CURLUPART_URL, base, 0) == CURLUE_OK &&
        curl_url_set(parts, CURLUPART_URL, reference, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_URL, &text, 0) == CURLUE_OK &&
        (strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0)) {
        absolute = arena_strdup(arena, text);
    }
    curl_free(text);
    curl_url_cleanup(parts);
    return absolute;
}

static bool same_part(CURLU *a, CURLU *b, CURLUPart part)
{
    char *text_a = NULL;
    char *text_b = NULL;
    bool same = curl_url_get(a, part, &text_a, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                curl_url_get(b, part, &text_b, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                strcasecmp(text_a, text_b) == 0;

    curl_free(text_a);
    curl_free(text_b);
    return same;
}

void url_origin(const char *url, char *text, size_t size)
{
    static const CURLUPart rest[] = {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY,
                                     CURLUPART_FRAGMENT};
    CURLU *parts = curl_url();
    char *origin = NULL;

    text[0] = '\0';
    if (parts != NULL && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK) {
        for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++) {
            curl_url_set(parts, rest[i], NULL, 0);
        }
        if (curl_url_set(parts, CURLUPART_PATH, "/", 0) == CURLUE_OK &&
            curl_url_get(parts, CURLUPART_URL, &origin, 0) == CURLUE_OK) {
            origin[strlen(origin) - 1] = '\0';
            Arena *arena = arena_new();
            snprintf(text, size, "%s", outside_text(arena, origin));
            arena_free(arena);
        }
    }
    curl_free(origin);
    curl_url_cleanup(parts);
}

static bool is_key_name(const char *name, size_t length)
{
    static const char *const words[] = {"token", "key",  "secret", "pass", "pwd",   "sig",
                                        "sess",  "auth", "sid",    "code", "cookie"};
    char text[64];

    snprintf(text, sizeof text, "%.*s", (int)(length < sizeof text ? length : sizeof text - 1),
             name);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcasestr(text, words[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* Of the query; all of one that has no names. */
static const char *query_shown(Arena *arena, const char *query)
{
    const char *shown = "";

    for (const char *at = query; *at != '\0';) {
        size_t length = strcspn(at, "&");
        size_t name = strcspn(at, "=&");
        bool is_hidden = name == length || is_key_name(at, name);
        shown = arena_printf(arena, "%s%s%.*s%s", shown, at == query ? "?" : "&",
                             (int)(is_hidden ? (name == length ? 0 : name + 1) : length), at,
                             is_hidden ? "***" : "");
        at += length + (at[length] == '&');
    }
    return shown;
}

const char *url_shown(Arena *arena, const char *url)
{
    CURLU *parts = curl_url();
    char *path = NULL, *query = NULL;
    char origin[ORIGIN_SIZE];
    const char *shown = "";

    url_origin(url, origin, sizeof origin);
    if (parts != NULL && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_PATH, &path, 0) == CURLUE_OK) {
        bool has_query = curl_url_get(parts, CURLUPART_QUERY, &query, 0) == CURLUE_OK;
        shown = outside_text(arena, arena_printf(arena, "%s%s%s", origin, path,
                                                 has_query ? query_shown(arena, query) : ""));
    }
    curl_free(path);
    curl_free(query);
    curl_url_cleanup(parts);
    return shown;
}

bool url_same_origin(const char *url_a, const char *url_b)
{
    CURLU *a = curl_url();
    CURLU *b = curl_url();
    bool same = a != NULL && b != NULL && curl_url_set(a, CURLUPART_URL, url_a, 0) == CURLUE_OK &&
                curl_url_set(b, CURLUPART_URL, url_b, 0) == CURLUE_OK &&
                same_part(a, b, CURLUPART_SCHEME) && same_part(a, b, CURLUPART_HOST) &&
                same_part(a, b, CURLUPART_PORT);

    curl_url_cleanup(a);
    curl_url_cleanup(b);
    return same;
}
