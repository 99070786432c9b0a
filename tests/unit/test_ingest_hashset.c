#include "ingest/store/hashset.h"

#include <criterion/criterion.h>

#include "common/banned.h"

enum { MANY = 20000 };

static XXH128_hash_t hash_of(int number)
{
    return XXH3_128bits(&number, sizeof number);
}

Test(hashset, remembers_marks_while_it_grows)
{
    HashSet *set = hashset_new(MANY);

    for (int i = 0; i < MANY; i++) {
        cr_assert_eq(hashset_marks(set, hash_of(i)), -1);
        cr_assert(hashset_mark(set, hash_of(i), i % 4));
    }
    for (int i = 0; i < MANY; i++) {
        cr_assert_eq(hashset_marks(set, hash_of(i)), i % 4);
    }
    cr_assert_eq(hashset_marks(set, hash_of(MANY)), -1);
    hashset_free(set);
}

Test(hashset, adds_marks_and_takes_none_away)
{
    HashSet *set = hashset_new(MANY);

    cr_assert(hashset_mark(set, hash_of(1), 1));
    cr_assert(hashset_mark(set, hash_of(1), 0));
    cr_assert_eq(hashset_marks(set, hash_of(1)), 1);
    cr_assert(hashset_mark(set, hash_of(1), 2));
    cr_assert_eq(hashset_marks(set, hash_of(1)), 3);
    hashset_clear(set);
    cr_assert_eq(hashset_marks(set, hash_of(1)), -1);
    hashset_free(set);
}

Test(hashset, is_full_when_it_is_said_to_be)
{
    HashSet *set = hashset_new(2);

    cr_assert(hashset_mark(set, hash_of(1), 0));
    cr_assert(hashset_mark(set, hash_of(2), 0));
    cr_assert_not(hashset_mark(set, hash_of(3), 0));
    cr_assert(hashset_mark(set, hash_of(2), 1));
    cr_assert_eq(hashset_marks(set, hash_of(3)), -1);
    hashset_free(set);
}

/* A free slot is all zeros, and so may a hash be. */
Test(hashset, takes_a_hash_of_zeros)
{
    HashSet *set = hashset_new(MANY);
    XXH128_hash_t zeros = {0, 0};

    cr_assert_eq(hashset_marks(set, zeros), -1);
    cr_assert(hashset_mark(set, zeros, 0));
    cr_assert_eq(hashset_marks(set, zeros), 0);
    hashset_free(set);
}
