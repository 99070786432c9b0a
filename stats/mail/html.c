#include "stats/mail/html.h"

#include "common/sanitize.h"

#include "common/banned.h"

enum { CHUNK = 4096 }; /* more of one value ends in "..." */

/* The apostrophe by number: &apos; is no entity of HTML 4, which Outlook reads. */
static void append_escaped(struct Buf *buf, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            buf_puts(buf, "&amp;");
            break;
        case '<':
            buf_puts(buf, "&lt;");
            break;
        case '>':
            buf_puts(buf, "&gt;");
            break;
        case '"':
            buf_puts(buf, "&quot;");
            break;
        case '\'':
            buf_puts(buf, "&#39;");
            break;
        default:
            buf_putc(buf, *text);
        }
    }
}

void html_append(struct Buf *buf, const char *text)
{
    char clean[CHUNK];

    sanitize_into(clean, sizeof clean, text, HIDDEN_WHOLE);
    append_escaped(buf, clean);
}
