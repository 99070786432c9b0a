#include "stats/mail/workpart.h"

#include "common/text.h"
#include "stats/print/notation.h"

#include "common/banned.h"

enum { LINES_MAX = 10 };

/* $1 is the recipient alone, as JSON: what is open is read for the offices of this one. */
#define SCOPE "(SELECT s.office FROM motcua.mail_scopes($1) AS s WHERE s.address = $2)"

static const char letters_query[] =
    "SELECT l.code, coalesce(l.procedure_name, l.procedure) AS procedure, l.letter_by,"
    "       motcua.local_day(l.due_at) AS due_on, count(*) OVER () AS total"
    " FROM motcua.mail_readers($1) AS r CROSS JOIN LATERAL motcua.letters_until(r.next_day) AS l"
    " WHERE r.address = $2 AND l.office IN " SCOPE " ORDER BY l.letter_by, l.code";

static const char week_query[] = "SELECT * FROM motcua.digest_week(ARRAY" SCOPE ")";

/* The first row of that kind that is told; -1 for none. */
static int row_of(const struct Draft *draft, const char *kind, int from)
{
    for (int row = from; row < draft->end; row++) {
        if (text_equal(db_field(draft->plan->rows, row, "kind"), kind) &&
            plan_is_told(draft->plan, row)) {
            return row;
        }
    }
    return -1;
}

static DbRows *ask(const struct Draft *draft, const char *query, struct Error *err)
{
    const char *values[] = {draft->plan->recipients, draft->recipient->address};

    return db_query(draft->db, query, 2, values, err);
}

bool workpart_add_letters(struct Draft *draft, struct Error *err)
{
    Arena *arena = draft->arena;

    if (row_of(draft, "letters", draft->first) < 0) {
        return true;
    }
    DbRows *rows = ask(draft, letters_query, err);
    if (rows == NULL) {
        return false;
    }
    int count = db_row_count(rows), row = 0;
    struct TextValue values[] = {{"count", notation_count(arena, arena_printf(arena, "%d", count))},
                                 {0}};
    if (count > 0) {
        draft_subject(draft, "subject_letters", values);
        draft_add(draft, BLOCK_HEAD, "letters", values);
    }
    for (; row < count && (draft->cards < DRAFT_CARDS_MAX || row == 0); row++) {
        const char *procedure = db_field(rows, row, "procedure");
        const char *dates =
            draft_fill(draft, "letter_line",
                       TEXT_VALUES({"by", notation_day(arena, db_field(rows, row, "letter_by"))},
                                   {"due", notation_day(arena, db_field(rows, row, "due_on"))}));
        document_add(draft->document, BLOCK_CARD, arena_strdup(arena, db_field(rows, row, "code")),
                     arena_printf(arena, "%s%s%s", procedure != NULL ? procedure : "",
                                  procedure != NULL ? ". " : "", dates));
        draft->cards++;
    }
    if (count > row) {
        draft_add(draft, BLOCK_TEXT, "more_dossiers",
                  TEXT_VALUES({"count", arena_printf(arena, "%d", count - row)}));
    }
    db_rows_free(rows);
    return true;
}

bool workpart_add_week(struct Draft *draft, struct Error *err)
{
    Arena *arena = draft->arena;

    if (row_of(draft, "near_due", draft->first) < 0) {
        return true;
    }
    DbRows *rows = ask(draft, week_query, err);
    if (rows == NULL) {
        return false;
    }
    int count = db_row_count(rows);
    if (count > 0) {
        struct TextValue all[] = {
            {"due", notation_count(arena, db_field(rows, 0, "all_due"))},
            {"overdue", notation_count(arena, db_field(rows, 0, "all_overdue"))},
            {0}};
        draft_subject(draft, "subject_week", all);
        draft_add(draft, BLOCK_HEAD, "week", all);
    }
    for (int row = 0; row < count && row < LINES_MAX; row++) {
        draft_add(draft, BLOCK_ITEM, "week_office",
                  TEXT_VALUES({"office", db_field(rows, row, "name")},
                              {"due", notation_count(arena, db_field(rows, row, "due"))},
                              {"overdue", notation_count(arena, db_field(rows, row, "overdue"))}));
    }
    if (count > LINES_MAX) {
        draft_add(draft, BLOCK_ITEM, "others",
                  TEXT_VALUES({"count", arena_printf(arena, "%d", count - LINES_MAX)}));
    }
    db_rows_free(rows);
    return true;
}

void workpart_add_silent(struct Draft *draft)
{
    Arena *arena = draft->arena;
    const DbRows *silent = draft->facts->silent;
    int count = 0;

    for (int row = draft->first; (row = row_of(draft, "silent", row)) >= 0; row++) {
        int fact = facts_find(silent, "office", db_field(draft->plan->rows, row, "about"));
        if (fact < 0) {
            continue;
        }
        if (count++ == 0) {
            draft_add(draft, BLOCK_HEAD, "silent", NULL);
        }
        if (count <= LINES_MAX) {
            draft_add(draft, BLOCK_ITEM, "silent_office",
                      TEXT_VALUES({"office", db_field(silent, fact, "name")},
                                  {"since", notation_day(arena, db_field(silent, fact, "last_on"))},
                                  {"count", db_field(silent, fact, "usual")}));
        }
    }
    if (count > LINES_MAX) {
        draft_add(draft, BLOCK_ITEM, "others",
                  TEXT_VALUES({"count", arena_printf(arena, "%d", count - LINES_MAX)}));
    }
    if (count > 0) {
        draft_subject(draft, "subject_silent",
                      TEXT_VALUES({"count", arena_printf(arena, "%d", count)}));
    }
}

void workpart_add_pipeline(struct Draft *draft)
{
    const DbRows *news = draft->facts->pipeline;
    int count = 0;

    for (int row = draft->first; (row = row_of(draft, "pipeline", row)) >= 0; row++) {
        int fact = facts_find(news, "about", db_field(draft->plan->rows, row, "about"));
        if (fact < 0) {
            continue;
        }
        if (count++ == 0) {
            draft_add(draft, BLOCK_HEAD, "pipeline", NULL);
        }
        const char *subject = db_field(news, fact, "subject");
        document_add(draft->document, BLOCK_ITEM,
                     subject != NULL ? arena_printf(draft->arena, "%s: %s", subject,
                                                    db_field(news, fact, "reason"))
                                     : db_field(news, fact, "reason"),
                     NULL);
    }
    if (count > 0) {
        draft_subject(draft, "subject_pipeline",
                      TEXT_VALUES({"count", arena_printf(draft->arena, "%d", count)}));
    }
}
