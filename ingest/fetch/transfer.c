#include "ingest/fetch/transfer.h"

#include "common/outside.h"
#include "common/stop.h"

#include "common/banned.h"

enum { STALL_BYTES_PER_S = 100 };

static int go_on(void *unused, curl_off_t to_come, curl_off_t came, curl_off_t to_go,
                 curl_off_t went)
{
    (void)unused;
    (void)to_come;
    (void)came;
    (void)to_go;
    (void)went;
    return stop_wanted();
}

bool transfer_limit(CURL *curl, const struct HttpLimits *limits, char *detail)
{
    return curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, go_on) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)limits->connect_timeout_s) ==
               CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)limits->timeout_s) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)STALL_BYTES_PER_S) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)limits->stall_s) == CURLE_OK;
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
    case CURLE_SSH:
    case CURLE_FAILED_INIT: /* what a connection that breaks in the handshake of SSH ends with */
        return true;
    default:
        return false;
    }
}

bool transfer_failed(CURLcode result, const char *detail, struct Error *err)
{
    const char *words = detail[0] != '\0' ? detail : curl_easy_strerror(result);

    if (!stop_check(err)) {
        return false;
    }
    Arena *arena = arena_new();
    /* They may name a host that a redirect named. */
    error_set(err, EXIT_SOURCE, "%s", outside_text(arena, words));
    arena_free(arena);
    err->transient = is_transient(result);
    return false;
}
