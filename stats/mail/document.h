/*
 * An e-mail before it is text or HTML: blocks in the order in which they are read. Both parts are made of the same blocks,
 * so that they say the same.
 */
#ifndef MOTCUA_STATS_MAIL_DOCUMENT_H
#define MOTCUA_STATS_MAIL_DOCUMENT_H

#include "common/arena.h"
#include "common/error.h"

enum { DOCUMENT_BLOCKS_MAX = 400, DOCUMENT_WIDTH = 75 };

enum BlockKind {
    BLOCK_TITLE,
    BLOCK_HEAD,   /* of a section */
    BLOCK_FIGURE, /* large; more: what it is */
    BLOCK_TEXT,
    BLOCK_ITEM, /* of a list */
    BLOCK_CARD, /* a dossier; more: its second line */
    BLOCK_LINK, /* more: its address */
    BLOCK_NOTE, /* small print */
};

struct Block {
    enum BlockKind kind;
    const char *text;
    const char *more; /* NULL: none */
};

struct Document {
    Arena *arena;
    const char *language; /* vi, en */
    struct Block blocks[DOCUMENT_BLOCKS_MAX];
    int count;
    bool full;
};

void document_init(struct Document *document, Arena *arena, const char *language);

/* Adds a block; nothing for an empty text. Texts from outside become harmless here and must live on. */
void document_add(struct Document *document, enum BlockKind kind, const char *text,
                  const char *more);

/* Lines that end in LF, of at most DOCUMENT_WIDTH letters but for addresses that are longer. */
const char *document_text(const struct Document *document);

#endif
