#include "ingest/http.h"

#include "common/text.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/banned.h"

enum { RETRY_AFTER_MAX_MS = 120000, STALL_BYTES_PER_S = 100, REDIRECTS_MAX = 5 };

struct Http {
    CURL *curl;
    const struct Source *source;
    char detail[CURL_ERROR_SIZE];
    struct Buf *body; /* of the request that is running */
};

/* Counts what comes out of the decompressor: libcurl's own limit counts what comes over the wire. */
static size_t take_body(char *data, size_t size, size_t count, void *user)
{
    struct Http *http = user;

    return buf_append(http->body, data, size * count) ? size * count : 0;
}

static bool set_up(Http *http)
{
    CURL *curl = http->curl;
    const struct Source *source = http->source;
    bool done =
        curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, http->detail) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, http) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https") == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTS_MAX) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_USERAGENT, "motcua/" MOTCUA_VERSION) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)source->connect_timeout_s) ==
            CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)source->timeout_s) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)STALL_BYTES_PER_S) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)source->stall_s) == CURLE_OK;

    if (done && source->ca_file[0] != '\0') {
        done = curl_easy_setopt(curl, CURLOPT_CAINFO, source->ca_file) == CURLE_OK;
    }
    /* As a bearer and not as a header, libcurl itself keeps the token from other hosts. */
    if (done && source->token[0] != '\0') {
        done = curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, source->token) == CURLE_OK;
    }
    return done;
}

Http *http_new(const struct Source *source, struct Error *err)
{
    Http *http = calloc(1, sizeof *http);

    if (http == NULL) {
        error_set(err, EXIT_INTERNAL, "out of memory");
        return NULL;
    }
    http->source = source;
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
        free(http);
    }
}

bool http_add_param(Http *http, struct Buf *url, const char *name, const char *value)
{
    char *escaped = curl_easy_escape(http->curl, value, 0);
    bool done =
        escaped != NULL &&
        buf_printf(url, "%c%s=%s", strchr(url->data, '?') == NULL ? '?' : '&', name, escaped);

    curl_free(escaped);
    return done;
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

static bool is_transient(CURLcode result)
{
    switch (result) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_BAD_CONTENT_ENCODING:
        return true;
    default:
        return false;
    }
}

static bool transfer_failed(const Http *http, CURLcode result, struct Error *err)
{
    if (http->body->full) {
        error_set(err, EXIT_SOURCE, "the page is larger than %lld MiB when unpacked",
                  http->source->max_page_mb);
        return error_hint(err,
                          "ask for smaller pages ([paging] size) or raise [limits] max_page_mb");
    }
    error_set(err, EXIT_SOURCE, "%s",
              http->detail[0] != '\0' ? http->detail : curl_easy_strerror(result));
    err->transient = is_transient(result);
    return false;
}

static bool answer_refused(long status, struct Error *err)
{
    error_set(err, EXIT_SOURCE, "the server answers HTTP %ld", status);
    err->transient = status == 408 || status == 429 || status >= 500;
    if (status == 401 || status == 403) {
        error_hint(err, "the token is wrong, has expired or lacks the right");
    } else if (!err->transient) {
        error_hint(err, "is [source] url right?");
    }
    return false;
}

bool http_get(Http *http, const char *url, struct Buf *body, long long *retry_ms, struct Error *err)
{
    long status = 0;

    *retry_ms = -1;
    buf_clear(body);
    http->body = body;
    http->detail[0] = '\0';
    if (curl_easy_setopt(http->curl, CURLOPT_URL, url) != CURLE_OK) {
        return error_set(err, EXIT_INTERNAL, "out of memory");
    }
    CURLcode result = curl_easy_perform(http->curl);
    if (result != CURLE_OK) {
        return transfer_failed(http, result, err);
    }
    curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &status);
    if (status < 200 || status > 299) {
        *retry_ms = retry_after_ms(http->curl);
        return answer_refused(status, err);
    }
    return true;
}
