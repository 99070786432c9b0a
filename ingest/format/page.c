#include "ingest/format/page.h"

#include "common/outside.h"
#include "common/text.h"
#include "ingest/format/envelope.h"
#include "ingest/map/json.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum {
    MIB = 1024 * 1024,
    RECORD_BYTES_LEAST = 32,
    VALUES_SHARE = 3, /* of the largest page: memory for what is made of it at a time */
    WORDS_MOST = 400,
};

/* A key that is written with escapes is left to cJSON. */
static bool key_is(Arena *arena, const char *key, const char *stop, const char *token)
{
    size_t length = (size_t)(stop - key) - 2;

    if (memchr(key, '\\', length + 1) == NULL) {
        return strlen(token) == length && memcmp(key + 1, token, length) == 0;
    }
    const cJSON *text = json_parse(arena, key, length + 2, &stop);
    return text != NULL && strcmp(cJSON_GetStringValue(text), token) == 0;
}

/*
 * The value of `token` in the object or array that begins at `at`; NULL when it is not there. A key
 * that stands there twice is found when the envelope is parsed.
 */
static const char *find_member(Arena *arena, const char *at, const char *end, const char *token)
{
    bool is_object = at < end && *at == '{';
    long long wanted;
    long long place = 0;

    if (!is_object && (at >= end || *at != '[' || !text_to_int(token, 0, INT_MAX, &wanted))) {
        return NULL;
    }
    for (at = slice_skip_blanks(at + 1, end); at < end; at = slice_skip_blanks(at + 1, end)) {
        bool found = !is_object && place++ == wanted;
        if (is_object) {
            const char *stop = *at == '"' ? slice_skip_value(at, end) : NULL;
            if (stop == NULL) {
                return NULL;
            }
            found = key_is(arena, at, stop, token);
            at = slice_skip_blanks(stop, end);
            if (at == end || *at != ':') {
                return NULL;
            }
            at = slice_skip_blanks(at + 1, end);
        }
        if (found) {
            return at;
        }
        const char *next = slice_skip_value(at, end);
        at = next != NULL ? slice_skip_blanks(next, end) : end;
        if (at == end || *at != ',') {
            return NULL;
        }
    }
    return NULL;
}

/* The byte behind the record at `at`, and where its value begins; a record is a member of an object. */
static const char *skip_member(char *at, const char *end, const char **value)
{
    const char *stop = at < end && *at == '"' ? slice_skip_value(at, end) : NULL;

    stop = stop != NULL ? slice_skip_blanks(stop, end) : end;
    if (stop == end || *stop != ':') {
        return NULL;
    }
    *value = slice_skip_blanks(stop + 1, end);
    return *value < end ? slice_skip_value(*value, end) : NULL;
}

/*
 * Cuts the list that begins at `at`, an array or an object; returns the byte behind it, or NULL when it
 * has no good end or too many records. all_objects tells whether each of them is an object.
 */
static char *cut_list(struct Slices *list, bool *all_objects, char *at, const char *end)
{
    char closing = *at == '{' ? '}' : ']';

    at += slice_skip_blanks(at + 1, end) - at;
    if (at < end && *at == closing) {
        return at + 1;
    }
    for (;;) {
        const char *value = at;
        const char *stop =
            closing == '}' ? skip_member(at, end, &value) : slice_skip_value(at, end);
        if (stop == NULL || !slices_add(list, at, (size_t)(stop - at))) {
            return NULL;
        }
        *all_objects = *all_objects && *value == '{';
        at += slice_skip_blanks(stop, end) - at;
        if (at == end || (*at != ',' && *at != closing)) {
            return NULL;
        }
        if (*at == closing) {
            return at + 1;
        }
        at += slice_skip_blanks(at + 1, end) - at;
    }
}

size_t page_records_most(const struct Buf *body)
{
    return body->limit / RECORD_BYTES_LEAST;
}

size_t page_values_most(const struct Source *source)
{
    return VALUES_SHARE * (size_t)source->limits.max_body_mb * MIB;
}

bool page_too_large_record(int place, struct Error *err)
{
    error_set(err, EXIT_SOURCE, "record %d of the page has too many values for its memory", place);
    return error_hint(err, "raise [limits] max_page_mb if such a record is right");
}

bool page_too_many_records(const struct Buf *body, struct Error *err)
{
    error_set(err, EXIT_SOURCE, "the page has more than %zu records", page_records_most(body));
    return envelope_too_large(err);
}

