#include "stats/command/acknowledge.h"

#include "common/text.h"
#include "common/time/clock.h"
#include "stats/print/notation.h"

#include <stdio.h>
#include <string.h>

#include "common/banned.h"

enum { NOTE_MAX = 500 };

static const char query[] =
    "SELECT coalesce(o.name, o.code) AS name, a.since, a.acknowledged_until"
    " FROM motcua.acknowledge($1, $2, $3) AS a JOIN motcua.office AS o ON o.code = a.office";

/* An alert of a day that is over would be one that nobody sees. */
static bool check_until(const struct Context *context, struct Error *err)
{
    const char *until = context->options->until;
    Instant unused;
    char over[8];

    if (until == NULL) {
        return true;
    }
    if (clock_parse(until, DATE_YMD, 0, &unused) != NULL) {
        return error_set(err, EXIT_USAGE, "'%s' is not a day such as 2024-06-30", until);
    }
    return db_query_value(context->db, "SELECT $1::date < motcua.today()", 1, &until, over,
                          sizeof over, err) &&
           (text_equal(over, "f") ||
            error_set(err, EXIT_USAGE, "'%s' is over: expected today or later", until));
}

bool stats_acknowledge(const struct Context *context, struct Error *err)
{
    Arena *arena = context->arena;
    const struct Options *options = context->options;
    const char *note = options->note != NULL ? text_trim(arena, options->note) : NULL;
    const char *values[] = {options->office, options->until,
                            note != NULL && note[0] != '\0' ? note : NULL};

    if (note != NULL &&
        (strlen(note) > NOTE_MAX || !text_equal(note, text_sanitize(arena, note)))) {
        return error_set(err, EXIT_USAGE, "the note is not one line of at most %d bytes", NOTE_MAX);
    }
    if (!check_until(context, err)) {
        return false;
    }
    DbRows *rows = db_query(context->db, query, 3, values, err);
    if (rows == NULL) {
        return false;
    }
    const char *until = db_field(rows, 0, "acknowledged_until");
    printf("%s: vượt ngưỡng từ %s, đã ghi nhận đang xử lý; không nhắc lại, không chuyển cấp trên "
           "%s.\n",
           text_sanitize(arena, db_field(rows, 0, "name")),
           notation_day(arena, db_field(rows, 0, "since")),
           until != NULL ? arena_printf(arena, "đến hết ngày %s", notation_day(arena, until))
                         : "đến khi trở về dưới ngưỡng");
    db_rows_free(rows);
    return true;
}
