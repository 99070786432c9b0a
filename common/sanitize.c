#include "common/sanitize.h"

#include "common/utf8.h"

#include <string.h>

#include "common/banned.h"

/* A text that is being written into a bounded place. */
struct Writing {
    char *target;
    size_t size;
    size_t used;
    size_t marked; /* where "..." still fits, should the rest not */
};

/* False when it did not fit, and the end is marked. */
static bool put(struct Writing *writing, const char *bytes, size_t length)
{
    size_t size = writing->size;

    if (writing->used + length >= size) {
        memset(writing->target + writing->marked, '.', size > 3 ? 3 : 0);
        writing->used = size > 3 ? writing->marked + 3 : 0;
        return false;
    }
    memcpy(writing->target + writing->used, bytes, length);
    writing->used += length;
    if (writing->used + 3 < size) {
        writing->marked = writing->used;
    }
    return true;
}

void sanitize_into(char *target, size_t size, const char *text, enum HiddenCare care)
{
    struct Writing writing = {.target = target, .size = size};
    bool fits = true;

    for (const char *at = text; fits && *at != '\0';) {
        uint32_t code_point;
        bool shown;
        size_t hidden = hidden_length(text, at, care);
        size_t step = hidden > 0 ? hidden : utf8_character(at, &code_point, &shown);

        if (hidden > 0) {
            fits = put(&writing, HIDDEN_MARK, strlen(HIDDEN_MARK));
        } else {
            fits = shown ? put(&writing, at, step) : put(&writing, "?", 1);
        }
        at += step;
    }
    target[writing.used] = '\0';
}
