/* Lists that are stored as gzip files, which no header of HTTP tells of. */
#ifndef MOTCUA_INGEST_FORMAT_UNPACK_H
#define MOTCUA_INGEST_FORMAT_UNPACK_H

#include "common/buf.h"
#include "common/error.h"

/*
 * Unpacks body in its place when it begins as a gzip file does (RFC 1952); else leaves it. EXIT_SOURCE,
 * transient when it is cut short or damaged; also when it does not fit into body.
 */
bool unpack(struct Buf *body, struct Error *err) MUST_CHECK;

#endif
