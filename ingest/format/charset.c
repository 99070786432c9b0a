#include "ingest/format/charset.h"

#include <errno.h>
#include <string.h>

#include "common/banned.h"

enum { BLOCK_BYTES = 4096 };

/* As iconv calls them; NULL = nothing to do. */
static const char *const encodings[] = {
    [ENCODING_UTF_8] = NULL, [ENCODING_WINDOWS_1258] = "WINDOWS-1258"};

void charset_init(struct Charset *charset, enum EncodingKind encoding)
{
    *charset = (struct Charset){.encoding = encodings[encoding]};
}

void charset_release(struct Charset *charset)
{
    if (charset->begun && charset->encoding != NULL) {
        iconv_close(charset->converter);
    }
    charset->begun = false;
}

/* Without a mark, UTF-16 is known by the nought that is half of the first letter. */
static const char *find_encoding(const char *bytes, size_t length, const char *stated)
{
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        return NULL;
    }
    if (length >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0) {
        return "UTF-16LE";
    }
    if (length >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0) {
        return "UTF-16BE";
    }
    if (length >= 4 && (bytes[0] == '\0') != (bytes[1] == '\0')) {
        return bytes[0] == '\0' ? "UTF-16BE" : "UTF-16LE";
    }
    return stated;
}

static bool begin(struct Charset *charset, const char *bytes, size_t length, struct Error *err)
{
    charset->begun = true;
    charset->encoding = find_encoding(bytes, length, charset->encoding);
    if (charset->encoding == NULL) {
        return true;
    }
    charset->converter = iconv_open("UTF-8", charset->encoding);
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): POSIX has no other name for it. */
    if (charset->converter == (iconv_t)-1) {
        const char *encoding = charset->encoding;
        charset->encoding = NULL;
        return error_set(err, EXIT_INTERNAL, "this system's iconv does not know %s", encoding);
    }
    return true;
}

static bool no_room(const struct Buf *out, struct Error *err)
{
    error_set(err, EXIT_SOURCE, "the text is larger than %zu MiB as UTF-8", out->limit >> 20);
    return error_hint(err, "ask for smaller pages, or raise [limits] max_page_mb");
}

/* Some encodings keep a letter until they have seen that no accent follows. */
static bool flush(struct Charset *charset, const char *more, struct Buf *out, struct Error *err)
{
    char block[BLOCK_BYTES];
    char *to = block;
    size_t room = sizeof block;

    iconv(charset->converter, NULL, NULL, &to, &room);
    return (buf_append(out, block, sizeof block - room) && buf_puts(out, more)) ||
           no_room(out, err);
}

/* Converts what it can; what is left then is the beginning of a letter. */
static bool convert(struct Charset *charset, char **in, size_t *in_left, struct Buf *out,
                    struct Error *err)
{
    bool by_two = strncmp(charset->encoding, "UTF-16", strlen("UTF-16")) == 0;
    char block[BLOCK_BYTES];

    for (;;) {
        char *to = block;
        size_t room = sizeof block;
        size_t result = iconv(charset->converter, in, in_left, &to, &room);
        int why = errno;
        if (!buf_append(out, block, sizeof block - room)) {
            return no_room(out, err);
        }
        if (result != (size_t)-1 || why == EINVAL) {
            return true;
        }
        if (why == EILSEQ) {
            *in += by_two ? 2 : 1;
            *in_left -= by_two ? 2 : 1;
            if (!flush(charset, "\xef\xbf\xbd", out, err)) {
                return false;
            }
        }
    }
}

/* Byte by byte, until the letter that the bytes before began is whole. */
static bool finish_letter(struct Charset *charset, char **in, size_t *in_left, struct Buf *out,
                          struct Error *err)
{
    while (charset->kept_length > 0 && *in_left > 0) {
        char *kept = charset->kept;
        charset->kept[charset->kept_length++] = *(*in)++;
        (*in_left)--;
        if (!convert(charset, &kept, &charset->kept_length, out, err)) {
            return false;
        }
        memmove(charset->kept, kept, charset->kept_length);
    }
    return true;
}

bool charset_put(struct Charset *charset, char *bytes, size_t length, bool is_last, struct Buf *out,
                 struct Error *err)
{
    if (!charset->begun && !begin(charset, bytes, length, err)) {
        return false;
    }
    if (charset->encoding == NULL) {
        return buf_append(out, bytes, length) || no_room(out, err);
    }
    if (!finish_letter(charset, &bytes, &length, out, err) ||
        !convert(charset, &bytes, &length, out, err)) {
        return false;
    }
    if (length > 0) {
        memcpy(charset->kept, bytes, length);
        charset->kept_length = length;
    }
    if (!is_last) {
        return true;
    }
    if (charset->kept_length > 0) {
        error_set(err, EXIT_SOURCE, "the text ends early, within a letter");
        err->transient = true;
        return false;
    }
    return flush(charset, "", out, err);
}

bool charset_mend(struct Buf *body, enum EncodingKind encoding, struct Error *err)
{
    struct Charset charset;
    struct Buf text;

    charset_init(&charset, encoding);
    if (find_encoding(body->data, body->length, charset.encoding) == NULL) {
        return true;
    }
    buf_init(&text, body->limit);
    bool done = charset_put(&charset, body->data, body->length, true, &text, err);
    charset_release(&charset);
    buf_release(body);
    *body = text;
    return done;
}
