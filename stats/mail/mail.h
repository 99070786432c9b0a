/* What an alert says in an e-mail, in Vietnamese, as text and as HTML. */
#ifndef MOTCUA_STATS_MAIL_MAIL_H
#define MOTCUA_STATS_MAIL_MAIL_H

#include "common/arena.h"
#include "common/database/db.h"
#include "common/error.h"

enum { MAIL_DOSSIERS_MAX = 200 };

/* Texts as PostgreSQL prints them. */
struct MailAlert {
    const char *office;
    const char *office_name; /* NULL: not known */
    const char *numerator;
    const char *denominator;
    const char *percent;
    const char *threshold_percent;
    const char *period_from;
    const char *counted_to;
    const char *rule;   /* what the rate is made of, with its legal source; NULL: not known */
    const char *as_of;  /* when it was computed, as 2024-06-07T01:40:12+07:00 */
    const char *doubts; /* why the figure may not hold, in one line; NULL or "": nothing */
    /* The rows from first up to, not including, end have code, procedure, procedure_name, due_at,
     * closed_at, days_late and apology_at, in the order of the mail: at most MAIL_DOSSIERS_MAX;
     * numerator says how many there are in all. */
    const DbRows *dossiers;
    int first;
    int end;
};

/* Lines end in LF; the texts live in the arena. */
struct Mail {
    const char *subject;
    const char *text;
    const char *html;
};

/* Fails only when the mail would be larger than any mail server takes. */
bool mail_compose(Arena *arena, const struct MailAlert *alert, struct Mail *mail,
                  struct Error *err) MUST_CHECK;

#endif
