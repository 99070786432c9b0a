/* A fault works in one of two places: on the plan of a page, before it is written, or on the
 * finished reply. The comments say why a fault matters to a client, not how it is made. */
#include "fault.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "gzip.h"

enum { SHORT_PAGE = 100, OVERSTATED_BY = 1000, TOTAL_WRONG_BY = 10 };

/* ---- faults of the paging ---- */

/* The server has a smaller limit than the client asks for. A client that computes its offset from
 * the size it asked for skips records. */
static void plan_short_pages(const PageQuery *query, PagePlan *plan)
{
    plan->limit = query->size < SHORT_PAGE ? query->size : SHORT_PAGE;
    plan->start = query->by_start ? query->start : (query->page - 1) * plan->limit;
}

/* Rows that a page has left after a filter of the server: page 3 one, even pages half. */
static uint64_t filtered_size(uint64_t page, uint64_t size)
{
    if (page == 3) {
        return 1;
    }
    return page % 2 == 0 && size > 1 ? size / 2 : size;
}

/* Pages shrink in the middle of the list. A client that takes a short page for the last one loses
 * the rest. */
static void plan_short_last(const PageQuery *query, PagePlan *plan)
{
    uint64_t odd_before = query->page / 2;
    uint64_t even_before = (query->page - 1) / 2;

    plan->limit = filtered_size(query->page, query->size);
    if (query->by_start) {
        return;
    }
    plan->start = odd_before * query->size + even_before * filtered_size(2, query->size);
    if (query->page > 3) {
        plan->start -= query->size - 1;
    }
}

/* A server that does not understand page numbers: without a total, nothing says where to stop but
 * the records themselves. */
static void plan_loop(const PageQuery *query, PagePlan *plan)
{
    plan->no_total = true;
    if (query->page > 2) {
        plan->start = query->size;
    }
}

static void plan_duplicate_page(const PageQuery *query, PagePlan *plan)
{
    /* Page 3 is page 2 again and everything after it comes one page later: nothing is lost. */
    plan->repeat_size = query->size;
    if (query->page > 2) {
        plan->start -= query->size;
    }
}

/* The total counts records that the pages never show. */
static void plan_total_wrong(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->total_extra = TOTAL_WRONG_BY;
}

/* Dossiers come in while the list is read, at its front: the total grows and the last page has room
 * for what was there before. */
static void plan_total_moves(const PageQuery *query, PagePlan *plan)
{
    plan->total_extra = query->page - 1;
}

/* From page 2 on, page 2 is named as the next one. */
static void plan_next_loop(const PageQuery *query, PagePlan *plan)
{
    plan->no_total = true;
    plan->next_start = query->size;
}

/* The next page is at another host, which is the same machine and counts tokens. */
static void plan_next_other(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->next_host = "http://localhost";
    plan->next_path = strstr(plan->next_path, "/n1/");
}

/* Nothing announces the size of the list. */
static void plan_no_total(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->no_total = true;
}

/* An empty list where there were thousands the night before. */
static void plan_empty(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->empty = true;
}

/* An expired session in the manner of these systems: HTTP says 200, only the envelope says no. */
static void plan_error_code(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->empty = true;
    plan->error_code = "-1";
    plan->message = "phiên làm việc hết hạn";
}

/* A dossier comes in at the front of the list behind the first page: the last row of that page comes
 * again. */
static void plan_shift_in(const PageQuery *query, PagePlan *plan)
{
    if (query->page > 1) {
        plan->start--;
        plan->total_extra = 1;
    }
}

/* One leaves the list: the first row of page 2 has gone to page 1, which has been read already. The
 * total wraps around to one less. */
static void plan_shift_out(const PageQuery *query, PagePlan *plan)
{
    if (query->page > 1) {
        plan->start++;
        plan->total_extra = UINT64_MAX;
    }
}

/* ---- faults of one record ---- */

/* Keys that differ from the right ones only in case, before them. */
static void plan_wrong_case(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_WRONG_CASE;
}

/* 29 February of a common year, 24:00, and what systems write for "never". */
static void plan_no_such_day(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_NO_SUCH_DAY;
}

