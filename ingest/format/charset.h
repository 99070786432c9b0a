/* Texts that are not UTF-8. UTF-16, which spreadsheets call "Unicode Text", is known by its first bytes. */
#ifndef MOTCUA_INGEST_FORMAT_CHARSET_H
#define MOTCUA_INGEST_FORMAT_CHARSET_H

#include "common/buf.h"
#include "common/error.h"
#include "ingest/source/kinds.h"

#include <iconv.h>

enum { CHARSET_KEPT = 8, CHARSET_GROWTH = 3 };

/* A text on its way to UTF-8. What is no letter becomes U+FFFD, which no mapped field accepts. */
struct Charset {
    const char *encoding; /* as iconv calls it; NULL = UTF-8 already */
    bool begun;
    iconv_t converter;
    char kept[CHARSET_KEPT]; /* the beginning of a letter */
    size_t kept_length;
};

/* encoding is what the source file says; a byte order mark says more. */
void charset_init(struct Charset *charset, enum EncodingKind encoding);
void charset_release(struct Charset *charset);

/*
 * Appends the bytes to out, as UTF-8: at most CHARSET_GROWTH times as many, and some; is_last behind the last
 * ones. The first call has at least four bytes unless it is the last. EXIT_SOURCE when out has no room;
 * transient when the text ends within a letter.
 */
bool charset_put(struct Charset *charset, char *bytes, size_t length, bool is_last, struct Buf *out,
                 struct Error *err) MUST_CHECK;

/* The same for a whole text, in its place. */
bool charset_mend(struct Buf *body, enum EncodingKind encoding, struct Error *err) MUST_CHECK;

#endif
