/* Who is to be told what now, and by which rules: what motcua.mail_plan says of the recipients of the settings. */
#ifndef MOTCUA_STATS_MAIL_PLAN_H
#define MOTCUA_STATS_MAIL_PLAN_H

#include "common/arena.h"
#include "common/database/db.h"
#include "common/program/recipients.h"
#include "common/program/settings.h"

struct Plan {
    const char *recipients; /* all of them, as JSON */
    const char *profile;    /* of the late rate */
    DbRows *rows;           /* columns of motcua.mail_plan, by recipient */
};

/* What is read for all recipients at once, since a year has a million dossiers. */
struct Facts {
    DbRows *offices;  /* motcua.digest_offices */
    DbRows *dossiers; /* the latest of each office, by its bytes, of stats.exception_lists */
    DbRows *silent;   /* stats.silent_offices with name */
    DbRows *pipeline; /* motcua.pipeline_news */
    DbRows *moment;   /* one row: rule, as_of */
};

/* Sets profile and recipients, which live in arena, and reads the plan. */
bool plan_read(Arena *arena, Db *db, const struct Settings *settings,
               const struct Recipients *recipients, struct Plan *plan,
               struct Error *err) MUST_CHECK;
void plan_free(struct Plan *plan);

/* The end of the rows of the recipient of row first. */
int plan_end(const struct Plan *plan, int first);

/* True when one of the rows from first up to, without, end asks for an e-mail. */
bool plan_tells(const struct Plan *plan, int first, int end);

/* True when the row is told in an e-mail of today: it asks for one, or goes with it. */
bool plan_is_told(const struct Plan *plan, int row);

/* The rows that are told as the JSON that motcua.put_mail takes. */
const char *plan_items(Arena *arena, const struct Plan *plan, int first, int end);

/* Reads what the rows that are told are about. */
bool facts_read(Arena *arena, Db *db, const struct Settings *settings, const struct Plan *plan,
                struct Facts *facts, struct Error *err) MUST_CHECK;
void facts_free(struct Facts *facts);

/* The row of facts whose column has the value; -1 for none. */
int facts_find(const DbRows *facts, const char *column, const char *value);

#endif
