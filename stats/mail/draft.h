/* An e-mail in the making: what its parts are made of, and how they put something into it. */
#ifndef MOTCUA_STATS_MAIL_DRAFT_H
#define MOTCUA_STATS_MAIL_DRAFT_H

#include "common/arena.h"
#include "common/database/db.h"
#include "common/program/settings.h"
#include "stats/mail/document.h"
#include "stats/mail/plan.h"
#include "stats/mail/texts.h"

enum { DRAFT_SUBJECT_MAX = 69, DRAFT_CARDS_MAX = 10, DRAFT_SECTIONS_MAX = 5 };

struct Draft {
    Arena *arena;
    Db *db;
    const struct Settings *settings;
    const struct Plan *plan;
    const struct Facts *facts;
    const struct Recipient *recipient;
    const struct Texts *texts;
    struct Document *document;
    int first, end;      /* rows of the plan */
    int cards;           /* dossiers shown so far */
    const char *subject; /* the most important thing; NULL: not found yet */
};

/* Fills the text of that name; puts it into the document, unless it is empty. */
const char *draft_fill(const struct Draft *draft, const char *name, const struct TextValue *values);
void draft_add(struct Draft *draft, enum BlockKind kind, const char *name,
               const struct TextValue *values);

/* Takes the text for the subject, if nothing more important has been told before; office is what gives way when it is long. */
void draft_subject(struct Draft *draft, const char *name, const struct TextValue *values);

/* "3.07" as "3,07%". */
const char *draft_percent(Arena *arena, const char *number);

#endif
