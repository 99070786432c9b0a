/*
 * Memory for one page or one job: handed out in order, given back all at once.
 * The program ends with EXIT_INTERNAL when the machine has no memory left.
 */
#ifndef MOTCUA_COMMON_ARENA_H
#define MOTCUA_COMMON_ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Arena Arena;

Arena *arena_new(void);

/* Returns size bytes, zeroed, aligned for any object; they live until arena_reset or arena_free. */
void *arena_alloc(Arena *arena, size_t size) __attribute__((malloc, returns_nonnull));

/* The same, with the bytes left as they are. */
void *arena_alloc_raw(Arena *arena, size_t size) __attribute__((malloc, returns_nonnull));

/*
 * The same for somebody who can do without: NULL when the arena would hold more than its limit, and
 * from then on until arena_reset it is full. The other calls know no limit.
 */
void *arena_try(Arena *arena, size_t size);
bool arena_is_full(const Arena *arena);

/* Sets the limit; 0 = none, as at first. */
void arena_limit(Arena *arena, size_t bytes);

/* The bytes that have been handed out since the last arena_reset, with what lies idle between. */
size_t arena_size(const Arena *arena);

/* Copies length bytes of text and ends them with NUL. */
char *arena_strndup(Arena *arena, const char *text, size_t length);
char *arena_strdup(Arena *arena, const char *text);

/* Formats into the arena. */
char *arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Gives everything back but keeps the largest block for the next page. */
void arena_reset(Arena *arena);

/* Accepts NULL. */
void arena_free(Arena *arena);

#endif
