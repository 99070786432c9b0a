/* Growing output buffer: every reply is built in one of these, with memcpy-style appends.
 *
 * fakeshop is also the data source of the benchmark, so the appends that run for every field are
 * inline and nothing here formats through printf. Out of memory ends the program: a test server
 * that cannot build its page has no useful way to go on. */
#ifndef FAKESHOP_OUT_H
#define FAKESHOP_OUT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    char *data; /* not terminated; NULL while nothing was appended */
    size_t len;
    size_t cap;
} Out;

/* Makes an empty buffer that owns nothing yet. */
void out_init(Out *out);

/* Frees the bytes and makes the buffer empty again. */
void out_release(Out *out);

/* Makes room for at least extra more bytes; the slow path of out_mem. */
void out_grow(Out *out, size_t extra);

/* Hands the bytes over: the caller frees them with free(). Never NULL, also for no bytes. */
char *out_steal(Out *out);

/* Appends value in decimal, with zeros in front up to width digits. */
void out_padded(Out *out, uint64_t value, unsigned width);

/* Appends count times the byte c. */
void out_repeat(Out *out, char c, size_t count);

static inline void out_mem(Out *out, const void *bytes, size_t len)
{
    if (out->cap - out->len < len) {
        out_grow(out, len);
    }
    if (len > 0) {
        memcpy(out->data + out->len, bytes, len);
        out->len += len;
    }
}

static inline void out_char(Out *out, char c)
{
    out_mem(out, &c, 1);
}

static inline void out_text(Out *out, const char *text)
{
    out_mem(out, text, strlen(text));
}

/* Appends a string literal; its length is known at compile time. */
#define OUT_LIT(out, literal) out_mem((out), "" literal, sizeof(literal) - 1)

#endif
