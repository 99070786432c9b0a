#include "stats/mail/draft.h"

#include "common/text.h"
#include "stats/print/notation.h"

#include "common/banned.h"

const char *draft_percent(Arena *arena, const char *number)
{
    return number != NULL ? arena_printf(arena, "%s%%", notation_decimal(arena, number))
                          : NOTATION_NONE;
}

const char *draft_fill(const struct Draft *draft, const char *name, const struct TextValue *values)
{
    return texts_fill(draft->arena, draft->texts, name, values);
}

void draft_add(struct Draft *draft, enum BlockKind kind, const char *name,
               const struct TextValue *values)
{
    document_add(draft->document, kind, draft_fill(draft, name, values), NULL);
}

static size_t letters(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++) {
        count += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return count;
}

/* The text without as many letters at its end, and with a sign that it goes on. */
static const char *shorten(Arena *arena, const char *text, size_t excess)
{
    size_t keep = letters(text), length = 0;

    keep = keep > excess + 1 ? keep - excess - 1 : 1;
    for (size_t seen = 0; text[length] != '\0'; length++) {
        seen += ((unsigned char)text[length] & 0xC0) != 0x80;
        if (seen > keep) {
            break;
        }
    }
    return arena_printf(arena, "%.*s…", (int)length, text);
}

static const char *with_prefix(const struct Draft *draft, const char *subject)
{
    const char *prefix = draft->settings->mail_prefix;

    return prefix[0] != '\0' ? arena_printf(draft->arena, "%s %s", prefix, subject) : subject;
}

/* The name of an office is what can be cut; without one, or where that is not enough, the whole. */
void draft_subject(struct Draft *draft, const char *name, const struct TextValue *values)
{
    struct TextValue shorter[TEXT_VALUES_MAX + 1] = {{0}};

    if (draft->subject != NULL) {
        return;
    }
    const char *subject = with_prefix(draft, draft_fill(draft, name, values));
    size_t length = letters(subject);
    for (int i = 0; length > DRAFT_SUBJECT_MAX && i < TEXT_VALUES_MAX && values[i].name != NULL;
         i++) {
        shorter[i] = values[i];
        if (text_equal(values[i].name, "office")) {
            shorter[i].value = shorten(draft->arena, values[i].value, length - DRAFT_SUBJECT_MAX);
        }
    }
    if (length > DRAFT_SUBJECT_MAX) {
        subject = with_prefix(draft, draft_fill(draft, name, shorter));
        length = letters(subject);
    }
    draft->subject = length > DRAFT_SUBJECT_MAX
                         ? shorten(draft->arena, subject, length - DRAFT_SUBJECT_MAX)
                         : subject;
}
