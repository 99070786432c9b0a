#include "common/arena.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "common/error.h"
#include "tests/unit/support.h"

#include "common/banned.h"

Test(arena, gives_zeroed_and_aligned_memory_also_after_a_reset)
{
    Arena *arena = arena_new();

    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size < 300; size++) {
            unsigned char *memory = arena_alloc(arena, size);
            cr_assert_eq((uintptr_t)memory % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < size; i++) {
                cr_assert_eq(memory[i], 0);
                memory[i] = 0xAA;
            }
        }
        arena_reset(arena);
    }
    arena_free(arena);
}

Test(arena, keeps_what_it_gave_when_blocks_are_added)
{
    Arena *arena = arena_new();
    char *first = arena_strdup(arena, "first");
    char *large = arena_alloc(arena, 10 * 1024 * 1024);

    memset(large, 'x', 10 * 1024 * 1024);
    char *last = arena_printf(arena, "%s and %d", first, 42);
    cr_assert_str_eq(first, "first");
    cr_assert_str_eq(last, "first and 42");
    cr_assert_str_eq(arena_strndup(arena, "abcdef", 3), "abc");
    cr_assert_str_eq(arena_strndup(arena, "", 0), "");
    arena_free(arena);
}

Test(arena, keeps_the_largest_block)
{
    enum { LARGE = 3 * 1024 * 1024 };
    Arena *arena = arena_new();
    char *large = arena_alloc(arena, LARGE);

    arena_reset(arena);
    cr_assert_eq(arena_alloc(arena, LARGE), large);
    arena_free(arena);
}

Test(arena, gives_separate_addresses_for_nothing)
{
    Arena *arena = arena_new();

    cr_assert_neq(arena_alloc(arena, 0), arena_alloc(arena, 0));
    arena_free(arena);
    arena_free(NULL);
}

Test(arena, ends_the_program_without_memory, .exit_code = EXIT_INTERNAL)
{
    Arena *arena = arena_new();

    support_capture(STDERR_FILENO);
    arena_alloc(arena, SIZE_MAX - 8);
}

Test(arena, is_full_at_its_limit_for_those_who_ask)
{
    Arena *arena = arena_new();

    cr_assert_eq(arena_size(arena), 0);
    cr_assert_not_null(arena_try(arena, 1000000));
    arena_reset(arena);
    arena_limit(arena, 3000000);
    cr_assert_not_null(arena_try(arena, 1000000));
    cr_assert_geq(arena_size(arena), 1000000);
    cr_assert_null(arena_try(arena, 3000000));
    cr_assert(arena_is_full(arena));
    /* The others get what they ask for. */
    cr_assert_not_null(arena_alloc(arena, 3000000));
    cr_assert_null(arena_try(arena, 1));
    arena_reset(arena);
    cr_assert_not(arena_is_full(arena));
    cr_assert_eq(arena_size(arena), 0);
    cr_assert_not_null(arena_try(arena, 2000000));
    arena_free(arena);
}
