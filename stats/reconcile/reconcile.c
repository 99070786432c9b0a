/*
 * An authority publishes 96 where 96.93 is computed: wrong, or read in another way? The file is read here; all else is
 * SQL (reconcile.sql), which looks at the same dossiers in every way that somebody may have looked at them.
 */
#include "stats/reconcile/reconcile.h"

#include "common/log.h"
#include "stats/reconcile/apart.h"
#include "stats/reconcile/matches.h"
#include "stats/reconcile/sheet.h"

#include "common/banned.h"

static bool read_matches(const struct Context *context, struct Matches *matches, struct Error *err)
{
    const struct Options *options = context->options;
    struct Reading *reading = &matches->reading;
    const char *figures = sheet_read(context->arena, options->published, err);
    Db *db = context->db;

    if (figures == NULL || !reading_begin_period(db, &options->asked, reading, err) ||
        !reading_check(db, READING_PROFILE, matches->profile, NULL, err) ||
        !matches_read(db, figures, matches, err)) {
        return false;
    }
    if (options->dossiers) {
        matches->apart = apart_read(db, reading, matches->profile, matches->rows, err);
    }
    return !options->dossiers || matches->apart != NULL;
}

/* Each line that could not be read is told with its place and what to do. */
static int warn_of_lines(const struct Matches *matches, const char *path)
{
    int wrong = 0;

    for (int row = 0; row < db_row_count(matches->rows); row++) {
        if (!matches_is_wrong(matches, row)) {
            continue;
        }
        const char *column = db_field(matches->rows, row, "wrong_column");
        const char *value = db_field(matches->rows, row, "wrong_value");
        wrong++;
        log_warning("'%s', line %s%s%s%s%s%s: %s; %s", path, db_field(matches->rows, row, "line"),
                    column != NULL ? ", " : "", column != NULL ? column : "",
                    value != NULL ? " '" : "", value != NULL ? value : "", value != NULL ? "'" : "",
                    db_field(matches->rows, row, "fault"), db_field(matches->rows, row, "hint"));
    }
    return wrong;
}

bool stats_reconcile(const struct Context *context, struct Error *err)
{
    struct Matches matches = {.arena = context->arena, .profile = context_profile(context)};
    const char *path = context->options->published;

    bool ok = read_matches(context, &matches, err);
    if (ok) {
        int wrong = warn_of_lines(&matches, path);
        ok = context_print(context, &matches_report, &matches, err);
        ok =
            ok && (wrong == 0 || error_set(err, EXIT_REJECTS, "%d line%s of '%s' could not be read",
                                           wrong, wrong == 1 ? "" : "s", path));
    }
    db_rows_free(matches.searched);
    db_rows_free(matches.rows);
    db_rows_free(matches.apart);
    return ok;
}
