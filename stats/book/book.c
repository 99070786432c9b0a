#include "stats/book/book.h"

#include "stats/book/exceptions.h"
#include "stats/book/forms.h"
#include "stats/book/measures.h"
#include "stats/book/remarks.h"
#include "stats/book/sheet.h"

#include "common/banned.h"

enum { PERIOD_SIZE = 32, NAME_SIZE = 512 };

/* What the sheets are made of besides the reading. */
struct Names {
    const char *profile;
    char version[READING_NAME_SIZE]; /* of the scoring set */
    char reporter[NAME_SIZE];
};

static const char reporter_query[] =
    "SELECT left(coalesce((SELECT coalesce(o.name, o.code) FROM motcua.office AS o"
    " WHERE o.code = $1 OR ($1::text IS NULL AND o.parent IS NULL)"
    " ORDER BY motcua.level_order(o.level), o.code COLLATE \"C\" LIMIT 1), ''), 120)";

/* Without a period: the reporting year. */
static bool find_period(const struct Context *context, struct Asked *asked, struct Error *err)
{
    char *period = arena_alloc(context->arena, PERIOD_SIZE);

    if (asked->period != NULL) {
        return true;
    }
    asked->period = period;
    return db_query_value(context->db,
                          "SELECT y.period_from || '..' || y.period_to"
                          " FROM motcua.year_of(motcua.today(), $1) AS y",
                          1, &context->settings->year_start, period, PERIOD_SIZE, err);
}

static bool read_names(const struct Context *context, struct Book *book, struct Names *names,
                       struct Error *err)
{
    struct Asked asked = context->options->asked;
    const char *scoring = context_scoring(context);
    Db *db = context->db;

    names->profile = context_profile(context);
    return find_period(context, &asked, err) &&
           reading_begin_period(db, &asked, &book->reading, err) &&
           reading_check(db, READING_OFFICE, book->office, NULL, err) &&
           reading_check(db, READING_PROFILE, names->profile, NULL, err) &&
           reading_check(db, READING_SCORING, scoring, NULL, err) &&
           reading_find_version(db, &book->reading, scoring, names->version, err) &&
           db_query_value(db, reporter_query, 1, &book->office, names->reporter,
                          sizeof names->reporter, err);
}

static bool add_sheets(const struct Context *context, struct Book *book, const struct Names *names,
                       struct Error *err)
{
    struct SheetSpan form_06a;

    sheet_prepare(book);
    return forms_add(book, &form_06a, err) &&
           measures_add(book, names->version, context_target_set(context), err) &&
           exceptions_add(book, err) &&
           remarks_add(book, names->profile, names->version, &form_06a, err);
}

bool book_write(const struct Context *context, const char *path, struct Error *err)
{
    struct Book book = {
        .arena = context->arena, .db = context->db, .office = context->options->office};
    struct Names names;

    if (!read_names(context, &book, &names, err) ||
        !bookfile_begin(&book.file, context->arena, path, err)) {
        return false;
    }
    book.reporter = names.reporter;
    if (!add_sheets(context, &book, &names, err)) {
        bookfile_discard(&book.file);
        return false;
    }
    return bookfile_finish(&book.file, err);
}
