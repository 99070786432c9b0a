/*
 * The one growing buffer. It never holds more than its limit: an append that would go past it
 * changes nothing and marks the buffer as full, which the owner checks once at the end.
 */
#ifndef MOTCUA_COMMON_BUF_H
#define MOTCUA_COMMON_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct Buf {
    char *data; /* always ends with NUL after length bytes; never NULL after buf_init */
    size_t length;
    size_t capacity;
    size_t limit;
    bool full;
};

void buf_init(struct Buf *buf, size_t limit);
void buf_release(struct Buf *buf);

/* Empties it, keeps the memory. */
void buf_clear(struct Buf *buf);

/* Each returns false and sets full when the limit would be passed. */
bool buf_append(struct Buf *buf, const void *data, size_t length);
bool buf_puts(struct Buf *buf, const char *text);
bool buf_putc(struct Buf *buf, char c);
bool buf_printf(struct Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends text, each byte that is not among the plain ones as %XX. */
bool buf_escape_percent(struct Buf *buf, const char *text, const char *plain);

/* Appends text, escaped for the inside of a JSON text; and the same in quotes. */
bool buf_escape_json(struct Buf *buf, const char *text, size_t length);
bool buf_put_json(struct Buf *buf, const char *text, size_t length);

#endif
