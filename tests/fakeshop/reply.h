/* An answer on its way out: what the server turns into an HTTP response. */
#ifndef FAKESHOP_REPLY_H
#define FAKESHOP_REPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "out.h"

typedef enum {
    SEND_WHOLE,
    SEND_CUT,        /* without Content-Length; send_bytes of the body, then the connection ends */
    SEND_OVERSTATED, /* Content-Length is send_bytes, more than the body has */
    SEND_DRIP        /* one byte per second */
} SendMode;

typedef struct {
    unsigned status;
    const char *content_type;
    bool gzip; /* body is gzip; says so in the header */
    SendMode mode;
    size_t send_bytes;
    Out body;
    char retry_after[64]; /* header value, "" = no header */
    char location[512];   /* likewise */
    char link[1024];      /* likewise */
} Reply;

/* An empty 200 answer with the content type of JSON. */
void reply_init(Reply *reply);

/* Frees the body. */
void reply_release(Reply *reply);

/* Replaces status and body: a short JSON body with the given error code and message. */
void reply_error(Reply *reply, unsigned status, const char *message);

#endif
