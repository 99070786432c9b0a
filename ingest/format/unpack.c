#include "ingest/format/unpack.h"

#include <string.h>
#include <zlib.h>

#include "common/banned.h"

enum { BLOCK_BYTES = 65536, GZIP_ONLY = 16 };

/* A file may be several, one behind the other. */
static bool inflate_all(z_stream *stream, struct Buf *out, struct Error *err)
{
    char block[BLOCK_BYTES];
    int result = Z_OK;

    while (result == Z_OK) {
        stream->next_out = (Bytef *)block;
        stream->avail_out = sizeof block;
        result = inflate(stream, Z_NO_FLUSH);
        if (!buf_append(out, block, sizeof block - stream->avail_out)) {
            error_set(err, EXIT_SOURCE, "the page is larger than %zu MiB when unpacked",
                      out->limit >> 20);
            return error_hint(err, "ask for smaller pages, or raise [limits] max_page_mb");
        }
        if (result == Z_STREAM_END && stream->avail_in > 0) {
            result = inflateReset(stream);
        }
    }
    if (result == Z_STREAM_END) {
        return true;
    }
    error_set(err, EXIT_SOURCE, "the answer is a gzip file that is damaged or ends early");
    err->transient = true;
    return false;
}

bool unpack(struct Buf *body, struct Error *err)
{
    static const char magic[] = {'\x1f', '\x8b'};
    struct Buf packed = *body;
    z_stream stream = {.next_in = (Bytef *)packed.data, .avail_in = (uInt)packed.length};

    if (packed.length < sizeof magic || memcmp(packed.data, magic, sizeof magic) != 0) {
        return true;
    }
    if (inflateInit2(&stream, MAX_WBITS + GZIP_ONLY) != Z_OK) {
        return error_set(err, EXIT_INTERNAL, "out of memory");
    }
    buf_init(body, packed.limit);
    bool done = inflate_all(&stream, body, err);
    inflateEnd(&stream);
    buf_release(&packed);
    return done;
}
