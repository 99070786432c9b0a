#include "ingest/fetch/pager.h"

#include "common/log.h"
#include "ingest/fetch/circle.h"
#include "ingest/fetch/drop.h"
#include "ingest/fetch/retry.h"
#include "ingest/format/envelope.h"
#include "ingest/format/format.h"
#include "ingest/format/refusal.h"
#include "ingest/format/unpack.h"

#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

#include "common/banned.h"

enum { MIB = 1024 * 1024, WHAT_BYTES = 32, WORDS_BYTES = 64, NO_CONTENT = 204, ROUND_NUMBER = 50 };

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
    Circle *circle;
    const char *doubt; /* of the list's length, or NULL */
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
    pager->circle = circle_new();
    paging_init(&pager->place);
    request_init(&pager->request);
    buf_init(&pager->body, (size_t)source->limits.max_body_mb * MIB);
    pager->drop = source_is_folder(source) ? drop_new(source) : NULL;
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
        circle_free(pager->circle);
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

/* Adds to the error what a server that refuses a request says of it. */
static void add_words(const Pager *pager, Arena *arena, struct Error *err)
{
    struct Error plain = *err;
    const char *words = refusal_words(arena, pager->source, &pager->body);

    if (words != NULL) {
        error_set(err, plain.code, "%s: '%.200s'", plain.message, words);
        error_hint(err, "%s", plain.hint);
        err->transient = plain.transient;
    }
}

/* Whether an answer without a list says that there is nothing more; tells how to say so if it may. */
static bool is_end(const Pager *pager, long status, struct Error *err)
{
    if (status == NO_CONTENT) {
        return true;
    }
    if (pager->place.page == 0 || !paging_may_end(status)) {
        return false;
    }
    if (!paging_ends(pager->source, status)) {
        error_hint(err, "if that is how the server ends a list, write [paging] end_status = %ld",
                   status);
        return false;
    }
    return true;
}

static void begin_page(const Pager *pager, Arena *arena)
{
    arena_reset(arena);
    arena_limit(arena, page_values_most(pager->source));
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
    bool sent = http_send(pager->http, &pager->request.http, &pager->body, reply, err);
    if (is_end(pager, reply->status, err)) {
        *page = (struct Page){.total = -1, .ended = true};
        return true;
    }
    if (!sent) {
        *refused = reply->status == 401;
        if (reply->status >= 400) {
            add_words(pager, arena, err);
        }
        return false;
    }
    if (!unpack(&pager->body, err) || !format_mend(pager->source, &pager->body, err)) {
        return false;
    }
    struct Answer answer = {pager->source, page, reply->url, pager->http, arena};
    bool parsed = format_cut(arena, pager->source, &pager->body, reply->whole, 0, page, err);
    *refused = page->refused;
    if (parsed) {
        answer_find_controls(&answer);
    } else if (envelope_is_web_page(&pager->body)) {
        add_words(pager, arena, err);
    }
    return parsed && answer_read_total(&answer, err);
}

static bool fetch(Pager *pager, Arena *arena, struct Page *page, struct HttpReply *reply,
                  struct Error *err)
{
    char what[WHAT_BYTES];
    bool refused;

