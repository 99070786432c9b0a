#include "stats/mail/document.h"

#include "common/buf.h"
#include "common/text.h"

#include <string.h>

#include "common/banned.h"

enum { TEXT_MAX = 1024 * 1024 };

void document_init(struct Document *document, Arena *arena, const char *language)
{
    *document = (struct Document){.arena = arena, .language = language};
}

void document_add(struct Document *document, enum BlockKind kind, const char *text,
                  const char *more)
{
    if (text == NULL || text[0] == '\0') {
        return;
    }
    if (document->count == DOCUMENT_BLOCKS_MAX) {
        document->full = true;
        return;
    }
    document->blocks[document->count++] =
        (struct Block){kind, text_sanitize(document->arena, text),
                       more != NULL ? text_sanitize(document->arena, more) : NULL};
}

/* Letters, not bytes: a continuation byte of UTF-8 begins none. */
static size_t letters(const char *text, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return count;
}

/* Words from text on, as many as a line holds; lines after the first begin with rest. */
static void put_wrapped(struct Buf *buf, const char *first, const char *rest, const char *text)
{
    size_t used = strlen(first);
    bool fresh = true;

    buf_puts(buf, first);
    while (*(text += strspn(text, " ")) != '\0') {
        size_t length = strcspn(text, " ");
        size_t width = letters(text, length);
        if (!fresh && used + 1 + width > DOCUMENT_WIDTH) {
            buf_printf(buf, "\n%s", rest);
            used = strlen(rest);
            fresh = true;
        }
        if (!fresh) {
            buf_putc(buf, ' ');
        }
        buf_append(buf, text, length);
        used += width + !fresh;
        fresh = false;
        text += length;
    }
    buf_putc(buf, '\n');
}

static void put_block(struct Buf *buf, const struct Block *block, bool after_note)
{
    switch (block->kind) {
    case BLOCK_TITLE:
        put_wrapped(buf, "", "", block->text);
        break;
    case BLOCK_HEAD:
        buf_putc(buf, '\n');
        put_wrapped(buf, "== ", "   ", block->text);
        break;
    case BLOCK_ITEM:
        put_wrapped(buf, "- ", "  ", block->text);
        break;
    case BLOCK_CARD:
        put_wrapped(buf, "* ", "  ", block->text);
        put_wrapped(buf, "  ", "  ", block->more != NULL ? block->more : "");
        return;
    case BLOCK_NOTE:
        buf_puts(buf, after_note ? "" : "\n-- \n");
        put_wrapped(buf, "", "", block->text);
        break;
    case BLOCK_FIGURE:
    case BLOCK_TEXT:
    case BLOCK_LINK:
        put_wrapped(buf, "", "", block->text);
        break;
    }
    if (block->more != NULL) {
        put_wrapped(buf, "  ", "  ", block->more);
    }
}

const char *document_text(const struct Document *document)
{
    struct Buf buf;

    buf_init(&buf, TEXT_MAX);
    for (int i = 0; i < document->count; i++) {
        bool after_note = i > 0 && document->blocks[i - 1].kind == BLOCK_NOTE;
        put_block(&buf, &document->blocks[i], after_note);
    }
    const char *text = arena_strdup(document->arena, buf.data);
    buf_release(&buf);
    return text;
}
