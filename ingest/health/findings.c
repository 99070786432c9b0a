#include "ingest/health/findings.h"

#include "common/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/banned.h"

enum { FIRST_CAPACITY = 32, WORDS_SIZE = 1024 };

static void make_room(struct Health *health)
{
    size_t capacity = health->capacity == 0 ? FIRST_CAPACITY : 2 * health->capacity;
    struct Finding *items;

    if (health->count < health->capacity) {
        return;
    }
    items = arena_alloc(health->arena, capacity * sizeof *items);
    if (health->count > 0) {
        memcpy(items, health->items, health->count * sizeof *items);
    }
    health->items = items;
    health->capacity = capacity;
}

/* A monitor takes what follows the first '|' for measures. */
static const char *plain_words(Arena *arena, const char *words)
{
    char *plain = text_sanitize(arena, words);

    for (char *at = plain; *at != '\0'; at++) {
        *at = *at == '|' ? '/' : *at;
    }
    return plain;
}

static const char *copy(Arena *arena, const char *text)
{
    return text == NULL ? NULL : arena_strdup(arena, text);
}

void health_add(struct Health *health, const struct Finding *finding)
{
    Arena *arena = health->arena;

    make_room(health);
    health->items[health->count++] = (struct Finding){
        .state = finding->state,
        .item = arena_strdup(arena, finding->item),
        .subject = copy(arena, finding->subject),
        .words = plain_words(arena, finding->words),
        .figures = copy(arena, finding->figures),
        .measure = finding->measure == NULL ? NULL : text_sanitize(arena, finding->measure),
    };
}

void health_tell(struct Health *health, enum HealthState state, const char *item,
                 const char *subject, const char *format, ...)
{
    char words[WORDS_SIZE];
    va_list arguments;

    va_start(arguments, format);
    if (vsnprintf(words, sizeof words, format, arguments) < 0) {
        words[0] = '\0';
    }
    va_end(arguments);
    health_add(health, &(struct Finding){state, item, subject, words, NULL, NULL});
}

enum HealthState health_worst(const struct Health *health)
{
    enum HealthState worst = HEALTH_GOOD;

    for (size_t i = 0; i < health->count; i++) {
        worst = health->items[i].state > worst ? health->items[i].state : worst;
    }
    return worst;
}
