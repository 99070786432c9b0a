#include "ingest/pager.h"

#include "common/log.h"
#include "ingest/format.h"
#include "ingest/retry.h"
#include "ingest/unpack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "common/banned.h"

enum { MIB = 1024 * 1024, WHAT_BYTES = 32 };

struct Sight {
    uint64_t digest;
    long long page;
};

/* What may not come again on a later page. */
struct Seen {
    struct Sight *sights;
    size_t count;
};

struct Pager {
    const struct Source *source;
    struct Window window;
    Http *http;
    Auth *auth;
    struct Request request;
    Drop *drop; /* NULL = it is no folder */
    struct Place place;
    struct Buf body;
    long long bytes;
    long long total;        /* as stated last, or -1 */
    long long lowest_total; /* of all that were stated, or -1 */
    long long highest_total;
    struct Seen pages;
    struct Seen nexts;
};

Pager *pager_new(const struct Source *source, const struct Window *window, struct Error *err)
{
    Pager *pager = calloc(1, sizeof *pager);

    if (pager == NULL) {
        error_set(err, EXIT_INTERNAL, "out of memory");
        return NULL;
    }
    pager->source = source;
    pager->window = *window;
    pager->total = -1;
    pager->lowest_total = -1;
    pager->highest_total = -1;
    paging_init(&pager->place);
    request_init(&pager->request);
    buf_init(&pager->body, (size_t)source->limits.max_body_mb * MIB);
    pager->drop = drop_is_source(source) ? drop_new(source) : NULL;
    pager->http = http_new(&source->limits, err);
    pager->auth = auth_new(source, pager->http);
    if (pager->http == NULL || pager->auth == NULL) {
        error_set(err, EXIT_INTERNAL, "out of memory");
        pager_free(pager);
        return NULL;
    }
    return pager;
}

void pager_free(Pager *pager)
{
    if (pager != NULL) {
        drop_free(pager->drop);
        auth_free(pager->auth);
        http_free(pager->http);
        request_release(&pager->request);
        paging_release(&pager->place);
        buf_release(&pager->body);
        free(pager->pages.sights);
        free(pager->nexts.sights);
        free(pager);
    }
}

long long pager_page_number(const Pager *pager)
{
    return pager->place.page;
}

long long pager_bytes(const Pager *pager)
{
    return pager->bytes;
}

/* Adds to the error what a server that refuses a request says of it, where [source] message finds it. */
static void add_words(const Pager *pager, Arena *arena, struct Error *err)
{
    struct StepContext context = source_context(pager->source, arena, NULL);
    struct Error plain = *err;
    struct Error unused;
    const cJSON *root = NULL;

    if (!page_parse_json(arena, &pager->body, &root, &unused)) {
        return;
    }
    const char *words = page_message(&context, pager->source, root);
    if (words != NULL) {
        error_set(err, plain.code, "%s: '%.200s'", plain.message, words);
        error_hint(err, "%s", plain.hint);
        err->transient = plain.transient;
    }
}

/* One attempt. *refused tells that the session may have expired. */
static bool fetch_once(Pager *pager, Arena *arena, struct Page *page, struct HttpReply *reply,
                       bool *refused, struct Error *err)
{
    *reply = (struct HttpReply){.retry_after_ms = -1};
    *refused = false;
    if (!auth_ready(pager->auth, err) ||
        !request_build(&pager->request, pager->source, &pager->window, &pager->place, pager->auth,
                       arena, err)) {
        return false;
    }
    if (!http_send(pager->http, &pager->request.http, &pager->body, reply, err)) {
        *refused = reply->status == 401;
        if (reply->status >= 400 && pager->source->message[0] != '\0') {
            add_words(pager, arena, err);
        }
        return false;
    }
    if (!unpack(&pager->body, err)) {
        return false;
    }
    bool parsed = format_cut(arena, pager->source, &pager->body, reply->whole, page, err);
    *refused = page->refused;
    return parsed;
}

static bool fetch(Pager *pager, Arena *arena, struct Page *page, struct HttpReply *reply,
                  struct Error *err)
{
    char what[WHAT_BYTES];
    bool refused;

    snprintf(what, sizeof what, "page %lld", pager->place.page + 1);
    for (long long attempt = 1;; attempt++) {
        arena_reset(arena);
        if (fetch_once(pager, arena, page, reply, &refused, err)) {
            auth_accepted(pager->auth);
            *err = (struct Error){.code = EXIT_DONE}; /* of the attempts before */
            return true;
        }
        if (refused && auth_renew(pager->auth)) {
            log_info("source '%s': %s: %s; logging in again", pager->source->name, what,
                     err->message);
            *err = (struct Error){.code = EXIT_DONE};
        } else if (!retry_after(pager->source, attempt, reply->retry_after_ms, what, err)) {
            return false;
        }
    }
}

