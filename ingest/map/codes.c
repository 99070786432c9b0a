#include "ingest/map/codes.h"

#include "common/personal.h"
#include "common/utf8.h"

#include <stdio.h>
#include <string.h>

#include "common/banned.h"

/* A phone or identity number, a text with line breaks or one in another encoding is no code. */
static bool may_be_code(const char *text)
{
    size_t length = strlen(text);

    return length <= CODE_BYTES_MAX && utf8_is_valid(text, length) &&
           !utf8_has_control(text, length) && !personal_has(text);
}

static void add(struct CodeSet *set, const char *code)
{
    for (int i = 0; i < set->count; i++) {
        if (strcmp(set->codes[i], code) == 0) {
            return;
        }
    }
    set->many = set->count == CODES_MOST || !may_be_code(code);
    if (!set->many) {
        snprintf(set->codes[set->count++], sizeof set->codes[0], "%s", code);
    }
}

void codes_note(struct Codes *codes, const struct Step *step, const char *code)
{
    for (int i = 0; i < CODE_SETS; i++) {
        struct CodeSet *set = &codes->sets[i];
        if (set->step == NULL || set->step == step) {
            set->step = step;
            if (!set->many) {
                add(set, code);
            }
            return;
        }
    }
}

const struct CodeSet *codes_of(const struct Codes *codes, const struct Step *step)
{
    for (int i = 0; i < CODE_SETS && codes->sets[i].step != NULL; i++) {
        if (codes->sets[i].step == step) {
            return &codes->sets[i];
        }
    }
    return NULL;
}
