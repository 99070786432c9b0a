/* One file of a folder, plain or packed with gzip, in parts of whole rows that are no larger than a page. */
#ifndef MOTCUA_INGEST_FETCH_PARTS_H
#define MOTCUA_INGEST_FETCH_PARTS_H

#include "ingest/fetch/inflow.h"
#include "ingest/format/charset.h"
#include "ingest/format/csvhead.h"

#include <stdio.h>
#include <xxhash.h>

enum { PARTS_HASH_SIZE = 33 };

struct Parts {
    const struct Source *source;
    struct Inflow inflow;
    bool is_read; /* to its end, which is not yet handed out */
    bool at_end;
    bool ends_line; /* the file does; unpacked, as all that follows */
    long long bytes;
    XXH128_hash_t hash;  /* of the whole file */
    XXH3_state_t *state; /* of what has been read of it */
    struct Charset charset;
    Arena *arena;        /* of head */
    struct CsvHead head; /* of a CSV */
    struct Buf header;   /* its text, to be put before each part but the first */
    struct Buf rest;     /* read already, but for the next part */
    long long
        line; /* of the file, where the last part begins behind its header; 0 = it has the header */
    long long next_line;
};

void parts_init(struct Parts *parts, const struct Source *source);
void parts_release(struct Parts *parts);

/* Takes the file over, and reads it once to know it by its content. EXIT_SOURCE. */
bool parts_open(struct Parts *parts, FILE *file, struct Error *err) MUST_CHECK;
void parts_close(struct Parts *parts);
bool parts_is_open(const struct Parts *parts);

/*
 * Puts the next part into body, which is empty and may hold [limits] max_page_mb; at_end tells whether
 * it was the last one. EXIT_SOURCE, also when the file is no longer what it was when it was opened.
 */
bool parts_next(struct Parts *parts, struct Buf *body, struct Error *err) MUST_CHECK;

/* The content's hash as a uuid, in text of PARTS_HASH_SIZE bytes. */
void parts_hash(const struct Parts *parts, char *text);

#endif
