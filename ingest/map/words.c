#include "ingest/map/words.h"

#include "common/plain.h"
#include "common/text.h"

#include <string.h>

#include "common/banned.h"

bool words_split(Arena *arena, const char *text, struct Words *words, struct Error *err)
{
    words->count = 0;
    for (const char *c = text; *c != '\0';) {
        if (*c == ' ' || *c == '\t') {
            c++;
            continue;
        }
        if (words->count == WORDS_MAX) {
            return error_set(err, EXIT_SETTINGS, "expected at most %d words", WORDS_MAX);
        }
        bool quoted = *c == '"';
        size_t length = quoted ? strcspn(c + 1, "\"") : strcspn(c, " \t|,");
        if (quoted && c[1 + length] == '\0') {
            return error_set(err, EXIT_SETTINGS, "expected a closing quotation mark");
        }
        if (length == 0 && !quoted) {
            length = 1; /* the bar or comma itself */
        }
        words->quoted[words->count] = quoted;
        char *word = text_compose(arena, arena_strndup(arena, quoted ? c + 1 : c, length));
        words->items[words->count++] = plain_text(arena, word);
        c += quoted ? length + 2 : length;
    }
    return true;
}
