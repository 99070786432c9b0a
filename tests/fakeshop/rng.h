/* Randomness that is a pure function of its key.
 *
 * Record i must come out the same whichever page, order or night asks for it, so nothing here has
 * state beyond one record: a stream is started from (seed, index, salt) and thrown away. */
#ifndef FAKESHOP_RNG_H
#define FAKESHOP_RNG_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    uint64_t state;
} Rng;

/* The parts of a record draw from streams of their own. A part that draws one number more or less
 * then leaves the other parts as they were; unchanged records stay identical to the byte. */
typedef enum {
    RNG_PLACE = 1,  /* office, procedure, channel */
    RNG_COURSE = 2, /* dates and status */
    RNG_PAPERS = 3, /* components, results, fees, free text */
    RNG_NIGHT = 4,  /* what the second night changes */
    RNG_TWIN = 5,   /* records that appear twice */
    RNG_BAD = 6     /* malformed records */
} RngSalt;

/* Starts the stream of one record part. */
Rng rng_start(uint64_t seed, uint64_t index, RngSalt salt);

/* The next 64 random bits. */
uint64_t rng_next(Rng *rng);

/* A number in [0, limit); limit must be 1 or more. */
uint32_t rng_below(Rng *rng, uint32_t limit);

/* True for share of 10,000 draws on average. */
bool rng_chance(Rng *rng, uint32_t share);

/* Position index of a fixed pseudo-random permutation of [0, total): a bijection computed per
 * index, without an array of total entries. index must be below total. */
uint64_t rng_permute(uint64_t index, uint64_t total);

#endif