static int compare_place(const void *place, const void *flaw)
{
    return *(const int *)place - ((const struct Flaw *)flaw)->place;
}

const struct Flaw *page_flaw(const struct Page *page, int place)
{
    return page->flaw_count == 0 ? NULL
                                 : bsearch(&place, page->flaws, (size_t)page->flaw_count,
                                           sizeof *page->flaws, compare_place);
}

/*
 * An object is a list where a rule reads the keys of its members: elsewhere it may be the words of an
 * error in the place of the list. A draft has no rules yet, and its writer wants to see what there is.
 */
static bool may_be_keyed(const struct Source *source)
{
    return source->map != NULL &&
           (fieldmap_reads(source->map, JSON_KEY) || fieldmap_is_empty(source->map));
}

/* The list that [source] records points to, or NULL. */
static char *find_list(Arena *arena, const struct Source *source, char *at, const char *end)
{
    const struct Pointer *pointer = &source->records_pointer;
    const char *found = at;

    for (int i = 0; found != NULL && i < pointer->count; i++) {
        found = find_member(arena, found, end, pointer->tokens[i]);
    }
    bool is_list =
        found != NULL && found < end && (*found == '[' || (*found == '{' && may_be_keyed(source)));
    return is_list ? at + (found - at) : NULL;
}

const char *page_message(const struct ItemContext *context, const struct Source *source,
                         const cJSON *root)
{
    bool twice = false;
    struct Item message;

    if (source->message[0] == '\0' ||
        item_read(context, pointer_follow(&source->message_pointer, 0, root, &twice), &message) !=
            NULL ||
        message.kind != ITEM_TEXT) {
        return NULL;
    }
    return outside_text(context->arena, arena_strndup(context->arena, message.text,
                                                      strnlen(message.text, WORDS_MOST)));
}

static bool check_success(const struct ItemContext *context, const struct Source *source,
                          const cJSON *root, struct Error *err)
{
    bool met;
    const char *reason = condition_meets(&source->success_condition, context, root, &met);

    if (reason == NULL && met) {
        return true;
    }
    const char *words = page_message(context, source, root);
    if (words == NULL) {
        error_set(err, EXIT_SOURCE, "the answer does not say %s", source->success);
        return error_hint(err, "leave [source] success empty when good answers say nothing");
    }
    return error_set(err, EXIT_SOURCE, "the answer does not say %s but '%.200s'", source->success,
                     words);
}

static bool no_list(const struct Source *source, struct Error *err)
{
    error_set(err, EXIT_SOURCE, "the answer has no list at '%s'", source->records);
    return error_hint(
        err, "[source] records is the JSON Pointer to the list; of an object whose members "
             "are the records a rule reads the keys: code = /" JSON_KEY);
}

bool page_parse(Arena *arena, const struct Source *source, const struct Buf *body,
                struct Page *page, struct Error *err)
{
    struct ItemContext context = source_context(source, arena, NULL);
    struct Slices records = {.arena = arena, .most = page_records_most(body)};
    bool all_objects = true;
    const char *end = body->data + body->length;
    const cJSON *root = NULL;
    bool twice = false;

    page->refused = false;
    char *start = envelope_start(body, err);
    if (start == NULL) {
        page->refused = !err->transient;
        return false;
    }
    /* Without a list all of it is parsed, which tells what is wrong. */
    char *list = find_list(arena, source, start, end);
    char *list_end = list != NULL ? cut_list(&records, &all_objects, list, end) : NULL;
    if (list != NULL && list_end == NULL) {
        return records.count == records.most ? page_too_many_records(body, err)
                                             : envelope_broken(body, end, err);
    }
    page->keyed = list != NULL && *list == '{';
    if (page->keyed && !fieldmap_reads(source->map, JSON_KEY) &&
        (records.count == 0 || !all_objects)) {
        list = NULL;
    }
    if (!envelope_parse(arena, body, start, list, list_end, &root, err)) {
        return false;
    }
    page->refused = !check_success(&context, source, root, err);
    if (page->refused) {
        return false;
    }
    if (list == NULL || !cJSON_IsArray(pointer_follow(&source->records_pointer, 0, root, &twice)) ||
        twice) {
        return no_list(source, err);
    }
    page->envelope = root;
    page->records = records.items;
    page->count = (int)records.count;
    return true;
}
