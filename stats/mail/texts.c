#include "stats/mail/texts.h"

#include "common/buf.h"
#include "common/text.h"

#include <string.h>

#include "common/banned.h"

enum { FILLED_MAX = 64 * 1024 };

struct Text {
    const char *name;
    const char *text;
    const char *source; /* NULL: none */
};

struct Texts {
    int count;
    struct Text *items;
};

static const char *copy(Arena *arena, const char *text)
{
    return text != NULL ? arena_strdup(arena, text) : NULL;
}

Texts *texts_read(Arena *arena, Db *db, const char *language, struct Error *err)
{
    DbRows *rows = db_query(db,
                            "SELECT name, text, legal_source FROM motcua.mail_texts($1)"
                            " ORDER BY name, position",
                            1, &language, err);
    if (rows == NULL) {
        return NULL;
    }
    Texts *texts = arena_alloc(arena, sizeof *texts);
    texts->count = db_row_count(rows);
    texts->items = arena_alloc(arena, sizeof *texts->items * ((size_t)texts->count + 1));
    for (int row = 0; row < texts->count; row++) {
        texts->items[row] = (struct Text){copy(arena, db_field(rows, row, "name")),
                                          copy(arena, db_field(rows, row, "text")),
                                          copy(arena, db_field(rows, row, "legal_source"))};
    }
    db_rows_free(rows);
    return texts;
}

static const struct Text *find(const Texts *texts, const char *name, int place)
{
    for (int i = 0; i < texts->count; i++) {
        if (text_equal(texts->items[i].name, name) && place-- == 0) {
            return &texts->items[i];
        }
    }
    return NULL;
}

/* The value whose name stands at text, and the length of "name}"; NULL when no value is meant. */
static const struct TextValue *value_at(const char *text, const struct TextValue *values,
                                        size_t *length)
{
    for (; values != NULL && values->name != NULL; values++) {
        *length = strlen(values->name);
        if (strncmp(text, values->name, *length) == 0 && text[*length] == '}') {
            *length += 1;
            return values;
        }
    }
    return NULL;
}

const char *texts_fill(Arena *arena, const Texts *texts, const char *name,
                       const struct TextValue *values)
{
    const struct Text *text = find(texts, name, 0);
    struct Buf buf;

    buf_init(&buf, FILLED_MAX);
    /* A value is put in once: braces in a name from outside mean nothing. */
    for (const char *at = text != NULL ? text->text : ""; *at != '\0';) {
        size_t length = 0;
        const struct TextValue *value = *at == '{' ? value_at(at + 1, values, &length) : NULL;
        if (value != NULL) {
            buf_puts(&buf, value->value != NULL ? value->value : "");
            at += length + 1;
        } else {
            buf_putc(&buf, *at++);
        }
    }
    const char *filled = arena_strdup(arena, buf.data);
    buf_release(&buf);
    return filled;
}

const char *texts_at(Arena *arena, const Texts *texts, const char *name, int place)
{
    const struct Text *text = find(texts, name, place);

    if (text == NULL || text->source == NULL) {
        return text != NULL ? text->text : NULL;
    }
    return arena_printf(arena, "%s (%s)", text->text, text->source);
}

const char *texts_sources(Arena *arena, const Texts *texts, const char *name)
{
    const char *list = "";
    const struct Text *text;

    for (int place = 0; (text = find(texts, name, place)) != NULL; place++) {
        if (text->source != NULL && strstr(list, text->source) == NULL) {
            list =
                list[0] == '\0' ? text->source : arena_printf(arena, "%s; %s", list, text->source);
        }
    }
    return list;
}
