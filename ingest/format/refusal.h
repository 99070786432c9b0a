/* What a server says of a request that it refuses, in its own words. */
#ifndef MOTCUA_INGEST_FORMAT_REFUSAL_H
#define MOTCUA_INGEST_FORMAT_REFUSAL_H

#include "ingest/source/source.h"

/*
 * The words in the body of an answer, in arena, fit for messages of our own: what stands at [source] message or
 * under one of the names that such messages commonly have, the title of a web page, or a plain text.
 * NULL = it says nothing.
 */
const char *refusal_words(Arena *arena, const struct Source *source, const struct Buf *body);

#endif
