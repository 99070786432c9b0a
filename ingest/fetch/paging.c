#include "ingest/fetch/paging.h"

#include "ingest/source/reach.h"
#include "ingest/source/spot.h"
#include "ingest/source/url.h"

#include <stdio.h>
#include <string.h>

#include "common/banned.h"

enum { NEXT_BYTES_MAX = 8192, EMPTY_PAGES_MOST = 10, STATUS_BYTES = 24 };

/* A gone, missing or impossible page; what tells of a wrong login or a limit is never the end. */
static const char end_statuses[] = "400 404 410 416 422";

/* What distinguishes a kind from the others. */
struct PagingWays {
    const char *placeholder; /* that a POST must have in its body; "" = none */
    bool server_url;         /* from the second page on the server says the URL */
    bool (*params)(const struct Source *source, const struct Place *place, struct Buf *url);
    bool (*advance)(const struct Source *source, struct Place *place, const struct Answer *answer,
                    struct Error *err);
};

bool paging_put_param(struct Buf *url, const char *name, const char *value)
{
    return buf_putc(url, strchr(url->data, '?') == NULL ? '?' : '&') && buf_puts(url, name) &&
           buf_putc(url, '=') && url_escape(url, value);
}

static bool put_number(struct Buf *url, const char *name, long long number)
{
    char text[24];

    snprintf(text, sizeof text, "%lld", number);
    return name[0] == '\0' || paging_put_param(url, name, text);
}

/* ---- none: one answer holds all ---- */

static bool no_params(const struct Source *source, const struct Place *place, struct Buf *url)
{
    (void)source;
    (void)place;
    (void)url;
    return true;
}

static bool end_here(const struct Source *source, struct Place *place, const struct Answer *answer,
                     struct Error *err)
{
    (void)source;
    (void)answer;
    (void)err;
    place->unnamed = true;
    place->done = true;
    return true;
}

/* ---- page, offset, range: the client counts, up to the stated total or an empty page ---- */

static bool page_params(const struct Source *source, const struct Place *place, struct Buf *url)
{
    return put_number(url, source->page_param, source->first + place->page) &&
           put_number(url, source->size_param, source->size);
}

static bool offset_params(const struct Source *source, const struct Place *place, struct Buf *url)
{
    return put_number(url, source->offset_param, source->first_record + place->offset) &&
           put_number(url, source->size_param, source->size);
}

static bool range_params(const struct Source *source, const struct Place *place, struct Buf *url)
{
    long long start = source->first_record + place->offset;

    return put_number(url, source->start_param, start) &&
           put_number(url, source->end_param, start + source->size);
}

static bool count_on(const struct Source *source, struct Place *place, const struct Answer *answer,
                     struct Error *err)
{
    (void)source;
    (void)err;
    place->done =
        place->empty > 0 || (answer->page->total >= 0 && place->offset >= answer->page->total);
    return true;
}

/* ---- cursor, next, link: the server says where it goes on, until it says nothing ---- */

static bool size_param(const struct Source *source, const struct Place *place, struct Buf *url)
{
    (void)place;
    return put_number(url, source->size_param, source->size);
}

static bool cursor_params(const struct Source *source, const struct Place *place, struct Buf *url)
{
    return (place->next.length == 0 ||
            paging_put_param(url, source->cursor_param, place->next.data)) &&
           size_param(source, place, url);
}

/*
 * Goes on at next (NULL or "": the list ends). An empty page is not the end while the server names the
 * next one, since some leave out records after they have cut the pages; but some name one for ever.
 */
static bool go_on(struct Place *place, const char *next, struct Error *err)
{
    buf_clear(&place->next);
    place->done = next == NULL || next[0] == '\0' || place->empty > EMPTY_PAGES_MOST;
    return place->done || buf_puts(&place->next, next) ||
           error_set(err, EXIT_SOURCE, "what the server gives for the next page is too long");
}

static bool read_next(const struct Source *source, struct Place *place, const struct Answer *answer,
                      const char **next, struct Error *err)
{
    bool there;

    if (!answer_read(answer, &source->next_spot, next, &there, err)) {
        return error_prefix(err, "the answer's word on the next page");
    }
    place->unnamed = !there;
    return true;
}

static bool follow_cursor(const struct Source *source, struct Place *place,
                          const struct Answer *answer, struct Error *err)
{
    const char *next = NULL;

    return read_next(source, place, answer, &next, err) && go_on(place, next, err);
}

static bool go_on_at_url(struct Place *place, const struct Answer *answer, const char *reference,
                         struct Error *err)
{
    const struct Source *source = answer->source;
    const char *url = NULL;

    if (reference != NULL) {
        url = url_resolve(answer->arena, answer->url, reference);
        if (url == NULL) {
            return error_set(err, EXIT_SOURCE, "the address of the next page is no http(s) URL");
        }
        if (!reach_check_url(source->url, source->hosts, answer->url, url, err)) {
            return error_prefix(err, "the next page");
        }
    }
    return go_on(place, url, err);
}

