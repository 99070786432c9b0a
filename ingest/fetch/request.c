#include "ingest/fetch/request.h"

#include "common/text.h"

#include <stdio.h>
#include <string.h>

#include "common/banned.h"

enum { URL_BYTES_MAX = 8192, BODY_BYTES_MAX = 65536, NUMBER_SIZE = 24 };

const char request_placeholders[] = "page size offset end cursor session since until";

static bool is_post(const struct Source *source)
{
    return source->method->number == METHOD_POST;
}

bool request_reads(const struct Source *source, const char *setting)
{
    static const char *const readers[][2] = {
        {"size", "{size}"},           {"size", "{end}"},         {"first", "{page}"},
        {"first_record", "{offset}"}, {"first_record", "{end}"},
    };
    bool reads = false;

    for (size_t i = 0; is_post(source) && i < sizeof readers / sizeof readers[0]; i++) {
        reads = reads ||
                (text_equal(readers[i][0], setting) && strstr(source->body, readers[i][1]) != NULL);
    }
    return reads;
}

bool request_compile(Arena *arena, struct Source *source, struct Error *err)
{
    if (!is_post(source)) {
        return true;
    }
    return template_compile_body(arena, source->body, request_placeholders, &source->body_template,
                                 err) ||
           error_prefix(err, "[request] body");
}

void request_init(struct Request *request)
{
    request->home_reach = REACH_PUBLIC;
    buf_init(&request->url, URL_BYTES_MAX);
    buf_init(&request->body, BODY_BYTES_MAX);
}

/* The body may hold a session. */
void request_release(struct Request *request)
{
    explicit_bzero(request->body.data, request->body.length);
    buf_release(&request->body);
    buf_release(&request->url);
}

/* "" for no bound. */
static void date_text(const struct Source *source, Instant instant, char *text)
{
    text[0] = '\0';
    if (instant != 0) {
        clock_to_text(instant, &source->date_format, text);
    }
}

static bool put_date(struct Buf *url, const char *name, const char *date)
{
    return name[0] == '\0' || date[0] == '\0' || paging_put_param(url, name, date);
}

static bool build_get(struct Request *request, const struct Source *source,
                      const struct Window *window, const struct Place *place)
{
    char since[CLOCK_TEXT_SIZE];
    char until[CLOCK_TEXT_SIZE];

    date_text(source, window->since, since);
    date_text(source, window->until, until);
    return buf_puts(&request->url, source->url) &&
           put_date(&request->url, source->since_param, since) &&
           put_date(&request->url, source->until_param, until) &&
           paging_params(source, place, &request->url);
}

static bool build_post(struct Request *request, const struct Source *source,
                       const struct Window *window, const struct Place *place, const Auth *auth)
{
    char since[CLOCK_TEXT_SIZE];
    char until[CLOCK_TEXT_SIZE];
    char page[NUMBER_SIZE];
    char size[NUMBER_SIZE];
    char offset[NUMBER_SIZE];
    char end[NUMBER_SIZE];
    long long start = source->first_record + place->offset;
    const struct Slot slots[] = {
        {"page", page, true},
        {"size", size, true},
        {"offset", offset, true},
        {"end", end, true},
        {"cursor", place->next.data, false},
        {"session", auth_session(auth), false},
        {"since", since, false},
        {"until", until, false},
        {NULL, NULL, false},
    };

    snprintf(page, sizeof page, "%lld", source->first + place->page);
    snprintf(size, sizeof size, "%lld", source->size);
    snprintf(offset, sizeof offset, "%lld", start);
    snprintf(end, sizeof end, "%lld", start + source->size);
    date_text(source, window->since, since);
    date_text(source, window->until, until);
    return template_fill(&source->body_template, slots, &request->body) &&
           (request->url.length > 0 || buf_puts(&request->url, source->url));
}

bool request_build(struct Request *request, const struct Source *source,
                   const struct Window *window, const struct Place *place, const Auth *auth,
                   Arena *arena, struct Error *err)
{
    const char *server_url = paging_url(source, place);
    int count = source->header_count;
    const char *credential = auth_header(auth, arena);

    buf_clear(&request->url);
    buf_clear(&request->body);
    bool done = server_url == NULL || buf_puts(&request->url, server_url);
    if (is_post(source)) {
        done = done && build_post(request, source, window, place, auth);
    } else if (server_url == NULL) {
        done = build_get(request, source, window, place);
    }
    if (!done) {
        return error_set(err, EXIT_SOURCE, "the request is too long");
    }
    memcpy(request->headers, source->headers, (size_t)count * sizeof *request->headers);
    if (credential != NULL) {
        request->headers[count++] = credential;
    }
    if (is_post(source)) {
        request->headers[count++] = template_content_type(&source->body_template);
    }
    request->headers[count] = NULL;
    request->http = (struct HttpRequest){.url = request->url.data,
                                         .home = source->url,
                                         .hosts = source->hosts,
                                         .home_reach = &request->home_reach,
                                         .body = is_post(source) ? request->body.data : NULL,
                                         .headers = request->headers};
    auth_sign(auth, &request->http);
    return true;
}
