#include "ingest/fetch/http.h"

#include "common/log.h"
#include "common/text.h"
#include "common/time/clock.h"
#include "ingest/fetch/link.h"
#include "ingest/fetch/transfer.h"
#include "ingest/source/url.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/banned.h"

enum {
    RECEIVE_BYTES = 256 * 1024, /* libcurl's own 16 KiB cost a hundred calls of the system a page */
    RETRY_AFTER_MAX_MS = 120000,
    REDIRECTS_MAX = 5,
    URL_BYTES_MAX = 8192
};

struct Http {
    CURL *curl;
    const struct HttpLimits *limits;
    char detail[CURL_ERROR_SIZE];
    struct Buf *body; /* of the request that is running */
    struct Buf url;   /* of the hop that is running */
    enum Reach home_reach;
    bool at_home;
    bool barred; /* an address was refused */
};

/* Counts what comes out of the decompressor: libcurl's own limit counts what comes over the wire. */
static size_t take_body(char *data, size_t size, size_t count, void *user)
{
    struct Http *http = user;

    return buf_append(http->body, data, size * count) ? size * count : 0;
}

/* Whatever a name says, and however an address is written: what counts is where it leads. */
static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct Http *http = user;

    (void)purpose;
    if (!http->at_home && !reach_allows(http->home_reach, reach_of(&address->addr),
                                        reach_is_by_address(http->url.data))) {
        http->barred = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static bool set_up(Http *http)
{
    CURL *curl = http->curl;
    const struct HttpLimits *limits = http->limits;
    bool done =
        transfer_limit(curl, limits, http->detail) &&
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, http) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, http) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, limits->gzip ? "" : NULL) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, (long)RECEIVE_BYTES) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_USERAGENT, "motcua/" MOTCUA_VERSION) == CURLE_OK;

    return done && (limits->ca_file[0] == '\0' ||
                    curl_easy_setopt(curl, CURLOPT_CAINFO, limits->ca_file) == CURLE_OK);
}

Http *http_new(const struct HttpLimits *limits, struct Error *err)
{
    Http *http = calloc(1, sizeof *http);

    if (http == NULL) {
        error_set(err, EXIT_INTERNAL, "out of memory");
        return NULL;
    }
    http->limits = limits;
    buf_init(&http->url, URL_BYTES_MAX);
    http->curl = curl_easy_init();
    if (http->curl == NULL || !set_up(http)) {
        error_set(err, EXIT_INTERNAL, "libcurl cannot be set up");
        http_free(http);
        return NULL;
    }
    return http;
}

void http_free(Http *http)
{
    if (http != NULL) {
        curl_easy_cleanup(http->curl);
        buf_release(&http->url);
        free(http);
    }
}

const char *http_header(Http *http, const char *name, Arena *arena)
{
    struct curl_header *header;

    return curl_easy_header(http->curl, name, 0, CURLH_HEADER | CURLH_TRAILER, -1, &header) ==
                   CURLHE_OK
               ? text_trim(arena, header->value) /* an empty one is its CR */
               : NULL;
}

const char *http_next_link(Http *http, Arena *arena)
{
    struct curl_header *header;

    for (size_t i = 0;
         curl_easy_header(http->curl, "Link", i, CURLH_HEADER, -1, &header) == CURLHE_OK; i++) {
        const char *next = link_next(arena, header->value);
        if (next != NULL) {
            return next;
        }
    }
    return NULL;
}

/* Seconds or an HTTP date; anything else is as if it had not been said. */
static long long retry_after_ms(CURL *curl)
{
    struct curl_header *header;
    long long seconds;

    if (curl_easy_header(curl, "Retry-After", 0, CURLH_HEADER, -1, &header) != CURLHE_OK) {
        return -1;
    }
    if (!text_to_int(header->value, 0, RETRY_AFTER_MAX_MS / 1000, &seconds)) {
        time_t date = curl_getdate(header->value, NULL);
        bool is_number = header->value[strspn(header->value, "0123456789")] == '\0';
        if (date == -1 && !is_number) {
            return -1;
        }
        seconds = is_number ? RETRY_AFTER_MAX_MS / 1000 : (long long)(date - time(NULL));
    }
    seconds = seconds < 0 ? 0 : seconds;
    return seconds * 1000 < RETRY_AFTER_MAX_MS ? seconds * 1000 : RETRY_AFTER_MAX_MS;
}

