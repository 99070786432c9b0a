#include "ingest/page.h"

#include "common/text.h"

#include <limits.h>
#include <string.h>

#include "common/banned.h"

/* cJSON's hooks carry no context, so the arena of the page that is being parsed stands here. */
static Arena *parsing_arena;

static void *take_memory(size_t size)
{
    return arena_alloc(parsing_arena, size);
}

static void leave_memory(void *memory)
{
    (void)memory;
}

/*
 * cJSON would end the text at a \u0000 without a word. In its place goes U+FFFD, which no mapped
 * field accepts: the record is rejected, its neighbours are not.
 */
static void expose_nul_escapes(struct Buf *body)
{
    static const char escape[] = "\\u0000";
    char *end = body->data + body->length;

    for (char *at = body->data;
         (at = memmem(at, (size_t)(end - at), escape, sizeof escape - 1)) != NULL; at += 2) {
        size_t backslashes = 1;
        while (at - backslashes >= body->data && at[-(ptrdiff_t)backslashes] == '\\') {
            backslashes++;
        }
        if (backslashes % 2 == 1) {
            memcpy(at, "\\uFFFD", sizeof escape - 1);
        }
    }
}

static bool parse_json(Arena *arena, struct Buf *body, cJSON **root, struct Error *err)
{
    cJSON_Hooks hooks = {take_memory, leave_memory};
    const char *end = NULL;
    const char *start = body->data + (strncmp(body->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0);

    start += strspn(start, " \t\r\n");
    if (*start == '\0') {
        error_set(err, EXIT_SOURCE, "the answer is empty");
        err->transient = true;
        return false;
    }
    if (*start == '<') {
        error_set(err, EXIT_SOURCE, "the answer is a web page, not JSON");
        return error_hint(
            err,
            "a login page? the token may be missing or expired, or the url is that of the screen");
    }
    expose_nul_escapes(body);
    parsing_arena = arena;
    cJSON_InitHooks(&hooks);
    *root = cJSON_ParseWithLengthOpts(start, body->length - (size_t)(start - body->data) + 1, &end,
                                      false);
    if (*root == NULL) {
        error_set(err, EXIT_SOURCE, "the answer is not JSON or ends early, at byte %td of %zu",
                  end - body->data, body->length);
        err->transient = true;
        return false;
    }
    end += strspn(end, " \t\r\n");
    return end == body->data + body->length ||
           error_set(err, EXIT_SOURCE, "the answer has more behind its end, at byte %td of %zu",
                     end - body->data, body->length);
}

static bool check_success(const struct StepContext *context, const struct Source *source,
                          const cJSON *root, struct Error *err)
{
    bool met;
    bool twice = false;
    struct Item message;
    const char *reason = condition_meets(&source->success_condition, context, root, &met);

    if (reason == NULL && met) {
        return true;
    }
    if (source->message[0] == '\0' ||
        step_read_scalar(context, pointer_follow(&source->message_pointer, 0, root, &twice),
                         &message) != NULL ||
        message.kind != ITEM_TEXT) {
        error_set(err, EXIT_SOURCE, "the answer does not say %s", source->success);
        return error_hint(err, "leave [source] success empty when good answers say nothing");
    }
    return error_set(err, EXIT_SOURCE, "the answer does not say %s but '%.200s'", source->success,
                     text_sanitize(context->arena, message.text));
}

static bool read_total(const struct StepContext *context, const struct Source *source,
                       const cJSON *root, struct Page *page, struct Error *err)
{
    bool twice = false;
    struct Item item;

    page->total = -1;
    if (source->total[0] == '\0') {
        return true;
    }
    const char *reason =
        step_read_scalar(context, pointer_follow(&source->total_pointer, 0, root, &twice), &item);
    if (reason == NULL && item.kind == ITEM_NULL) {
        return true;
    }
    return (reason == NULL && item.kind == ITEM_TEXT &&
            text_to_int(item.text, 0, LLONG_MAX, &page->total)) ||
           error_set(err, EXIT_SOURCE, "the answer has no whole number at %s", source->total);
}

bool page_parse(Arena *arena, const struct Source *source, struct Buf *body, struct Page *page,
                struct Error *err)
{
    struct StepContext context = {arena, source->utc_offset_s};
    bool twice = false;
    cJSON *root = NULL;

    if (!parse_json(arena, body, &root, err) || !check_success(&context, source, root, err) ||
        !read_total(&context, source, root, page, err)) {
        return false;
    }
    page->records = pointer_follow(&source->records_pointer, 0, root, &twice);
    if (!cJSON_IsArray(page->records) || twice) {
        error_set(err, EXIT_SOURCE, "the answer has no list at '%s'", source->records);
        return error_hint(err, "[source] records is the JSON Pointer to the list");
    }
    page->count = cJSON_GetArraySize(page->records);
    return true;
}