static void plan_no_such_time(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_NO_SUCH_TIME;
}

static void plan_first_day(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_FIRST_DAY;
}

static void plan_last_day(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_LAST_DAY;
}

/* Bytes of another encoding in one record; the others of the page are good. */
static void plan_invalid_utf8(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_INVALID_UTF8;
}

/* Nesting deeper than any parser limit, in a field that nobody maps. */
static void plan_deep(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_DEEP;
}

/* A file pasted into a text field, larger than all other records of the page together. */
static void plan_huge_string(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_HUGE_STRING;
}

/* ---- faults of the body and its transport ---- */

/* The worst cut: without a length the end of the connection looks like the end of the body. */
static void reply_cut(const FaultContext *context, Reply *reply)
{
    (void)context;
    reply->mode = SEND_CUT;
    reply->send_bytes = reply->body.len / 2;
}

/* The body is whole but HTTP says that more was to come. */
static void reply_cut_length(const FaultContext *context, Reply *reply)
{
    (void)context;
    reply->mode = SEND_OVERSTATED;
    reply->send_bytes = reply->body.len + OVERSTATED_BY;
}

/* A well-behaved compressed reply, also to clients that did not ask for it. */
static void reply_gzip(const FaultContext *context, Reply *reply)
{
    (void)context;
    gzip_pack(&reply->body);
    reply->gzip = true;
}

/* HTTP is satisfied, the length is right; only the gzip trailer is missing. */
static void reply_cut_gzip(const FaultContext *context, Reply *reply)
{
    reply_gzip(context, reply);
    reply->body.len /= 2;
}

/* Small on the wire, far beyond any sensible limit once unpacked. */
static void reply_gzip_bomb(const FaultContext *context, Reply *reply)
{
    (void)context;
    gzip_bomb(&reply->body);
    reply->gzip = true;
}

/* Never silent long enough for an idle timeout, never done either. */
static void reply_drip(const FaultContext *context, Reply *reply)
{
    (void)context;
    reply->mode = SEND_DRIP;
}

/* Two JSON values one after the other: a parser that stops at the first never notices. */
static void reply_trailing(const FaultContext *context, Reply *reply)
{
    (void)context;
    OUT_LIT(&reply->body, "{\"x\":1}");
}

/* Some servers write their files with a byte order mark, which JSON does not allow. */
static void reply_bom(const FaultContext *context, Reply *reply)
{
    Out marked;

    (void)context;
    out_init(&marked);
    OUT_LIT(&marked, "\xef\xbb\xbf");
    out_mem(&marked, reply->body.data, reply->body.len);
    out_release(&reply->body);
    reply->body = marked;
}

/* Letters with their accents behind them, as some systems and all Macs write them. */
static void reply_nfd(const FaultContext *context, Reply *reply)
{
    static const char *const LETTERS[][2] = {{"ã", "a\xcc\x83"},         {"ị", "i\xcc\xa3"},
                                             {"ộ", "o\xcc\xa3\xcc\x82"}, {"ấ", "a\xcc\x82\xcc\x81"},
                                             {"ơ", "o\xcc\x9b"},         {"ủ", "u\xcc\x89"}};
    Out apart;

    (void)context;
    out_init(&apart);
    for (size_t i = 0; i < reply->body.len;) {
        const char *at = reply->body.data + i;
        size_t taken = 0;
        for (size_t k = 0; k < sizeof LETTERS / sizeof LETTERS[0] && taken == 0; k++) {
            size_t len = strlen(LETTERS[k][0]);
            if (reply->body.len - i >= len && memcmp(at, LETTERS[k][0], len) == 0) {
                out_text(&apart, LETTERS[k][1]);
                taken = len;
            }
        }
        if (taken == 0) {
            out_char(&apart, *at);
            taken = 1;
        }
        i += taken;
    }
    out_release(&reply->body);
    reply->body = apart;
}

/* ---- other bodies ---- */