static bool request_failed(const Http *http, CURLcode result, struct Error *err)
{
    if (http->body->full) {
        error_set(err, EXIT_SOURCE, "the page is larger than %lld MiB when unpacked",
                  http->limits->max_body_mb);
        return error_hint(err,
                          "ask for smaller pages ([paging] size) or raise [limits] max_page_mb");
    }
    transfer_failed(result, http->detail, err);
    if (http->barred) {
        err->transient = false;
        error_set(err, EXIT_SOURCE, "the server leads into this machine or its network");
    }
    return false;
}

static bool answer_refused(long status, bool has_body, struct Error *err)
{
    error_set(err, EXIT_SOURCE, "the server answers HTTP %ld", status);
    err->transient = status == 408 || status == 429 || status >= 500;
    if (status == 401 || status == 403) {
        error_hint(err, "the token, session or password is wrong, has expired or lacks the right");
    } else if (!err->transient) {
        error_hint(err, has_body ? "are [source] url and [request] body right?"
                                 : "is [source] url right?");
    }
    return false;
}

/* A chunked body has its own end, and so have those of HTTP/2. */
static bool is_whole(CURL *curl)
{
    struct curl_header *header;
    curl_off_t length = -1;
    long version = 0;

    curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    curl_easy_getinfo(curl, CURLINFO_HTTP_VERSION, &version);
    return length >= 0 || version >= CURL_HTTP_VERSION_2_0 ||
           curl_easy_header(curl, "Transfer-Encoding", 0, CURLH_HEADER, -1, &header) == CURLHE_OK;
}

static bool add_line(struct curl_slist **lines, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*lines, line);

    *lines = longer != NULL ? longer : *lines;
    return longer != NULL;
}

/* Without the empty Expect libcurl would wait for leave to send a body, which old servers never give. */
static bool list_headers(const struct HttpRequest *request, struct curl_slist **lines)
{
    bool done = add_line(lines, "Expect:");

    for (size_t i = 0; done && request->headers[i] != NULL; i++) {
        done = add_line(lines, request->headers[i]);
    }
    return done;
}

/* NULL unsets an option, so that nothing of the last request is left. */
static bool prepare(Http *http, const struct HttpRequest *request, bool at_home,
                    struct curl_slist *lines)
{
    CURL *curl = http->curl;
    const struct HttpLimits *limits = http->limits;
    const char *user = at_home ? request->user : NULL;
    bool has_cert = at_home && limits->cert_file[0] != '\0';
    bool done =
        curl_easy_setopt(curl, CURLOPT_URL, http->url.data) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_USERNAME, user) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_PASSWORD, user != NULL ? request->password : NULL) ==
            CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_SSLCERT, has_cert ? limits->cert_file : NULL) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_SSLKEY, has_cert ? limits->key_file : NULL) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L) == CURLE_OK;

    if (done && request->body != NULL) {
        done = curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, -1L) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, request->body) == CURLE_OK;
    }
    return done;
}

/* A connection that is kept is not opened again, so this asks where it leads. */
static void note_reach(Http *http, const struct HttpRequest *request)
{
    char *address = NULL;

    if (http->at_home && curl_easy_getinfo(http->curl, CURLINFO_PRIMARY_IP, &address) == CURLE_OK &&
        address != NULL && address[0] != '\0') {
        *request->home_reach = reach_of_text(address);
        http->home_reach = *request->home_reach;
    }
}

