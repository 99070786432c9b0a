/* The slow half of the buffer; see out.h for the appends that matter. */
#include "out.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST_SIZE = 4096, MAX_DIGITS = 20 };

void out_init(Out *out)
{
    *out = (Out){0};
}

void out_release(Out *out)
{
    free(out->data);
    out_init(out);
}

void out_grow(Out *out, size_t extra)
{
    size_t cap = out->cap > 0 ? out->cap : FIRST_SIZE;

    /* Doubling keeps the cost per byte constant whatever the page size asked for. */
    while (cap - out->len < extra) {
        cap *= 2;
    }
    char *data = realloc(out->data, cap);
    if (data == NULL) {
        fputs("fakeshop: out of memory\n", stderr);
        abort();
    }
    out->data = data;
    out->cap = cap;
}

char *out_steal(Out *out)
{
    if (out->data == NULL) {
        out_grow(out, 1);
    }
    char *data = out->data;
    out_init(out);
    return data;
}

void out_padded(Out *out, uint64_t value, unsigned width)
{
    char digits[MAX_DIGITS];
    unsigned used = 0;

    do {
        used++;
        digits[MAX_DIGITS - used] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (used < width && used < MAX_DIGITS) {
        used++;
        digits[MAX_DIGITS - used] = '0';
    }
    out_mem(out, digits + MAX_DIGITS - used, used);
}

void out_repeat(Out *out, char c, size_t count)
{
    if (out->cap - out->len < count) {
        out_grow(out, count);
    }
    if (count > 0) {
        memset(out->data + out->len, c, count);
        out->len += count;
    }
}
