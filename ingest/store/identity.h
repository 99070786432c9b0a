/*
 * Whether a source is new, or an old one whose file has another name: the name is a part of the key of
 * what it delivers, so that all of it would be stored, and counted, a second time.
 */
#ifndef MOTCUA_INGEST_STORE_IDENTITY_H
#define MOTCUA_INGEST_STORE_IDENTITY_H

#include "common/database/db.h"
#include "ingest/source/source.h"

typedef struct Identity Identity;

/*
 * Asks which sources have delivered something and have no file in directory any more. Of a source that has
 * been read before, or when every source has its file, there is nothing to find out: *identity is NULL.
 */
bool identity_new(Db *db, const struct Source *source, const char *directory, Identity **identity,
                  struct Error *err) MUST_CHECK;
void identity_free(Identity *identity); /* accepts NULL */

/* The codes of a page, one after the other, then the question: EXIT_SOURCE when one of those sources has delivered them. */
void identity_begin(Identity *identity);
void identity_add(Identity *identity, const char *code, size_t length);
bool identity_check(Identity *identity, struct Error *err) MUST_CHECK;

#endif
