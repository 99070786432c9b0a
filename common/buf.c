#include "common/buf.h"

#include "common/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { FIRST_CAPACITY = 256 };

void buf_init(struct Buf *buf, size_t limit)
{
    size_t capacity = limit < FIRST_CAPACITY ? limit : FIRST_CAPACITY;

    *buf = (struct Buf){.data = malloc(capacity + 1), .capacity = capacity, .limit = limit};
    if (buf->data == NULL) {
        memory_out();
    }
    buf->data[0] = '\0';
}

void buf_release(struct Buf *buf)
{
    free(buf->data);
    *buf = (struct Buf){0};
}

void buf_clear(struct Buf *buf)
{
    buf->length = 0;
    buf->full = false;
    buf->data[0] = '\0';
}

/* Makes room for length more bytes; capacity leaves out the NUL. */
static bool make_room(struct Buf *buf, size_t length)
{
    if (length > buf->limit - buf->length) {
        buf->full = true;
        return false;
    }
    size_t needed = buf->length + length;
    if (needed <= buf->capacity) {
        return true;
    }
    size_t capacity = buf->capacity > buf->limit / 2 ? buf->limit : buf->capacity * 2;
    if (capacity < needed) {
        capacity = needed;
    }
    char *data = memory_need(realloc(buf->data, capacity + 1));
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

bool buf_append(struct Buf *buf, const void *data, size_t length)
{
    if (!make_room(buf, length)) {
        return false;
    }
    if (length > 0) {
        memcpy(buf->data + buf->length, data, length);
    }
    buf->length += length;
    buf->data[buf->length] = '\0';
    return true;
}

bool buf_puts(struct Buf *buf, const char *text)
{
    return buf_append(buf, text, strlen(text));
}

bool buf_putc(struct Buf *buf, char c)
{
    return buf_append(buf, &c, 1);
}

bool buf_printf(struct Buf *buf, const char *format, ...)
{
    va_list arguments, again;

    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    bool fits = length >= 0 && make_room(buf, (size_t)length);
    if (fits) {
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
    return fits;
}

bool buf_escape_percent(struct Buf *buf, const char *text, const char *plain)
{
    bool done = true;

    for (; done && *text != '\0'; text++) {
        done = strchr(plain, *text) != NULL ? buf_putc(buf, *text)
                                            : buf_printf(buf, "%%%02X", (unsigned char)*text);
    }
    return done;
}

bool buf_escape_json(struct Buf *buf, const char *text, size_t length)
{
    const char *end = text + length;
    bool done = true;

    while (done && text < end) {
        const char *plain = text;
        while (text < end && (unsigned char)*text >= ' ' && *text != '"' && *text != '\\') {
            text++;
        }
        done = buf_append(buf, plain, (size_t)(text - plain));
        if (done && text < end) {
            unsigned char c = (unsigned char)*text++;
            done = c < ' ' ? buf_printf(buf, "\\u%04x", c)
                           : buf_putc(buf, '\\') && buf_putc(buf, (char)c);
        }
    }
    return done;
}

bool buf_put_json(struct Buf *buf, const char *text, size_t length)
{
    return buf_putc(buf, '"') && buf_escape_json(buf, text, length) && buf_putc(buf, '"');
}
