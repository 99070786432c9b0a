/* The bytes of a file, plain or packed with gzip (one member behind the other, and nothing else). */
#ifndef MOTCUA_INGEST_FETCH_INFLOW_H
#define MOTCUA_INGEST_FETCH_INFLOW_H

#include "common/error.h"

#include <stdbool.h>
#include <stdio.h>
#include <zlib.h>

enum { INFLOW_BLOCK_BYTES = 65536 };

struct Inflow {
    FILE *file; /* NULL = none is open */
    bool is_packed;
    bool at_end;
    bool has_member; /* one has been unpacked to its end */
    z_stream stream;
    Bytef block[INFLOW_BLOCK_BYTES]; /* packed bytes on their way */
};

/* Takes the file over. EXIT_SOURCE. */
bool inflow_open(struct Inflow *inflow, FILE *file, struct Error *err) MUST_CHECK;
void inflow_close(struct Inflow *inflow);

/* From the first byte again. */
bool inflow_rewind(struct Inflow *inflow, struct Error *err) MUST_CHECK;

/* Fills bytes as far as there are any; less than length comes at the end only. EXIT_SOURCE. */
bool inflow_read(struct Inflow *inflow, char *bytes, size_t length, size_t *got,
                 struct Error *err) MUST_CHECK;

#endif
