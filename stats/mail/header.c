#include "stats/mail/header.h"

#include "common/address.h"
#include "common/buf.h"
#include "common/text.h"
#include "common/time/clock.h"

#include <string.h>

#include "common/banned.h"

enum {
    WORD_MAX = 63, /* a line of 76 holds it after the name of the header */
    CHARACTER_MAX = 4 * 3,
    HEADER_MIN = 1024,
    ENCODED_FACTOR = 8, /* =XX for each byte, and what each line adds */
    DATE_SIZE = 64,
};

static const char word_start[] = "=?UTF-8?Q?";
static const char word_end[] = "?=";

/* The text is well-formed by now, so continuation bytes tell where a character ends. */
static size_t character_length(const char *text)
{
    size_t length = 1;

    while (((unsigned char)text[length] & 0xC0) == 0x80) {
        length++;
    }
    return length;
}

/* What may stand for itself in every kind of header is letters and digits. */
static void append_byte(struct Buf *buf, char c)
{
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
        buf_putc(buf, c);
    } else if (c == ' ') {
        buf_putc(buf, '_');
    } else {
        buf_printf(buf, "=%02X", (unsigned)(unsigned char)c);
    }
}

char *header_encoded(Arena *arena, const char *name, const char *text)
{
    const char *at = text_sanitize(arena, text);
    struct Buf buf;

    buf_init(&buf, HEADER_MIN + strlen(at) * ENCODED_FACTOR);
    buf_printf(&buf, "%s: ", name);
    size_t word = buf.length;
    buf_puts(&buf, word_start);
    while (*at != '\0') {
        if (buf.length - word + CHARACTER_MAX + strlen(word_end) > WORD_MAX) {
            buf_printf(&buf, "%s\r\n ", word_end);
            word = buf.length;
            buf_puts(&buf, word_start);
        }
        for (size_t left = character_length(at); left > 0; left--) {
            append_byte(&buf, *at++);
        }
    }
    buf_puts(&buf, word_end);
    char *header = arena_strdup(arena, buf.data);
    buf_release(&buf);
    return header;
}

/* Not strftime with a time zone: the container that this runs in may lack the zone database. */
char *header_date(Arena *arena, time_t now)
{
    time_t local = now + CLOCK_VIETNAM_OFFSET_S;
    char text[DATE_SIZE];
    struct tm parts;

    gmtime_r(&local, &parts);
    strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0700", &parts);
    return arena_printf(arena, "Date: %s", text);
}

bool header_is_message_id(const char *text)
{
    char address[512];
    size_t length = strlen(text);

    if (length < 3 || length - 2 >= sizeof address || text[0] != '<' || text[length - 1] != '>') {
        return false;
    }
    memcpy(address, text + 1, length - 2);
    address[length - 2] = '\0';
    return address_is_valid(address);
}
