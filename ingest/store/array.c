#include "ingest/store/array.h"

#include "common/banned.h"

void array_begin(struct Buf *array)
{
    buf_clear(array);
    buf_putc(array, '{');
}

void array_put(struct Buf *array, const char *text, size_t length)
{
    buf_puts(array, array->length > 1 ? ",\"" : "\"");
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"' || text[i] == '\\') {
            buf_putc(array, '\\');
        }
        buf_putc(array, text[i]);
    }
    buf_putc(array, '"');
}

bool array_end(struct Buf *array)
{
    return buf_putc(array, '}');
}
