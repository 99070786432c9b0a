#include "faultreply.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "gzip.h"

enum { OVERSTATED_BY = 1000 };

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

const Fault REPLY_FAULTS[] = {
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
    {"nfd", 0, false, NULL, reply_nfd},
    {"trailing", 2, false, NULL, reply_trailing},
    {"bom", 0, false, NULL, reply_bom},
    {0},
};