static void take_total(Pager *pager, long long total)
{
    if (pager->place.page == 1 && total < 0 && pager->source->total[0] != '\0') {
        log_warning("source '%s': no total at %s, so nothing tells whether all records come",
                    pager->source->name, pager->source->total);
    }
    pager->total = total;
    if (total >= 0 && (pager->lowest_total < 0 || total < pager->lowest_total)) {
        pager->lowest_total = total;
    }
    if (total > pager->highest_total) {
        pager->highest_total = total;
    }
}

/* A total that moves while the list is read tells of a list that moves: its lowest value must come. */
static bool check_end(const Pager *pager, struct Error *err)
{
    long long records = pager->place.offset;

    if (pager->lowest_total > records) {
        error_set(err, EXIT_SOURCE, "the source states %lld records, but only %lld came",
                  pager->total, records);
        return error_hint(err, "what came is kept; the next run reads the list again");
    }
    if (pager->highest_total > pager->lowest_total) {
        log_warning(
            "source '%s': its total moved between %lld and %lld while %lld records came; what "
            "slipped by comes with the next run",
            pager->source->name, pager->lowest_total, pager->highest_total, records);
    }
    return true;
}

/* The earlier page that had the digest too, or 0; remembers it for this page. */
static long long seen_on(struct Seen *seen, uint64_t digest, long long page)
{
    for (size_t i = 0; i < seen->count; i++) {
        if (seen->sights[i].digest == digest && seen->sights[i].page != page) {
            return seen->sights[i].page;
        }
    }
    struct Sight *sights = reallocarray(seen->sights, seen->count + 1, sizeof *sights);
    if (sights == NULL) {
        log_out_of_memory();
    }
    sights[seen->count++] = (struct Sight){digest, page};
    seen->sights = sights;
    return 0;
}

/* The server sends us where we have been. */
static bool check_next(Pager *pager, struct Error *err)
{
    struct Place *place = &pager->place;

    if (place->done || place->next.length == 0) {
        return true;
    }
    uint64_t digest = XXH3_64bits(place->next.data, place->next.length);
    long long page = seen_on(&pager->nexts, digest, place->page);
    if (page == 0) {
        return true;
    }
    if (pager->total >= 0 && place->offset >= pager->total) {
        place->done = true;
        return true;
    }
    error_set(err, EXIT_SOURCE, "the server names the same next page as on page %lld", page);
    return error_hint(err, "the list goes round in a circle: is [paging] right?");
}

void pager_remember(Pager *pager, Db *db, bool read_all)
{
    if (pager->drop != NULL) {
        drop_remember(pager->drop, db, read_all);
    }
}

bool pager_taken(Pager *pager, const char *run_id, struct Error *err)
{
    return pager->drop == NULL || drop_taken(pager->drop, run_id, err);
}

static bool next_part(Pager *pager, Arena *arena, struct Page *page, bool *more, struct Error *err)
{
    arena_reset(arena);
    if (!drop_next(pager->drop, &pager->body, more, err)) {
        return false;
    }
    if (!*more) {
        return true;
    }
    pager->place.page++;
    pager->bytes += (long long)pager->body.length;
    if (!format_cut(arena, pager->source, &pager->body, true, page, err)) {
        return error_prefix(err, "file '%s'", drop_name(pager->drop));
    }
    page->total = -1;
    pager->place.offset += page->count;
    return true;
}

bool pager_next(Pager *pager, Arena *arena, struct Page *page, bool *more, struct Error *err)
{
    struct HttpReply reply;

    *more = false;
    *page = (struct Page){.total = pager->total};
    if (pager->drop != NULL) {
        return next_part(pager, arena, page, more, err);
    }
    if (pager->place.done) {
        return check_end(pager, err);
    }
    if (!fetch(pager, arena, page, &reply, err)) {
        return error_prefix(err, "page %lld", pager->place.page + 1);
    }
    struct Answer answer = {page, reply.url, pager->http, arena};
    if (!paging_advance(pager->source, &pager->place, &answer, err)) {
        return error_prefix(err, "page %lld", pager->place.page);
    }
    pager->bytes += (long long)pager->body.length;
    take_total(pager, page->total);
    if (!check_next(pager, err)) {
        return error_prefix(err, "page %lld", pager->place.page);
    }
    *more = page->count > 0;
    return *more || check_end(pager, err);
}

bool pager_check_loop(Pager *pager, uint64_t digest, struct Error *err)
{
    /* Two files may hold the same. */
    long long page = pager->drop == NULL ? seen_on(&pager->pages, digest, pager->place.page) : 0;

    if (page == 0) {
        return true;
    }
    error_set(err, EXIT_SOURCE, "page %lld has the same records as page %lld", pager->place.page,
              page);
    return error_hint(err, "the list goes round in a circle: is [paging] right?");
}
