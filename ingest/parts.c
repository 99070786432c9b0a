#include "ingest/parts.h"

#include "common/log.h"
#include "common/text.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/banned.h"

enum { BLOCK_BYTES = 65536, MIB = 1024 * 1024 };

static size_t part_limit(const struct Parts *parts)
{
    return (size_t)parts->source->limits.max_body_mb * MIB;
}

void parts_init(struct Parts *parts, const struct Source *source)
{
    *parts = (struct Parts){.source = source, .state = XXH3_createState()};
    buf_init(&parts->header, BLOCK_BYTES);
    buf_init(&parts->rest, part_limit(parts));
    if (parts->state == NULL) {
        log_out_of_memory();
    }
}

void parts_close(struct Parts *parts)
{
    if (parts->file != NULL) {
        gzclose_r(parts->file);
    }
    parts->file = NULL;
    parts->at_end = false;
    buf_clear(&parts->header);
    buf_clear(&parts->rest);
}

void parts_release(struct Parts *parts)
{
    parts_close(parts);
    XXH3_freeState(parts->state);
    buf_release(&parts->header);
    buf_release(&parts->rest);
}

void parts_hash(const struct Parts *parts, char *text)
{
    snprintf(text, PARTS_HASH_SIZE, "%016llx%016llx", (unsigned long long)parts->hash.high64,
             (unsigned long long)parts->hash.low64);
}

static bool unreadable(const struct Parts *parts, struct Error *err)
{
    int code;
    const char *words = gzerror(parts->file, &code);

    if (code == Z_ERRNO) {
        return error_set(err, EXIT_SOURCE, "cannot read it: %s", strerror(errno));
    }
    error_set(err, EXIT_SOURCE, "cannot unpack it: %s", words);
    return error_hint(err, "is it whole? it may still be on its way");
}

/* zlib reads a file that is not packed as it is. */
static gzFile take_over(FILE *file)
{
    int descriptor = dup(fileno(file));

    fclose(file);
    return descriptor >= 0 && lseek(descriptor, 0, SEEK_SET) == 0 ? gzdopen(descriptor, "rb")
                                                                  : NULL;
}

/* At the end of a packed file that is cut short zlib reads nothing, but remembers why. */
static bool is_whole(const struct Parts *parts, int got)
{
    int code = Z_OK;

    gzerror(parts->file, &code);
    return got == 0 && code == Z_OK;
}

bool parts_open(struct Parts *parts, FILE *file, struct Error *err)
{
    char block[BLOCK_BYTES];
    int got;

    parts->file = take_over(file);
    if (parts->file == NULL) {
        return error_set(err, EXIT_INTERNAL, "out of memory");
    }
    parts->bytes = 0;
    parts->last = '\n';
    XXH3_128bits_reset(parts->state);
    while ((got = gzread(parts->file, block, sizeof block)) > 0) {
        XXH3_128bits_update(parts->state, block, (size_t)got);
        parts->bytes += got;
        parts->last = block[got - 1];
    }
    parts->hash = XXH3_128bits_digest(parts->state);
    XXH3_128bits_reset(parts->state);
    return (is_whole(parts, got) && gzrewind(parts->file) == 0) || unreadable(parts, err);
}

/* Bytes up to the end of the last whole row; with first, of the first one. 0 = there is none. */
static size_t row_end(const char *text, size_t length, bool quotes, bool first)
{
    bool within = false;
    size_t end = 0;

    for (size_t i = 0; i < length; i++) {
        within = within != (quotes && text[i] == '"');
        if (text[i] == '\n' && !within) {
            end = i + 1;
            if (first) {
                break;
            }
        }
    }
    return end;
}

/* Appends to body until that is full or the file ends. */
static bool fill(struct Parts *parts, struct Buf *body, struct Error *err)
{
    char block[BLOCK_BYTES];
    size_t limit = part_limit(parts);

    while (!parts->at_end && body->length < limit) {
        size_t wanted = limit - body->length < sizeof block ? limit - body->length : sizeof block;
        int got = gzread(parts->file, block, (unsigned int)wanted);
        if (got < 0) {
            return unreadable(parts, err);
        }
        XXH3_128bits_update(parts->state, block, (size_t)got);
        if (!buf_append(body, block, (size_t)got)) {
            return error_set(err, EXIT_INTERNAL, "the part of a file does not fit");
        }
        int next = (size_t)got == wanted ? gzgetc(parts->file) : -1;
        parts->at_end = next < 0;
        if (next >= 0) {
            gzungetc(next, parts->file);
        }
    }
    return true;
}

/* Leaves whole rows in body and puts what is behind them aside. */
static bool cut(struct Parts *parts, struct Buf *body, struct Error *err)
{
    const char *format = parts->source->format_name;
    bool is_csv = text_equal(format, "csv");
    size_t end = text_equal(format, "json") ? 0 : row_end(body->data, body->length, is_csv, false);

    if (parts->header.length == 0 && is_csv &&
        !buf_append(&parts->header, body->data, row_end(body->data, body->length, true, true))) {
        return error_set(err, EXIT_SOURCE, "its header is too long");
    }
    if (end <= parts->header.length) {
        error_set(err, EXIT_SOURCE, "it does not fit into %lld MiB",
                  parts->source->limits.max_body_mb);
        return error_hint(err, "raise [limits] max_page_mb");
    }
    buf_append(&parts->rest, body->data + end, body->length - end);
    body->length = end;
    body->data[end] = '\0';
    return true;
}

bool parts_next(struct Parts *parts, struct Buf *body, struct Error *err)
{
    buf_append(body, parts->header.data, parts->header.length);
    buf_append(body, parts->rest.data, parts->rest.length);
    buf_clear(&parts->rest);
    if (!fill(parts, body, err)) {
        return false;
    }
    if (!parts->at_end) {
        return cut(parts, body, err);
    }
    return XXH128_isEqual(XXH3_128bits_digest(parts->state), parts->hash) ||
           error_set(err, EXIT_SOURCE, "it changed while it was read");
}
