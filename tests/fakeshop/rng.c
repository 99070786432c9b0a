/* Not rand or random: their sequence differs between libraries and they have global state. */
#include "rng.h"

/* The finaliser of splitmix64: short, and good enough that neighbouring keys look unrelated. */
static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 27;
    x *= UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

Rng rng_start(uint64_t seed, uint64_t index, RngSalt salt)
{
    uint64_t key = mix(seed + UINT64_C(0x9e3779b97f4a7c15));

    key = mix(key ^ (index * 8 + (uint64_t)salt));
    return (Rng){.state = key};
}

uint64_t rng_next(Rng *rng)
{
    rng->state += UINT64_C(0x9e3779b97f4a7c15);
    return mix(rng->state);
}

uint32_t rng_below(Rng *rng, uint32_t limit)
{
    /* Multiply and shift: no division, and the bias is far below anything a test could see. */
    return (uint32_t)(((rng_next(rng) >> 32) * limit) >> 32);
}

bool rng_chance(Rng *rng, uint32_t share)
{
    return rng_below(rng, 10000) < share;
}

/* Four Feistel rounds over 2 * half bits: a permutation whatever the round function is. */
static uint64_t feistel(uint64_t value, unsigned half)
{
    uint64_t mask = (UINT64_C(1) << half) - 1;
    uint64_t left = value >> half;
    uint64_t right = value & mask;

    for (uint64_t round = 1; round <= 4; round++) {
        uint64_t next = left ^ (mix(right * 8 + round) & mask);
        left = right;
        right = next;
    }
    return (left << half) | right;
}

uint64_t rng_permute(uint64_t index, uint64_t total)
{
    unsigned half = 1;

    while (half < 31 && (UINT64_C(1) << (2 * half)) < total) {
        half++;
    }
    /* Cycle walking: values outside [0, total) are fed back until one falls inside. The domain is
     * less than four times total, so a few steps are enough on average. */
    do {
        index = feistel(index, half);
    } while (index >= total);
    return index;
}