/* What a portal answers when a session has ended: a page for people, with status 200. */
static void reply_login_page(const FaultContext *context, Reply *reply)
{
    (void)context;
    reply->content_type = "text/html; charset=utf-8";
    reply->body.len = 0;
    OUT_LIT(&reply->body,
            "<!DOCTYPE html>\n<html lang=\"vi\"><head><title>Đăng nhập</title></head>\n"
            "<body><form method=\"post\" action=\"/login\"><input name=\"user\">"
            "<input type=\"password\" name=\"password\"><button>Đăng nhập</button></form>"
            "</body></html>\n");
}

/* A success without content. */
static void reply_empty_body(const FaultContext *context, Reply *reply)
{
    (void)context;
    reply->body.len = 0;
}

/* Valid JSON, but not an object. */
static void reply_null_body(const FaultContext *context, Reply *reply)
{
    (void)context;
    reply->body.len = 0;
    OUT_LIT(&reply->body, "null");
}

/* Valid JSON without any of the keys; neither an error nor data. */
static void reply_empty_object(const FaultContext *context, Reply *reply)
{
    (void)context;
    reply->body.len = 0;
    OUT_LIT(&reply->body, "{}");
}

/* ---- other status codes ---- */

/* The token expires in the middle of a run. */
static void reply_unauthorized(const FaultContext *context, Reply *reply)
{
    (void)context;
    reply_error(reply, 401, "token expired");
}

/* The account may see the first page only. */
static void reply_forbidden(const FaultContext *context, Reply *reply)
{
    (void)context;
    reply_error(reply, 403, "forbidden");
}

/* A fault of the server; lasting or passing, as the row of the table says. */
static void reply_error_500(const FaultContext *context, Reply *reply)
{
    (void)context;
    reply_error(reply, 500, "internal error");
}

/* A short maintenance break. */
static void reply_error_503(const FaultContext *context, Reply *reply)
{
    (void)context;
    reply_error(reply, 503, "maintenance");
}

/* 429 with the given wish when to come back. */
static void too_many(Reply *reply, const char *retry_after)
{
    reply_error(reply, 429, "too many requests");
    snprintf(reply->retry_after, sizeof reply->retry_after, "%s", retry_after);
}

/* The polite form: come back in a second. */
static void reply_too_many(const FaultContext *context, Reply *reply)
{
    (void)context;
    too_many(reply, "1");
}

/* The other form the standard allows. */
static void reply_too_many_date(const FaultContext *context, Reply *reply)
{
    char date[64];
    struct tm parts;
    /* Rounding to whole seconds makes "1 s ahead" anything up to one second. */
    time_t when = time(NULL) + 1;

    (void)context;
    gmtime_r(&when, &parts);
    /* fakeshop never calls setlocale, so the names of day and month are the English ones. */
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    too_many(reply, date);
}

/* A header that means nothing; the client has to choose its own pause. */
static void reply_too_many_garbage(const FaultContext *context, Reply *reply)
{
    (void)context;
    too_many(reply, "soon");
}

/* A moment in the past: the client shall neither wait for it nor come back at once, over and over. */
static void reply_too_many_negative(const FaultContext *context, Reply *reply)
{
    (void)context;
    too_many(reply, "-30");
}

/* A whole day: obeying would hang the nightly run, so a client has to give up or to clamp. */
static void reply_too_many_huge(const FaultContext *context, Reply *reply)
{
    (void)context;
    too_many(reply, "86400");
}

/* 302 to the same request without the fault, on the given host. */
static void redirect(const FaultContext *context, Reply *reply, const char *host,
                     const char *prefix)
{
    reply->status = 302;
    reply->body.len = 0;
    snprintf(reply->location, sizeof reply->location, "http://%s:%u%s%s", host,
             (unsigned)context->port, prefix, context->target);
}

/* Another host by name, the same machine in fact: whether the token comes along is counted. */
static void reply_redirect_other(const FaultContext *context, Reply *reply)
{
    redirect(context, reply, "localhost", "/redirected");
}

/* The same host: following it is fine and the token may go along. */
static void reply_redirect_same(const FaultContext *context, Reply *reply)
{
    redirect(context, reply, "127.0.0.1", "");
}

