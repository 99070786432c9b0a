#include "ingest/format/refusal.h"

#include "common/outside.h"
#include "common/text.h"
#include "common/utf8.h"
#include "ingest/format/envelope.h"
#include "ingest/format/page.h"

#include <string.h>
#include <strings.h>

#include "common/banned.h"

enum { WORDS_MOST = 400 };

/* In one line, without blanks at its ends; NULL when nothing is left. */
static const char *tidy(Arena *arena, const char *text, size_t length)
{
    char *line = arena_strndup(arena, text, length < WORDS_MOST ? length : WORDS_MOST);
    char *out = line;

    for (const char *in = line; *in != '\0'; in++) {
        bool blank = strchr(" \t\r\n", *in) != NULL;
        if (!blank || (out > line && out[-1] != ' ')) {
            *out++ = (char)(blank ? ' ' : *in);
        }
    }
    *out = '\0';
    const char *words = outside_text(arena, text_trim(arena, line));
    return words[0] != '\0' ? words : NULL;
}

static const char *words_of_web_page(Arena *arena, const struct Buf *body)
{
    const char *title = strcasestr(body->data, "<title");
    const char *start = title != NULL ? strchr(title, '>') : NULL;
    const char *end = start != NULL ? strcasestr(start, "</title") : NULL;

    return end != NULL ? tidy(arena, start + 1, (size_t)(end - start - 1)) : NULL;
}

/* OAuth 2.0, RFC 9457, and what frameworks have; an object among them has the words in it. */
static const char *words_of_json(Arena *arena, const cJSON *node)
{
    static const char *const names[] = {
        "message", "error_description", "detail", "error_message", "title", "error", "msg",
        "errors"};

    if (cJSON_IsString(node)) {
        return tidy(arena, node->valuestring, strlen(node->valuestring));
    }
    if (cJSON_IsArray(node)) {
        return node->child != NULL ? words_of_json(arena, node->child) : NULL;
    }
    for (size_t i = 0; cJSON_IsObject(node) && i < sizeof names / sizeof names[0]; i++) {
        const char *words = words_of_json(arena, cJSON_GetObjectItemCaseSensitive(node, names[i]));
        if (words != NULL) {
            return words;
        }
    }
    return NULL;
}

const char *refusal_words(Arena *arena, const struct Source *source, const struct Buf *body)
{
    struct ItemContext context = source_context(source, arena, NULL);
    const char *start = body->data + strspn(body->data, " \t\r\n");
    struct Error unused;
    const cJSON *root = NULL;

    if (envelope_is_web_page(body)) {
        return words_of_web_page(arena, body);
    }
    if (envelope_parse_whole(arena, body, &root, &unused)) {
        const char *words = page_message(&context, source, root);
        return words != NULL ? words : words_of_json(arena, root);
    }
    bool is_text = strchr("{[", *start) == NULL && utf8_is_valid(body->data, body->length);
    return is_text ? tidy(arena, body->data, body->length) : NULL;
}