/* Secrets that were read from files are hidden in every line of the log; a login's answer stands in no url. */
static void log_request(const Http *http, const struct HttpRequest *request,
                        const struct HttpReply *reply, int64_t spent_ms)
{
    Arena *arena = arena_new();

    log_debug("request=%s url=%s status=%ld bytes=%zu ms=%lld",
              request->body != NULL && http->at_home ? "POST" : "GET",
              url_shown(arena, http->url.data), reply->status, http->body->length,
              (long long)spent_ms);
    arena_free(arena);
}

static bool send_once(Http *http, const struct HttpRequest *request, bool at_home,
                      struct HttpReply *reply, struct Error *err)
{
    struct curl_slist *lines = NULL;

    buf_clear(http->body);
    http->detail[0] = '\0';
    http->at_home = at_home;
    http->barred = false;
    bool done =
        (!at_home || list_headers(request, &lines)) && prepare(http, request, at_home, lines);
    if (!done) {
        error_set(err, EXIT_INTERNAL, "out of memory");
    } else {
        int64_t started_ms = clock_elapsed_ms();
        CURLcode result = curl_easy_perform(http->curl);
        done = result == CURLE_OK || request_failed(http, result, err);
        note_reach(http, request);
        curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &reply->status);
        log_request(http, request, reply, clock_elapsed_ms() - started_ms);
    }
    curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(lines);
    return done;
}

/* Whether a request may go on to where the answer points; changes the url then. */
static bool follow(Http *http, const struct HttpRequest *request, long status, struct Error *err)
{
    char *target = NULL;

    curl_easy_getinfo(http->curl, CURLINFO_REDIRECT_URL, &target);
    if (target == NULL ||
        (strncmp(target, "http://", 7) != 0 && strncmp(target, "https://", 8) != 0)) {
        return error_set(err, EXIT_SOURCE, "the server answers HTTP %ld without a good Location",
                         status);
    }
    if (request->body != NULL && (status < 307 || !url_same_origin(request->home, target))) {
        error_set(err, EXIT_SOURCE, "the server sends a POST on with HTTP %ld", status);
        return error_hint(err, "set the url to where the answer really comes from");
    }
    if (!reach_check_url(request->home, request->hosts, http->url.data, target, err)) {
        return error_prefix(err, "HTTP %ld", status);
    }
    buf_clear(&http->url);
    return buf_puts(&http->url, target) || error_set(err, EXIT_SOURCE, "the url is too long");
}

static bool is_redirect(long status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool http_send(Http *http, const struct HttpRequest *request, struct Buf *body,
               struct HttpReply *reply, struct Error *err)
{
    *reply = (struct HttpReply){.retry_after_ms = -1};
    http->body = body;
    http->home_reach = *request->home_reach;
    buf_clear(&http->url);
    if (!buf_puts(&http->url, request->url)) {
        return error_set(err, EXIT_SOURCE, "the url is too long");
    }
    if (!reach_check_url(request->home, request->hosts, request->home, request->url, err)) {
        return false;
    }
    for (int hops = 0; hops <= REDIRECTS_MAX; hops++) {
        bool at_home = url_same_origin(request->home, http->url.data);
        if (!at_home && request->body != NULL) {
            return error_set(err, EXIT_SOURCE,
                             "the list goes on at another host, which may not see the request");
        }
        if (!send_once(http, request, at_home, reply, err)) {
            return false;
        }
        if (!is_redirect(reply->status)) {
            reply->url = http->url.data;
            reply->whole = is_whole(http->curl);
            reply->retry_after_ms = retry_after_ms(http->curl);
            return (reply->status >= 200 && reply->status <= 299) ||
                   answer_refused(reply->status, request->body != NULL, err);
        }
        if (!follow(http, request, reply->status, err)) {
            return false;
        }
    }
    return error_set(err, EXIT_SOURCE, "the server redirects more than %d times", REDIRECTS_MAX);
}
