#include "ingest/paging.h"

#include "common/text.h"
#include "ingest/url.h"

#include <stdio.h>
#include <string.h>

#include "common/banned.h"

enum { NEXT_BYTES_MAX = 8192 };

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
    place->done = answer->page->count == 0 ||
                  (answer->page->total >= 0 && place->offset >= answer->page->total);
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

/* Goes on at next (NULL or "": the list ends); an empty page is the end as well. */
static bool go_on(struct Place *place, const struct Answer *answer, const char *next,
                  struct Error *err)
{
    buf_clear(&place->next);
    place->done = answer->page->count == 0 || next == NULL || next[0] == '\0';
    return place->done || buf_puts(&place->next, next) ||
           error_set(err, EXIT_SOURCE, "what the server gives for the next page is too long");
}

static bool read_next(const struct Source *source, const struct Answer *answer, const char **next,
                      struct Error *err)
{
    struct StepContext context = {.arena = answer->arena};
    bool twice = false;
    struct Item item;
    const char *reason = step_read_scalar(
        &context, pointer_follow(&source->next_pointer, 0, answer->page->envelope, &twice), &item);

    if (reason != NULL || twice) {
        return error_set(err, EXIT_SOURCE,
                         "the answer's word on the next page is not one text or number");
    }
    *next = item.kind == ITEM_TEXT ? item.text : NULL;
    return true;
}

static bool follow_cursor(const struct Source *source, struct Place *place,
                          const struct Answer *answer, struct Error *err)
{
    const char *next = NULL;

    return read_next(source, answer, &next, err) && go_on(place, answer, next, err);
}

static bool go_on_at_url(struct Place *place, const struct Answer *answer, const char *reference,
                         struct Error *err)
{
    const char *url = NULL;

    if (reference != NULL) {
        url = url_resolve(answer->arena, answer->url, reference);
        if (url == NULL) {
            return error_set(err, EXIT_SOURCE, "the address of the next page is no http(s) URL");
        }
    }
    return go_on(place, answer, url, err);
}

static bool follow_url(const struct Source *source, struct Place *place,
                       const struct Answer *answer, struct Error *err)
{
    const char *next = NULL;

    return read_next(source, answer, &next, err) && go_on_at_url(place, answer, next, err);
}

static bool follow_link(const struct Source *source, struct Place *place,
                        const struct Answer *answer, struct Error *err)
{
    (void)source;
    return go_on_at_url(place, answer, http_next_link(answer->http, answer->arena), err);
}

/* ---- the table ---- */

static const struct PagingWays none_ways = {"", false, no_params, end_here};
static const struct PagingWays page_ways = {"page", false, page_params, count_on};
static const struct PagingWays offset_ways = {"offset", false, offset_params, count_on};
static const struct PagingWays range_ways = {"offset", false, range_params, count_on};
static const struct PagingWays cursor_ways = {"cursor", false, cursor_params, follow_cursor};
static const struct PagingWays next_ways = {"", true, size_param, follow_url};
static const struct PagingWays link_ways = {"", true, size_param, follow_link};

const struct Kind paging_kinds[] = {
    {"none", "", "", &none_ways},
    {"page", "page_param size_param size first", "", &page_ways},
    {"offset", "offset_param size_param size first_record", "", &offset_ways},
    {"range", "start_param end_param size first_record", "", &range_ways},
    {"cursor", "cursor cursor_param size_param size", "cursor", &cursor_ways},
    {"next", "next size_param size", "next", &next_ways},
    {"link", "size_param size", "", &link_ways},
    {0},
};

void paging_init(struct Place *place)
{
    *place = (struct Place){.page = 0};
    buf_init(&place->next, NEXT_BYTES_MAX);
}

void paging_release(struct Place *place)
{
    buf_release(&place->next);
}

bool paging_compile(Arena *arena, struct Source *source, struct Error *err)
{
    source->paging = kind_find(paging_kinds, source->paging_name);
    const struct PagingWays *ways = source->paging->ways;
    const char *pointer =
        kind_lists(source->paging->uses, "cursor") ? source->cursor : source->next;

    if (text_equal(source->method, "POST") && ways->placeholder[0] != '\0' &&
        !template_has(&source->body_template, ways->placeholder)) {
        return error_set(err, EXIT_SETTINGS,
                         "[request] body: expected {%s} in it for [paging] kind = %s",
                         ways->placeholder, source->paging->name);
    }
    return pointer_compile(arena, pointer, &source->next_pointer, err);
}

const char *paging_url(const struct Source *source, const struct Place *place)
{
    const struct PagingWays *ways = source->paging->ways;

    return ways->server_url && place->next.length > 0 ? place->next.data : NULL;
}

bool paging_params(const struct Source *source, const struct Place *place, struct Buf *url)
{
    const struct PagingWays *ways = source->paging->ways;

    return ways->params(source, place, url);
}

bool paging_advance(const struct Source *source, struct Place *place, const struct Answer *answer,
                    struct Error *err)
{
    const struct PagingWays *ways = source->paging->ways;

    place->page++;
    place->offset += answer->page->count;
    return ways->advance(source, place, answer, err);
}
