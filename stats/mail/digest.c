#include "stats/mail/digest.h"

#include "common/text.h"
#include "stats/mail/bookpart.h"
#include "stats/mail/draft.h"
#include "stats/mail/htmlpart.h"
#include "stats/mail/latepart.h"
#include "stats/mail/workpart.h"
#include "stats/print/notation.h"

#include "common/banned.h"

/* What to do, by the decree in force, when there is something to do. */
static void add_advice(struct Draft *draft)
{
    const char *advice;

    draft_add(draft, BLOCK_HEAD, "todo", NULL);
    for (int i = 0; (advice = texts_at(draft->arena, draft->texts, "advice", i)) != NULL; i++) {
        document_add(draft->document, BLOCK_ITEM, advice, NULL);
    }
}

static const char *scope_of(const struct Draft *draft)
{
    const struct Recipient *recipient = draft->recipient;

    if (text_equal(recipient->offices, "all")) {
        return draft_fill(draft, "scope_all", NULL);
    }
    return text_trim(draft->arena,
                     arena_printf(draft->arena, "%s %s", recipient->offices, recipient->levels));
}

static void add_foot(struct Draft *draft, bool late, bool advised)
{
    Arena *arena = draft->arena;
    const struct Facts *facts = draft->facts;

    if (advised) {
        draft_add(draft, BLOCK_NOTE, "basis",
                  TEXT_VALUES({"sources", texts_sources(arena, draft->texts, "advice")}));
    }
    if (late) {
        draft_add(
            draft, BLOCK_NOTE, "rule",
            TEXT_VALUES({"rule", db_field(facts->moment, 0, "rule")},
                        {"from", notation_day(arena, db_field(facts->offices, 0, "period_from"))},
                        {"to", notation_day(arena, db_field(facts->offices, 0, "counted_to"))}));
    }
    draft_add(draft, BLOCK_NOTE, "moment",
              TEXT_VALUES({"moment", notation_time(arena, db_field(facts->moment, 0, "as_of"))}));
    draft_add(draft, BLOCK_NOTE, "why",
              TEXT_VALUES({"address", draft->recipient->address}, {"scope", scope_of(draft)}));
}

static bool finish(struct Draft *draft, struct Mail *mail, struct Error *err)
{
    *mail = (struct Mail){.subject = draft->subject,
                          .text = document_text(draft->document),
                          .html = htmlpart_of(draft->document)};
    return !draft->document->full ||
           error_set(err, EXIT_INTERNAL, "the mail to a recipient is too large");
}

static bool begin(struct Draft *draft, struct Error *err)
{
    char day[16];

    draft->document = arena_alloc(draft->arena, sizeof *draft->document);
    document_init(draft->document, draft->arena, draft->recipient->language);
    draft->texts = texts_read(draft->arena, draft->db, draft->recipient->language, err);
    if (draft->texts == NULL ||
        !db_query_value(draft->db, "SELECT motcua.today()", 0, NULL, day, sizeof day, err)) {
        return false;
    }
    draft_add(draft, BLOCK_TITLE, "title", TEXT_VALUES({"day", notation_day(draft->arena, day)}));
    return true;
}

bool digest_compose(Arena *arena, Db *db, const struct Settings *settings, const struct Plan *plan,
                    const struct Facts *facts, const struct Recipient *recipient, int first,
                    int end, struct Mail *mail, struct Error *err)
{
    struct Draft draft = {.arena = arena,
                          .db = db,
                          .settings = settings,
                          .plan = plan,
                          .facts = facts,
                          .recipient = recipient,
                          .first = first,
                          .end = end};

    const char *name, *book;

    if (!begin(&draft, err)) {
        return false;
    }
    bool late = latepart_add(&draft);
    if (!bookpart_make(&draft, latepart_offices(&draft), &name, &book, err)) {
        return false;
    }
    int before = draft.document->count;
    if (!workpart_add_letters(&draft, err)) {
        return false;
    }
    bool advised = late || draft.document->count > before;
    if (!workpart_add_week(&draft, err)) {
        return false;
    }
    bool back = latepart_add_back(&draft);
    workpart_add_silent(&draft);
    workpart_add_pipeline(&draft);
    latepart_add_small(&draft);
    if (advised) {
        add_advice(&draft);
    }
    add_foot(&draft, late || back, advised);
    bool ok = finish(&draft, mail, err);
    mail->attachment_name = name;
    mail->attachment_hex = book;
    return ok;
}

bool digest_test(Arena *arena, Db *db, const struct Settings *settings,
                 const struct Recipient *recipient, struct Mail *mail, struct Error *err)
{
    struct Draft draft = {.arena = arena, .db = db, .settings = settings, .recipient = recipient};

    if (!begin(&draft, err)) {
        return false;
    }
    draft_subject(&draft, "subject_test", TEXT_VALUES({"address", recipient->address}));
    draft_add(&draft, BLOCK_TEXT, "test", NULL);
    draft_add(&draft, BLOCK_NOTE, "why",
              TEXT_VALUES({"address", recipient->address}, {"scope", scope_of(&draft)}));
    return finish(&draft, mail, err);
}
