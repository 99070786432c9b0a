#include "ingest/fetch/inflow.h"

#include <errno.h>
#include <string.h>

#include "common/banned.h"

enum { GZIP_ONLY = 16 };

static const Bytef magic[] = {0x1f, 0x8b};

static bool unreadable(struct Error *err)
{
    return error_set(err, EXIT_SOURCE, "cannot read it: %s", strerror(errno));
}

static bool refill(struct Inflow *inflow, struct Error *err)
{
    inflow->stream.next_in = inflow->block;
    inflow->stream.avail_in = (uInt)fread(inflow->block, 1, sizeof inflow->block, inflow->file);
    return !ferror(inflow->file) || unreadable(err);
}

bool inflow_rewind(struct Inflow *inflow, struct Error *err)
{
    inflow->at_end = false;
    inflow->has_member = false;
    if (fseek(inflow->file, 0, SEEK_SET) != 0) {
        return unreadable(err);
    }
    return refill(inflow, err) && (!inflow->is_packed || inflateReset(&inflow->stream) == Z_OK ||
                                   error_set(err, EXIT_INTERNAL, "zlib cannot be reset"));
}

bool inflow_open(struct Inflow *inflow, FILE *file, struct Error *err)
{
    memset(&inflow->stream, 0, sizeof inflow->stream);
    inflow->file = file;
    inflow->is_packed = false;
    if (!inflow_rewind(inflow, err)) {
        return false;
    }
    inflow->is_packed =
        inflow->stream.avail_in >= sizeof magic && memcmp(inflow->block, magic, sizeof magic) == 0;
    return !inflow->is_packed || inflateInit2(&inflow->stream, MAX_WBITS + GZIP_ONLY) == Z_OK ||
           error_set(err, EXIT_INTERNAL, "out of memory");
}

void inflow_close(struct Inflow *inflow)
{
    if (inflow->file != NULL) {
        fclose(inflow->file);
    }
    if (inflow->is_packed) {
        inflateEnd(&inflow->stream);
    }
    inflow->file = NULL;
    inflow->is_packed = false;
}

static bool read_plain(struct Inflow *inflow, char *bytes, size_t length, size_t *got,
                       struct Error *err)
{
    while (*got < length && !inflow->at_end) {
        size_t there = inflow->stream.avail_in;
        size_t taken = there < length - *got ? there : length - *got;
        memcpy(bytes + *got, inflow->stream.next_in, taken);
        *got += taken;
        inflow->stream.next_in += taken;
        inflow->stream.avail_in -= (uInt)taken;
        if (inflow->stream.avail_in == 0) {
            if (!refill(inflow, err)) {
                return false;
            }
            inflow->at_end = inflow->stream.avail_in == 0;
        }
    }
    return true;
}

static bool damaged(const struct Inflow *inflow, struct Error *err)
{
    const char *words = inflow->stream.msg;

    if (inflow->has_member && words != NULL && strcmp(words, "incorrect header check") == 0) {
        return error_set(err, EXIT_SOURCE,
                         "cannot unpack it: what stands behind the packed data is not gzip");
    }
    error_set(err, EXIT_SOURCE, "cannot unpack it: %s", words != NULL ? words : "it ends early");
    return error_hint(err, "is it whole? it may still be on its way");
}

/* Behind a member there is another one, or the end of the file. */
static bool read_packed(struct Inflow *inflow, char *bytes, size_t length, size_t *got,
                        struct Error *err)
{
    z_stream *stream = &inflow->stream;

    stream->next_out = (Bytef *)bytes;
    stream->avail_out = (uInt)length;
    while (stream->avail_out > 0 && !inflow->at_end) {
        if (stream->avail_in == 0 && !refill(inflow, err)) {
            return false;
        }
        int result = inflate(stream, Z_NO_FLUSH);
        if (result == Z_STREAM_END) {
            if (stream->avail_in == 0 && !refill(inflow, err)) {
                return false;
            }
            inflow->at_end = stream->avail_in == 0;
            inflow->has_member = true;
            result = inflateReset(stream);
        }
        if (result != Z_OK) {
            return damaged(inflow, err);
        }
    }
    *got = length - stream->avail_out;
    return true;
}

bool inflow_read(struct Inflow *inflow, char *bytes, size_t length, size_t *got, struct Error *err)
{
    *got = 0;
    return inflow->is_packed ? read_packed(inflow, bytes, length, got, err)
                             : read_plain(inflow, bytes, length, got, err);
}