    snprintf(what, sizeof what, "page %lld", pager->place.page + 1);
    for (long long attempt = 1;; attempt++) {
        begin_page(pager, arena);
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

static void take_total(Pager *pager, const struct Page *page)
{
    long long total = page->total;

    if (pager->place.page == 1 && total < 0 && pager->source->total[0] != '\0' && !page->ended) {
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

static bool check_circle(Pager *pager, uint64_t digest, const char *words, struct Error *err)
{
    long long page = circle_met_on(pager->circle, digest, pager->place.page);

    if (page == 0) {
        return true;
    }
    error_set(err, EXIT_SOURCE, "%s as page %lld", words, page);
    return error_hint(err, "the list goes round in a circle: is [paging] right?");
}

/* The server may send us where we have been, but not before the list has ended. */
static bool check_next(Pager *pager, struct Error *err)
{
    struct Place *place = &pager->place;
    bool ended = place->empty > 0 || (pager->total >= 0 && place->offset >= pager->total);
    struct Error circle = {.code = EXIT_DONE};

    if (place->done || place->next.length == 0 ||
        check_circle(pager, XXH3_64bits(place->next.data, place->next.length),
                     "it names the same next page", &circle)) {
        return true;
    }
    place->done = ended;
    if (!ended) {
        *err = circle;
    }
    return ended;
}

/*
 * A page that is full, or as long as a limit of the server might have it, and an answer without any
 * place for a next one: either that was all, or the place is not where the source file has it.
 */
static void take_doubt(Pager *pager, const struct Answer *answer)
{
    const struct Place *place = &pager->place;
    int records = answer_records(answer);
    bool is_none = pager->source->paging->number == PAGING_NONE;
    bool full = (!is_none && records >= pager->source->size) || records % ROUND_NUMBER == 0;

    if (place->page == 1 && place->done && place->unnamed && pager->total < 0 && records > 0 &&
        full) {
        pager->doubt =
            is_none
                ? "the one answer has a round number of records; nothing tells whether that is all"
                : "the first page is full and names no next one; is [paging] right?";
    }
}

const char *pager_doubt(const Pager *pager)
{
    return pager->doubt;
}

long long pager_waiting(const Pager *pager)
{
    return pager->drop != NULL ? drop_waiting(pager->drop) : 0;
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

/* Rejects say what is wrong; of the first row, this says where. */
static void tell_flaws(const Pager *pager, const char *where, const struct Page *page)
{
    if (page->flaw_count > 0) {
        log_warning("source '%s': %s: line %lld is no whole row, nor %s %d more; they are rejected",
                    pager->source->name, where, page->flaws[0].line,
                    page->flaw_count == 2 ? "is" : "are", page->flaw_count - 1);
    }
}

static bool next_part(Pager *pager, Arena *arena, struct Page *page, bool *more, struct Error *err)
{
    begin_page(pager, arena);
    if (!drop_next(pager->drop, &pager->body, more, err)) {
        return false;
    }
    if (!*more) {
        return true;
    }
    pager->place.page++;
    pager->bytes += (long long)pager->body.length;
    if (!format_cut(arena, pager->source, &pager->body, true, drop_line(pager->drop), page, err)) {
        return error_prefix(err, "file '%s'", drop_name(pager->drop));
    }
    struct Answer answer = {pager->source, page, NULL, NULL, arena};
    if (format_has_end(pager->source) && !answer_read_total(&answer, err)) {
        return error_prefix(err, "file '%s'", drop_name(pager->drop));
    }
    if (page->total > page->count) {
        return error_set(err, EXIT_SOURCE, "file '%s': it states %lld records, but holds %d",
                         drop_name(pager->drop), page->total, page->count);
    }
    page->total = -1;
    pager->place.offset += page->count;
    if (page->count == 0) {
        log_warning("source '%s': file '%s' has no record", pager->source->name,
                    drop_name(pager->drop));
    }
    tell_flaws(pager, drop_name(pager->drop), page);
    return true;
}

/* One page; it may be an empty one that is not the end. */
static bool next_page(Pager *pager, Arena *arena, struct Page *page, struct Error *err)
{
    struct HttpReply reply;

    if (!fetch(pager, arena, page, &reply, err)) {
        return error_prefix(err, "page %lld", pager->place.page + 1);
    }
    struct Answer answer = {pager->source, page, reply.url, pager->http, arena};
    if (!paging_advance(pager->source, &pager->place, &answer, err)) {
        return error_prefix(err, "page %lld", pager->place.page);
    }
    pager->bytes += (long long)pager->body.length;
    tell_flaws(pager, "answer", page);
    take_total(pager, page);
    take_doubt(pager, &answer);
    return check_next(pager, err) || error_prefix(err, "page %lld", pager->place.page);
}

bool pager_next(Pager *pager, Arena *arena, struct Page *page, bool *more, struct Error *err)
{
    *more = false;
    *page = (struct Page){.total = pager->total};
    if (pager->drop != NULL) {
        return next_part(pager, arena, page, more, err);
    }
    while (!*more && !pager->place.done) {
        if (!next_page(pager, arena, page, err)) {
            return false;
        }
        *more = page->count > 0;
    }
    return *more || check_end(pager, err);
}

bool pager_check_loop(Pager *pager, uint64_t digest, struct Error *err)
{
    char words[WORDS_BYTES];

    snprintf(words, sizeof words, "page %lld has the same records", pager->place.page);
    /* Two files may hold the same. */
    return pager->drop != NULL || check_circle(pager, digest, words, err);
}
