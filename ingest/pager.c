#include "ingest/pager.h"

#include "common/clock.h"
#include "common/log.h"
#include "common/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "common/banned.h"

enum { URL_BYTES_MAX = 8192, MIB = 1024 * 1024, WAIT_MAX_MS = 60000 };

struct PageDigest {
    uint64_t digest;
    long long page;
};

struct Pager {
    const struct Source *source;
    struct Window window;
    Http *http;
    struct Buf url;
    struct Buf body;
    long long pages;
    long long records;
    long long bytes;
    long long total; /* as stated last, or -1 */
    bool done;
    struct PageDigest *digests; /* of all pages so far */
    size_t digest_count;
};

Pager *pager_new(const struct Source *source, const struct Window *window, struct Error *err)
{
    Pager *pager = calloc(1, sizeof *pager);

    if (pager == NULL) {
        error_set(err, EXIT_INTERNAL, "out of memory");
        return NULL;
    }
    buf_init(&pager->url, URL_BYTES_MAX);
    buf_init(&pager->body, (size_t)source->max_page_mb * MIB);
    pager->source = source;
    pager->window = *window;
    pager->total = -1;
    pager->http = http_new(source, err);
    if (pager->http == NULL) {
        pager_free(pager);
        return NULL;
    }
    return pager;
}

void pager_free(Pager *pager)
{
    if (pager != NULL) {
        http_free(pager->http);
        buf_release(&pager->url);
        buf_release(&pager->body);
        free(pager->digests);
        free(pager);
    }
}

long long pager_page_number(const Pager *pager)
{
    return pager->pages;
}

long long pager_bytes(const Pager *pager)
{
    return pager->bytes;
}

static bool add_date(Pager *pager, const char *name, Instant instant)
{
    char text[CLOCK_TEXT_SIZE];

    if (name[0] == '\0' || instant == 0) {
        return true;
    }
    clock_to_text(instant, pager->source->date_format, text);
    return http_add_param(pager->http, &pager->url, name, text);
}

static bool build_url(Pager *pager, struct Error *err)
{
    const struct Source *source = pager->source;
    char number[24];

    buf_clear(&pager->url);
    bool done = buf_puts(&pager->url, source->url) &&
                add_date(pager, source->since_param, pager->window.since) &&
                add_date(pager, source->until_param, pager->window.until);
    if (done && text_equal(source->paging, "page")) {
        snprintf(number, sizeof number, "%lld", source->first + pager->pages);
        done = http_add_param(pager->http, &pager->url, source->page_param, number);
        if (done && source->size_param[0] != '\0') {
            snprintf(number, sizeof number, "%lld", source->size);
            done = http_add_param(pager->http, &pager->url, source->size_param, number);
        }
    }
    return done || error_set(err, EXIT_SOURCE, "the url is too long");
}

/* Doubles from try to try; the jitter keeps many offices from coming back in step. */
static long long wait_before(const struct Source *source, long long attempt)
{
    unsigned int random = 0;
    long long wait = source->retry_wait_ms;

    for (long long i = 1; i < attempt && wait < WAIT_MAX_MS; i++) {
        wait *= 2;
    }
    wait = wait < WAIT_MAX_MS ? wait : WAIT_MAX_MS;
    if (getrandom(&random, sizeof random, GRND_NONBLOCK) != (ssize_t)sizeof random) {
        random = 0;
    }
    return wait / 2 + (long long)(random % (unsigned int)(wait / 2 + 1));
}

static bool fetch(Pager *pager, Arena *arena, struct Page *page, struct Error *err)
{
    for (long long attempt = 1;; attempt++) {
        long long retry_after_ms = -1;

        arena_reset(arena);
        if (http_get(pager->http, pager->url.data, &pager->body, &retry_after_ms, err) &&
            page_parse(arena, pager->source, &pager->body, page, err)) {
            return true;
        }
        if (!err->transient || attempt == pager->source->tries) {
            return false;
        }
        long long wait = retry_after_ms >= 0 ? retry_after_ms : wait_before(pager->source, attempt);
        log_warning("source '%s': page %lld: %s; trying again in %lld ms", pager->source->name,
                    pager->pages + 1, err->message, wait);
        clock_sleep_ms(wait);
    }
}

static bool check_end(Pager *pager, struct Error *err)
{
    if (pager->total > pager->records) {
        error_set(err, EXIT_SOURCE, "the source states %lld records, but only %lld came",
                  pager->total, pager->records);
        return error_hint(err, "what came is kept; the next run reads the list again");
    }
    return true;
}

bool pager_next(Pager *pager, Arena *arena, struct Page *page, bool *more, struct Error *err)
{
    *more = false;
    *page = (struct Page){.total = pager->total};
    if (pager->done) {
        return true;
    }
    if (!build_url(pager, err) || !fetch(pager, arena, page, err)) {
        return error_prefix(err, "page %lld", pager->pages + 1);
    }
    pager->pages++;
    pager->bytes += (long long)pager->body.length;
    pager->records += page->count;
    pager->total = page->total;
    if (pager->pages == 1 && page->total < 0 && pager->source->total[0] != '\0') {
        log_warning("source '%s': no total at %s, so nothing tells whether all records come",
                    pager->source->name, pager->source->total);
    }
    if (page->count == 0) {
        pager->done = true;
        return check_end(pager, err);
    }
    pager->done = text_equal(pager->source->paging, "none") ||
                  (page->total >= 0 && pager->records >= page->total);
    *more = true;
    return !text_equal(pager->source->paging, "none") || check_end(pager, err);
}

bool pager_check_loop(Pager *pager, uint64_t digest, struct Error *err)
{
    for (size_t i = 0; i < pager->digest_count; i++) {
        if (pager->digests[i].digest == digest && pager->digests[i].page != pager->pages) {
            error_set(err, EXIT_SOURCE, "page %lld has the same records as page %lld", pager->pages,
                      pager->digests[i].page);
            return error_hint(err,
                              "the list goes round in a circle: is [paging] page_param right?");
        }
    }
    struct PageDigest *digests =
        reallocarray(pager->digests, pager->digest_count + 1, sizeof *digests);
    if (digests == NULL) {
        return error_set(err, EXIT_INTERNAL, "out of memory");
    }
    digests[pager->digest_count++] = (struct PageDigest){digest, pager->pages};
    pager->digests = digests;
    return true;
}