static bool follow_url(const struct Source *source, struct Place *place,
                       const struct Answer *answer, struct Error *err)
{
    const char *next = NULL;

    return read_next(source, place, answer, &next, err) && go_on_at_url(place, answer, next, err);
}

static bool follow_link(const struct Source *source, struct Place *place,
                        const struct Answer *answer, struct Error *err)
{
    const char *next = http_next_link(answer->http, answer->arena);

    (void)source;
    place->unnamed = next == NULL;
    return go_on_at_url(place, answer, next, err);
}

/* ---- the table ---- */

static const struct PagingWays ways_of[] = {
    [PAGING_NONE] = {"", false, no_params, end_here},
    [PAGING_PAGE] = {"page", false, page_params, count_on},
    [PAGING_OFFSET] = {"offset", false, offset_params, count_on},
    [PAGING_RANGE] = {"offset", false, range_params, count_on},
    [PAGING_CURSOR] = {"cursor", false, cursor_params, follow_cursor},
    [PAGING_NEXT] = {"", true, size_param, follow_url},
    [PAGING_LINK] = {"", true, size_param, follow_link},
};

_Static_assert(sizeof ways_of / sizeof ways_of[0] == PAGING_KINDS,
               "every kind of paging has its way");

void paging_init(struct Place *place)
{
    *place = (struct Place){.page = 0};
    buf_init(&place->next, NEXT_BYTES_MAX);
}

void paging_release(struct Place *place)
{
    buf_release(&place->next);
}

static bool compile_end(Arena *arena, struct Source *source, struct Error *err)
{
    if (source->end[0] != '\0' && spot_around(source) == SPOT_NOWHERE) {
        return error_set(err, EXIT_SETTINGS,
                         "[paging] end: expected nothing, a csv has no place for it");
    }
    return source_condition(arena, "[paging] end", source->end, &source->end_condition, err);
}

bool paging_compile(Arena *arena, struct Source *source, struct Error *err)
{
    const struct PagingWays *ways = &ways_of[source->paging->number];
    bool is_cursor = source->paging->number == PAGING_CURSOR;

    if (source->method->number == METHOD_POST && ways->placeholder[0] != '\0' &&
        !template_has(&source->body_template, ways->placeholder)) {
        return error_set(err, EXIT_SETTINGS,
                         "[request] body: expected {%s} in it for [paging] kind = %s",
                         ways->placeholder, source->paging->name);
    }
    return spot_compile(arena, source, is_cursor ? "[paging] cursor" : "[paging] next",
                        is_cursor ? source->cursor : source->next, &source->next_spot, err) &&
           compile_end(arena, source, err);
}

bool paging_is_end_status(const char *text)
{
    for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
        char status[STATUS_BYTES] = "";
        size_t length = strcspn(text, " ");
        memcpy(status, text, length < sizeof status ? length : sizeof status - 1);
        if (!kind_lists(end_statuses, status)) {
            return false;
        }
        text += length;
    }
    return true;
}

static bool lists_status(const char *list, long status)
{
    char text[STATUS_BYTES];

    snprintf(text, sizeof text, "%ld", status);
    return kind_lists(list, text);
}

bool paging_may_end(long status)
{
    return lists_status(end_statuses, status);
}

bool paging_ends(const struct Source *source, long status)
{
    return lists_status(source->end_status, status);
}

const char *paging_url(const struct Source *source, const struct Place *place)
{
    const struct PagingWays *ways = &ways_of[source->paging->number];

    return ways->server_url && place->next.length > 0 ? place->next.data : NULL;
}

bool paging_params(const struct Source *source, const struct Place *place, struct Buf *url)
{
    const struct PagingWays *ways = &ways_of[source->paging->number];

    return ways->params(source, place, url);
}

/* Where the server says which page is the last, a list that ends before it has broken off. */
static bool check_said(const struct Source *source, const struct Place *place,
                       const struct Answer *answer, struct Error *err)
{
    bool all = answer->page->total >= 0 && place->offset >= answer->page->total;

    if (!place->done || all || !source->end_condition.given) {
        return true;
    }
    error_set(err, EXIT_SOURCE, "the list breaks off: no answer said %s", source->end);
    return error_hint(err, "are [paging] end and what names the next page right?");
}

bool paging_advance(const struct Source *source, struct Place *place, const struct Answer *answer,
                    struct Error *err)
{
    const struct PagingWays *ways = &ways_of[source->paging->number];
    bool last = false;

    place->page++;
    place->offset += answer_records(answer);
    place->empty = answer_records(answer) == 0 ? place->empty + 1 : 0;
    place->unnamed = false;
    if (!answer->page->ended && !answer_is_last(answer, &last, err)) {
        return false;
    }
    if (answer->page->ended || last) {
        place->done = true;
        return true;
    }
    return ways->advance(source, place, answer, err) && check_said(source, place, answer, err);
}
