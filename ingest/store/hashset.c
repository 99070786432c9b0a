#include "ingest/store/hashset.h"

#include "common/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { FIRST_SLOTS = 1024, MARKS = 3 };

/* The marks stand in the lowest bits of `low`; a slot of zeros is free. */
struct Slot {
    uint64_t high;
    uint64_t low;
};

struct HashSet {
    struct Slot *slots;
    size_t slot_count; /* a power of two */
    size_t count;
    size_t most;
};

static struct Slot *new_slots(size_t count)
{
    struct Slot *slots = memory_need(calloc(count, sizeof *slots));

    return slots;
}

HashSet *hashset_new(size_t most)
{
    HashSet *set = memory_need(calloc(1, sizeof *set));

    set->slots = new_slots(FIRST_SLOTS);
    set->slot_count = FIRST_SLOTS;
    set->most = most;
    return set;
}

void hashset_free(HashSet *set)
{
    if (set != NULL) {
        free(set->slots);
        free(set);
    }
}

void hashset_clear(HashSet *set)
{
    memset(set->slots, 0, set->slot_count * sizeof *set->slots);
    set->count = 0;
}

/* The slot that holds the hash, or the free one where it belongs. A high half of 0 is stored as 1. */
static struct Slot *find_slot(struct Slot *slots, size_t slot_count, struct Slot wanted)
{
    size_t place = (size_t)wanted.high & (slot_count - 1);

    while (slots[place].high != 0 &&
           (slots[place].high != wanted.high || (slots[place].low | MARKS) != wanted.low)) {
        place = (place + 1) & (slot_count - 1);
    }
    return &slots[place];
}

static struct Slot slot_for(XXH128_hash_t hash)
{
    return (struct Slot){.high = hash.high64 != 0 ? hash.high64 : 1, .low = hash.low64 | MARKS};
}

static void grow(HashSet *set)
{
    size_t slot_count = 2 * set->slot_count;
    struct Slot *slots = new_slots(slot_count);

    for (size_t i = 0; i < set->slot_count; i++) {
        struct Slot old = set->slots[i];
        if (old.high != 0) {
            *find_slot(slots, slot_count, (struct Slot){old.high, old.low | MARKS}) = old;
        }
    }
    free(set->slots);
    set->slots = slots;
    set->slot_count = slot_count;
}

size_t hashset_room(const HashSet *set)
{
    return set->most - set->count;
}

int hashset_marks(const HashSet *set, XXH128_hash_t hash)
{
    const struct Slot *slot = find_slot(set->slots, set->slot_count, slot_for(hash));

    return slot->high != 0 ? (int)(slot->low & MARKS) : -1;
}

bool hashset_mark(HashSet *set, XXH128_hash_t hash, int marks)
{
    struct Slot wanted = slot_for(hash);
    struct Slot *slot = find_slot(set->slots, set->slot_count, wanted);

    if (slot->high == 0) {
        if (set->count == set->most) {
            return false;
        }
        if (set->count + set->count / 4 >= set->slot_count) {
            grow(set);
            slot = find_slot(set->slots, set->slot_count, wanted);
        }
        *slot = (struct Slot){wanted.high, wanted.low & ~(uint64_t)MARKS};
        set->count++;
    }
    slot->low |= (uint64_t)marks & MARKS;
    return true;
}
