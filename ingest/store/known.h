/*
 * Which records of a source are stored already, as they are: told by a hash of their bytes and of the
 * rules that read them. A record that is known is not parsed, not sent and not stored again.
 */
#ifndef MOTCUA_INGEST_STORE_KNOWN_H
#define MOTCUA_INGEST_STORE_KNOWN_H

#include "common/database/db.h"
#include "ingest/map/slice.h"
#include "ingest/source/source.h"

#include <xxhash.h>

typedef struct Known Known;

/* What is known of a record. */
enum Knowledge {
    KNOWN_NOT,     /* no dossier of its code is stored */
    KNOWN_CHANGED, /* one is stored, by whatever source, or has come in this run, and this may be
                      another record of it */
    KNOWN_SAME,    /* this very record is stored */
};

struct Sighting {
    XXH128_hash_t hash;
    const char *code; /* for known_find */
    size_t code_length;
    enum Knowledge knowledge;
    bool contested; /* KNOWN_CHANGED, and this run has met the stored record as well */
};

/*
 * In an open transaction. With whole_list the hashes of the source are read from the database first,
 * in 8 MiB of memory at most; those of a longer list follow as the list goes on. Without, they are
 * asked for page by page, which suits a night that brings little; with read_all, only of codes that come
 * a second time, because all are staged anyway.
 */
Known *known_new(Db *db, const struct Source *source, bool whole_list, bool read_all,
                 struct Error *err) MUST_CHECK;
void known_free(Known *known); /* accepts NULL */

/* True when offices or procedures have to be looked up before a record can be stored. */
bool known_has_aliases(const Known *known);

XXH128_hash_t known_hash(const Known *known, const struct Slice *record);

/* True when the record is known without asking the database. It counts as met in this run. */
bool known_recall(Known *known, XXH128_hash_t hash);

/*
 * True when another record of the same dossier has been met in this run, so that even a known one has
 * to be ranked with it.
 */
bool known_is_challenged(const Known *known, XXH128_hash_t hash);

/* Asks the database for the codes of count sightings and fills knowledge and contested. */
bool known_find(Known *known, struct Sighting *sightings, size_t count,
                struct Error *err) MUST_CHECK;

/* To be told of each record that this run stores as a new dossier, and with read_all of every one. */
void known_add(Known *known, XXH128_hash_t hash);

#endif