/* ---- the table ---- */

static const Fault FAULTS[] = {
    {"cut-body", 2, true, NULL, reply_cut},
    {"cut-gzip", 2, true, NULL, reply_cut_gzip},
    {"cut-length", 2, true, NULL, reply_cut_length},
    {"cut-always", 2, false, NULL, reply_cut},
    {"gzip", 0, false, NULL, reply_gzip},
    {"gzip-bomb", 2, false, NULL, reply_gzip_bomb},
    {"drip", 2, false, NULL, reply_drip},
    {"login-page", 2, false, NULL, reply_login_page},
    {"empty-body", 2, false, NULL, reply_empty_body},
    {"null-body", 2, false, NULL, reply_null_body},
    {"empty-object", 2, false, NULL, reply_empty_object},
    {"unauthorized", 2, false, NULL, reply_unauthorized},
    {"forbidden", 2, false, NULL, reply_forbidden},
    {"too-many", 2, true, NULL, reply_too_many},
    {"too-many-date", 2, true, NULL, reply_too_many_date},
    {"too-many-garbage", 2, true, NULL, reply_too_many_garbage},
    {"too-many-huge", 2, true, NULL, reply_too_many_huge},
    {"too-many-negative", 2, true, NULL, reply_too_many_negative},
    {"error-500", 2, false, NULL, reply_error_500},
    {"error-500-once", 2, true, NULL, reply_error_500},
    {"error-503-once", 2, true, NULL, reply_error_503},
    {"redirect-other", 0, false, NULL, reply_redirect_other},
    {"redirect-same", 0, false, NULL, reply_redirect_same},
    {"short-pages", 0, false, plan_short_pages, NULL},
    {"short-last", 0, false, plan_short_last, NULL},
    {"total-wrong", 0, false, plan_total_wrong, NULL},
    {"total-moves", 0, false, plan_total_moves, NULL},
    {"next-loop", 0, false, plan_next_loop, NULL},
    {"next-other", 0, false, plan_next_other, NULL},
    {"shift-in", 0, false, plan_shift_in, NULL},
    {"shift-out", 0, false, plan_shift_out, NULL},
    {"wrong-case", 2, false, plan_wrong_case, NULL},
    {"no-such-day", 2, false, plan_no_such_day, NULL},
    {"no-such-time", 2, false, plan_no_such_time, NULL},
    {"first-day", 2, false, plan_first_day, NULL},
    {"last-day", 2, false, plan_last_day, NULL},
    {"nfd", 0, false, NULL, reply_nfd},
    {"no-total", 0, false, plan_no_total, NULL},
    {"loop", 0, false, plan_loop, NULL},
    {"trailing", 2, false, NULL, reply_trailing},
    {"duplicate-page", 0, false, plan_duplicate_page, NULL},
    {"error-code", 2, false, plan_error_code, NULL},
    {"bom", 0, false, NULL, reply_bom},
    {"invalid-utf8", 2, false, plan_invalid_utf8, NULL},
    {"deep", 2, false, plan_deep, NULL},
    {"huge-string", 2, false, plan_huge_string, NULL},
    {"empty-all", 0, false, plan_empty, NULL},
};

enum { FAULT_COUNT = sizeof FAULTS / sizeof FAULTS[0] };

_Static_assert((int)FAULT_COUNT <= (int)FAULT_MAX, "FaultBook has a counter for every fault");

const Fault *fault_find(const char *name, size_t name_len)
{
    for (size_t i = 0; i < FAULT_COUNT; i++) {
        if (strlen(FAULTS[i].name) == name_len && memcmp(FAULTS[i].name, name, name_len) == 0) {
            return &FAULTS[i];
        }
    }
    return NULL;
}

bool fault_strikes(FaultBook *book, const Fault *fault, const PageQuery *query)
{
    if (fault->page != 0 && fault->page != query->page) {
        return false;
    }
    /* A once-only fault strikes a single page, so one counter per fault counts per page. */
    return !fault->once || atomic_fetch_add(&book->hits[fault - FAULTS], 1) == 0;
}
