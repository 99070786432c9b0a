/* The words of e-mails around the figures: rows of motcua.mail_text that are in force today. */
#ifndef MOTCUA_STATS_MAIL_TEXTS_H
#define MOTCUA_STATS_MAIL_TEXTS_H

#include "common/arena.h"
#include "common/database/db.h"

enum { TEXT_VALUES_MAX = 6 };

typedef struct Texts Texts;

/* What stands for {name} in a text; an array of them ends with a name that is NULL. */
struct TextValue {
    const char *name;
    const char *value; /* NULL: as "" */
};

#define TEXT_VALUES(...)                                                                           \
    (const struct TextValue[])                                                                     \
    {                                                                                              \
        __VA_ARGS__,                                                                               \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }

/* Reads those of a language, which live in arena. NULL on error. */
Texts *texts_read(Arena *arena, Db *db, const char *language, struct Error *err) MUST_CHECK;

/* The text of that name with its values; values NULL: it has none. "" when a province has taken it away. */
const char *texts_fill(Arena *arena, const Texts *texts, const char *name,
                       const struct TextValue *values);

/* The place-th text of a name, from 0, with its legal source in brackets where it has one; NULL behind the last. */
const char *texts_at(Arena *arena, const Texts *texts, const char *name, int place);

/* The legal sources of the texts of a name, each once, separated by "; "; "" for none. */
const char *texts_sources(Arena *arena, const Texts *texts, const char *name);

#endif
