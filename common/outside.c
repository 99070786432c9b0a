#include "common/outside.h"

#include "common/personal.h"
#include "common/sanitize.h"

#include <string.h>

#include "common/banned.h"

char *outside_text(Arena *arena, const char *text)
{
    size_t size = strlen(text) * strlen(HIDDEN_MARK) + 1;
    char *copy = arena_alloc(arena, size);

    sanitize_into(copy, size, text, HIDDEN_PARTS);
    return personal_mask(arena, copy);
}
