#include "ingest/fetch/parts.h"

#include "common/memory.h"
#include "ingest/format/csv.h"

#include <string.h>

#include "common/banned.h"

enum { BLOCK_BYTES = 65536, MIB = 1024 * 1024, SEPARATOR_LINE_BYTES = 8 };

/* With the room that the header takes more in a later part than in the file. */
static size_t part_limit(const struct Parts *parts)
{
    return (size_t)parts->source->limits.max_body_mb * MIB - SEPARATOR_LINE_BYTES;
}

void parts_init(struct Parts *parts, const struct Source *source)
{
    *parts = (struct Parts){.source = source, .state = XXH3_createState(), .arena = arena_new()};
    buf_init(&parts->header, part_limit(parts));
    buf_init(&parts->rest, part_limit(parts));
    if (parts->state == NULL) {
        memory_out();
    }
}

bool parts_is_open(const struct Parts *parts)
{
    return parts->inflow.file != NULL;
}

void parts_close(struct Parts *parts)
{
    inflow_close(&parts->inflow);
    charset_release(&parts->charset);
    parts->is_read = false;
    parts->at_end = false;
    parts->line = 0;
    parts->next_line = 0;
    buf_clear(&parts->header);
    buf_clear(&parts->rest);
}

void parts_release(struct Parts *parts)
{
    parts_close(parts);
    XXH3_freeState(parts->state);
    arena_free(parts->arena);
    buf_release(&parts->header);
    buf_release(&parts->rest);
}

void parts_hash(const struct Parts *parts, char *text)
{
    snprintf(text, PARTS_HASH_SIZE, "%016llx%016llx", (unsigned long long)parts->hash.high64,
             (unsigned long long)parts->hash.low64);
}

/* The last byte that is no nought, which half a letter of UTF-16 is. */
static char last_of(const char *block, size_t length, char before)
{
    while (length > 0 && block[length - 1] == '\0') {
        length--;
    }
    return (char)(length > 0 ? block[length - 1] : before);
}

bool parts_open(struct Parts *parts, FILE *file, struct Error *err)
{
    char block[BLOCK_BYTES];
    size_t got = sizeof block;
    char last = '\0'; /* an empty file has just been begun */

    if (!inflow_open(&parts->inflow, file, err)) {
        return false;
    }
    charset_init(&parts->charset, parts->source->format->number == FORMAT_CSV
                                      ? (enum EncodingKind)parts->source->encoding->number
                                      : ENCODING_UTF_8);
    parts->bytes = 0;
    XXH3_128bits_reset(parts->state);
    while (got == sizeof block) {
        if (!inflow_read(&parts->inflow, block, sizeof block, &got, err)) {
            return false;
        }
        XXH3_128bits_update(parts->state, block, got);
        parts->bytes += (long long)got;
        last = last_of(block, got, last);
    }
    parts->ends_line = last == '\n' || last == '\r' || last == '}' || last == ']';
    parts->hash = XXH3_128bits_digest(parts->state);
    XXH3_128bits_reset(parts->state);
    return inflow_rewind(&parts->inflow, err);
}

/* Appends to body until that is full or the file ends. */
static bool fill(struct Parts *parts, struct Buf *body, struct Error *err)
{
    char block[BLOCK_BYTES];
    bool is_plain = parts->charset.begun && parts->charset.encoding == NULL;

    while (!parts->is_read) {
        size_t room = part_limit(parts) - body->length;
        size_t wanted = is_plain ? room : room / CHARSET_GROWTH;
        size_t got;
        if (wanted < CHARSET_KEPT) {
            return true;
        }
        wanted = wanted < sizeof block ? wanted : sizeof block;
        if (!inflow_read(&parts->inflow, block, wanted, &got, err)) {
            return false;
        }
        parts->is_read = got < wanted;
        XXH3_128bits_update(parts->state, block, got);
        if (!charset_put(&parts->charset, block, got, parts->is_read, body, err)) {
            return false;
        }
        is_plain = parts->charset.encoding == NULL;
    }
    return true;
}

/* Finds the header in the first part, and keeps its text for the others. */
static bool find_header(struct Parts *parts, const struct Buf *body, struct Error *err)
{
    struct CsvHead *head = &parts->head;

    arena_reset(parts->arena);
    if (!csvhead_find(parts->arena, parts->source, body->data, body->length, head, err)) {
        return false;
    }
    buf_printf(&parts->header, "sep=%c\n", head->scan.separator);
    buf_append(&parts->header, head->start, (size_t)(head->scan.at - head->start));
    parts->next_line = head->scan.line;
    return true;
}

/* Behind the whole rows of CSV in body, which a page may hold. */
static bool find_rows_end(struct Parts *parts, const struct Buf *body, size_t *end,
                          struct Error *err)
{
    struct CsvScan scan = parts->head.scan;

    if (parts->line > 0) {
        scan.at = body->data + parts->header.length;
        scan.end = body->data + body->length;
        scan.line = parts->line;
    }
    bool measured = csv_measure(parts->source, &parts->head, &scan, parts->is_read, err);
    *end = (size_t)(scan.at - body->data);
    parts->next_line = scan.line;
    return measured;
}

/* Behind the last whole line in body. JSON cannot be cut. */
static bool find_lines_end(const struct Parts *parts, const struct Buf *body, size_t *end,
                           struct Error *err)
{
    const char *last = parts->source->format->number == FORMAT_JSON
                           ? NULL
                           : memrchr(body->data, '\n', body->length);

    *end = parts->is_read ? body->length : last != NULL ? (size_t)(last + 1 - body->data) : 0;
    if (*end > 0 || parts->is_read) {
        return true;
    }
    error_set(err, EXIT_SOURCE, "it does not fit into %lld MiB", parts->source->limits.max_body_mb);
    return error_hint(err, "raise [limits] max_page_mb");
}

/* Leaves whole rows in body and puts what is behind them aside. */
static bool cut(struct Parts *parts, struct Buf *body, struct Error *err)
{
    bool is_csv = parts->source->format->number == FORMAT_CSV;
    size_t end;

    if (is_csv && parts->header.length == 0 && !find_header(parts, body, err)) {
        return false;
    }
    if (!(is_csv ? find_rows_end(parts, body, &end, err)
                 : find_lines_end(parts, body, &end, err))) {
        return false;
    }
    buf_append(&parts->rest, body->data + end, body->length - end);
    body->length = end;
    body->data[end] = '\0';
    parts->at_end = parts->is_read && parts->rest.length == 0;
    return true;
}

bool parts_next(struct Parts *parts, struct Buf *body, struct Error *err)
{
    parts->line = parts->next_line;
    buf_append(body, parts->header.data, parts->header.length);
    buf_append(body, parts->rest.data, parts->rest.length);
    buf_clear(&parts->rest);
    if (!fill(parts, body, err) || !cut(parts, body, err)) {
        return false;
    }
    return !parts->at_end || XXH128_isEqual(XXH3_128bits_digest(parts->state), parts->hash) ||
           error_set(err, EXIT_SOURCE, "it changed while it was read");
}
