/* zlib is only used in one call per body; streaming would save memory that a test does not need. */
#include "gzip.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    RAW_DEFLATE = -15,
    GZIP = 15 + 16,
    MEMORY_LEVEL = 8,
    BOMB_CHUNK = 1 << 20,
    BOMB_CHUNKS = 1024
};

/* Compresses bytes in one call. flush is Z_FINISH for a complete stream; Z_FULL_FLUSH ends on a
 * byte boundary without reference to earlier bytes, so that the result may be repeated. */
static void deflate_all(Out *out, const char *bytes, size_t len, int window, int flush)
{
    z_stream stream = {0};

    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        fputs("fakeshop: zlib does not start\n", stderr);
        abort();
    }
    size_t bound = deflateBound(&stream, len) + 64;
    out_grow(out, bound);
    union {
        const char *in;
        Bytef *zlib; /* zlib takes its input without const and does not write to it */
    } input = {.in = bytes};
    stream.next_in = input.zlib;
    stream.avail_in = (uInt)len;
    stream.next_out = (Bytef *)out->data + out->len;
    stream.avail_out = (uInt)bound;
    (void)deflate(&stream, flush);
    out->len += stream.total_out;
    deflateEnd(&stream);
}

void gzip_pack(Out *body)
{
    Out packed;

    out_init(&packed);
    deflate_all(&packed, body->data, body->len, GZIP, Z_FINISH);
    out_release(body);
    *body = packed;
}

/* The gzip trailer holds its two numbers with the lowest byte first. */
static void put_le32(Out *out, uint32_t value)
{
    for (int shift = 0; shift < 32; shift += 8) {
        out_char(out, (char)(unsigned char)(value >> shift & 0xff));
    }
}

void gzip_bomb(Out *body)
{
    static const char HEADER[] = {'\x1f', '\x8b', 8, 0, 0, 0, 0, 0, 0, 3};
    static const char LAST_BLOCK[] = {3, 0};
    Out spaces;
    Out chunk;
    uLong chunk_crc;
    uLong crc = crc32(0, NULL, 0);

    out_init(&spaces);
    out_init(&chunk);
    out_repeat(&spaces, ' ', BOMB_CHUNK);
    chunk_crc = crc32(0, (const Bytef *)spaces.data, BOMB_CHUNK);
    deflate_all(&chunk, spaces.data, spaces.len, RAW_DEFLATE, Z_FULL_FLUSH);
    body->len = 0;
    out_mem(body, HEADER, sizeof HEADER);
    for (int i = 0; i < BOMB_CHUNKS; i++) {
        /* One compressed megabyte repeated: packing a real gigabyte would take seconds. */
        out_mem(body, chunk.data, chunk.len);
        crc = crc32_combine(crc, chunk_crc, BOMB_CHUNK);
    }
    out_mem(body, LAST_BLOCK, sizeof LAST_BLOCK);
    put_le32(body, (uint32_t)crc);
    put_le32(body, (uint32_t)BOMB_CHUNK * BOMB_CHUNKS);
    out_release(&spaces);
    out_release(&chunk);
}
