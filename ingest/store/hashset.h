/*
 * A set of 128-bit hashes, each with two marks of the owner. A hash tells as much as the bytes that
 * it was made of: with a million records, the chance that two different ones share their 126 bits is
 * about one in 10^26.
 */
#ifndef MOTCUA_INGEST_STORE_HASHSET_H
#define MOTCUA_INGEST_STORE_HASHSET_H

#include <stdbool.h>
#include <stddef.h>
#include <xxhash.h>

typedef struct HashSet HashSet;

/* Takes at most `most` hashes, 16 to 40 bytes of memory each. Ends the program without memory. */
HashSet *hashset_new(size_t most);
void hashset_free(HashSet *set); /* accepts NULL */
void hashset_clear(HashSet *set);

/* The marks (0..3) of a hash, or -1 when it is not in the set. */
int hashset_marks(const HashSet *set, XXH128_hash_t hash);

/* How many more hashes it takes. */
size_t hashset_room(const HashSet *set);

/* Adds the hash where it is missing and sets the marks. False when the set is full. */
bool hashset_mark(HashSet *set, XXH128_hash_t hash, int marks);

#endif
