/* libmicrohttpd guards its users against broken replies, so each of them needs a way around: a
 * length of one's own and a reader that ends too early or takes its time. */
#include "transport.h"

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

enum { READ_BLOCK = 32768, DRIP_STEPS = 10, DRIP_STEP_NS = 100000000 };

/* A body that is handed out piece by piece. */
typedef struct {
    char *data;
    size_t len; /* bytes to hand out */
    SendMode mode;
    const atomic_bool *stopping;
} Source;

/* Called by libmicrohttpd when the response is gone. */
static void source_free(void *closure)
{
    Source *source = closure;

    free(source->data);
    free(source);
}

/* One second, in steps so that the server stops at once when asked to. */
static void wait_a_second(const atomic_bool *stopping)
{
    const struct timespec step = {.tv_nsec = DRIP_STEP_NS};

    for (int i = 0; i < DRIP_STEPS && !atomic_load(stopping); i++) {
        nanosleep(&step, NULL);
    }
}

/* Hands out the next piece. In a thread of its own per connection this may sleep. */
static ssize_t source_read(void *closure, uint64_t position, char *buffer, size_t max)
{
    Source *source = closure;

    if (position >= source->len) {
        /* An honest end for the body without a length, a broken connection for the others: the
         * length they promised has not been reached. */
        return source->mode == SEND_CUT ? MHD_CONTENT_READER_END_OF_STREAM
                                        : MHD_CONTENT_READER_END_WITH_ERROR;
    }
    size_t count = source->len - (size_t)position;
    if (source->mode == SEND_DRIP) {
        wait_a_second(source->stopping);
        if (atomic_load(source->stopping)) {
            return MHD_CONTENT_READER_END_WITH_ERROR;
        }
        count = 1;
    }
    if (count > max) {
        count = max;
    }
    memcpy(buffer, source->data + position, count);
    return (ssize_t)count;
}

/* A response read from a Source; the announced length is part of the fault. */
static struct MHD_Response *slow_response(Reply *reply, const atomic_bool *stopping)
{
    Source *source = malloc(sizeof *source);
    uint64_t announced = reply->body.len;

    if (source == NULL) {
        return NULL;
    }
    *source = (Source){.len = reply->body.len, .mode = reply->mode, .stopping = stopping};
    if (reply->mode == SEND_CUT) {
        source->len = reply->send_bytes;
        announced = MHD_SIZE_UNKNOWN;
    } else if (reply->mode == SEND_OVERSTATED) {
        announced = reply->send_bytes;
    }
    source->data = out_steal(&reply->body);
    struct MHD_Response *response =
        MHD_create_response_from_callback(announced, READ_BLOCK, source_read, source, source_free);
    if (response == NULL) {
        source_free(source);
        return NULL;
    }
    if (reply->mode == SEND_CUT) {
        /* As an HTTP/1.0 server: without this the body would be chunked, and a missing last chunk
         * would give the cut away. */
        MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
    }
    return response;
}

/* An ordinary response with the right length. */
static struct MHD_Response *whole_response(Reply *reply)
{
    size_t len = reply->body.len;
    char *data = out_steal(&reply->body);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(len, data, MHD_RESPMEM_MUST_FREE);

    if (response == NULL) {
        free(data);
    }
    return response;
}

/* Headers that follow from the reply; Content-Length is the library's business. */
static void add_headers(struct MHD_Response *response, const Reply *reply)
{
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->content_type);
    if (reply->gzip) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    }
    if (reply->retry_after[0] != '\0') {
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, reply->retry_after);
    }
    if (reply->location[0] != '\0') {
        MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, reply->location);
    }
    if (reply->link[0] != '\0') {
        MHD_add_response_header(response, MHD_HTTP_HEADER_LINK, reply->link);
    }
    if (reply->status == MHD_HTTP_UNAUTHORIZED) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer");
    }
    if (reply->mode == SEND_CUT || reply->mode == SEND_OVERSTATED) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    }
}

enum MHD_Result transport_send(struct MHD_Connection *connection, Reply *reply,
                               const atomic_bool *stopping)
{
    struct MHD_Response *response =
        reply->mode == SEND_WHOLE ? whole_response(reply) : slow_response(reply, stopping);

    if (response == NULL) {
        return MHD_NO;
    }
    add_headers(response, reply);
    enum MHD_Result result = MHD_queue_response(connection, reply->status, response);
    MHD_destroy_response(response);
    return result;
}
