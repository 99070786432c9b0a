#include "common/arena.h"

#include "common/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum {
    FIRST_BLOCK = 64 * 1024,
    LARGEST_STEP = 16 * 1024 * 1024, /* blocks double up to here, so that little memory lies idle */
    ALIGNMENT = _Alignof(max_align_t),
};

struct Block {
    struct Block *next; /* older */
    size_t size;
    _Alignas(max_align_t) unsigned char data[];
};

struct Arena {
    struct Block *newest;
    size_t used;  /* of the newest block */
    size_t older; /* bytes of the blocks before it */
    size_t limit; /* for arena_try; 0 = none */
    bool full;
};

static struct Block *block_new(size_t size, struct Block *next)
{
    if (size > SIZE_MAX - sizeof(struct Block)) {
        memory_out();
    }
    struct Block *block = memory_need(malloc(sizeof *block + size));
    block->next = next;
    block->size = size;
    return block;
}

Arena *arena_new(void)
{
    Arena *arena = memory_need(malloc(sizeof *arena));
    *arena = (struct Arena){.newest = block_new(FIRST_BLOCK, NULL)};
    return arena;
}

/* Kept out of the fast path: most allocations fit into the newest block. */
static void __attribute__((noinline)) add_block(Arena *arena, size_t size)
{
    size_t step = arena->newest->size;

    if (step < LARGEST_STEP) {
        step *= 2;
    }
    arena->older += arena->newest->size;
    arena->newest = block_new(size > step ? size : step, arena->newest);
    arena->used = 0;
}

void *arena_alloc_raw(Arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2) {
        memory_out();
    }
    size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (rounded == 0) {
        rounded = ALIGNMENT; /* two objects never share an address */
    }
    if (rounded > arena->newest->size - arena->used) {
        add_block(arena, rounded);
    }
    void *memory = arena->newest->data + arena->used;
    arena->used += rounded;
    return memory;
}

void *arena_alloc(Arena *arena, size_t size)
{
    return memset(arena_alloc_raw(arena, size), 0, size);
}

void *arena_try(Arena *arena, size_t size)
{
    if (arena->limit > 0 && size + arena_size(arena) > arena->limit) {
        arena->full = true;
        return NULL;
    }
    return arena_alloc_raw(arena, size);
}

bool arena_is_full(const Arena *arena)
{
    return arena->full;
}

void arena_limit(Arena *arena, size_t bytes)
{
    arena->limit = bytes;
}

size_t arena_size(const Arena *arena)
{
    return arena->older + arena->used;
}

char *arena_strndup(Arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc_raw(arena, length + 1);

    if (length > 0) {
        memcpy(copy, text, length);
    }
    copy[length] = '\0';
    return copy;
}

char *arena_strdup(Arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_printf(Arena *arena, const char *format, ...)
{
    va_list arguments, again;

    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    size_t size = length < 0 ? 1 : (size_t)length + 1;
    char *text = arena_alloc(arena, size);
    vsnprintf(text, size, format, again);
    va_end(again);
    return text;
}

void arena_reset(Arena *arena)
{
    struct Block *largest = arena->newest;

    for (struct Block *block = largest->next; block != NULL; block = block->next) {
        if (block->size > largest->size) {
            largest = block;
        }
    }
    for (struct Block *block = arena->newest, *next; block != NULL; block = next) {
        next = block->next;
        if (block != largest) {
            free(block);
        }
    }
    largest->next = NULL;
    arena->newest = largest;
    arena->used = 0;
    arena->older = 0;
    arena->full = false;
}

void arena_free(Arena *arena)
{
    if (arena == NULL) {
        return;
    }
    for (struct Block *block = arena->newest, *next; block != NULL; block = next) {
        next = block->next;
        free(block);
    }
    free(arena);
}
