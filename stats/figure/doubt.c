#include "stats/figure/doubt.h"

#include "common/text.h"
#include "stats/print/jsonout.h"
#include "stats/print/notation.h"

#include <stdio.h>
#include <string.h>

#include "common/banned.h"

static const char doubts_query[] =
    "SELECT " DOUBT_COLUMNS " FROM stats.doubts($1, $2, $3, $4, $5, $6)"
    " ORDER BY office COLLATE \"C\", kind, source";

static const char points_query[] =
    "SELECT " DOUBT_COLUMNS
    " FROM (SELECT office, kind, source, reason, rates FROM stats.doubts($1, $2, $3, $4, $5, $6)"
    "       UNION ALL SELECT o.code, '" DOUBT_RULE "', NULL, r.reason, NULL FROM motcua.office AS o"
    "       CROSS JOIN (SELECT motcua.scoring_doubt($7, least($2::date, $6::date))) AS r (reason)"
    "       WHERE r.reason IS NOT NULL AND ($3 IS NULL OR o.code = $3)) AS d"
    " ORDER BY office COLLATE \"C\", kind, source";

DbRows *doubt_read(Db *db, const struct Reading *reading, const char *office, struct Error *err)
{
    const char *values[] = {reading->from, reading->to,   office,
                            reading->by,   reading->tree, reading->today};

    return db_query(db, doubts_query, 6, values, err);
}

DbRows *doubt_read_points(Db *db, const struct Reading *reading, const char *office,
                          const char *version, struct Error *err)
{
    const char *values[] = {reading->from, reading->to,    office, reading->by,
                            reading->tree, reading->today, version};

    return db_query(db, points_query, 7, values, err);
}

void doubt_add_json(cJSON *office, const DbRows *doubts, int first, int end)
{
    cJSON *list = jsonout_add_array(office, "doubts");

    for (int row = first; row < end; row++) {
        cJSON *doubt = jsonout_add_object(list, NULL);
        jsonout_add_text_field(doubt, doubts, row, "kind");
        jsonout_add_text_field(doubt, doubts, row, "source");
        jsonout_add_text_field(doubt, doubts, row, "reason");
        jsonout_add_raw(doubt, "rates", db_field(doubts, row, "rates_json"));
    }
}

void doubt_add_figure_json(cJSON *figure, const DbRows *figures, int row)
{
    if (db_field(figures, row, "percent") == NULL) {
        jsonout_add_text(figure, "doubt", DOUBT_EMPTY);
        jsonout_add_text(figure, "reason", DOUBT_EMPTY_REASON);
    }
}

void doubt_add_rate_json(cJSON *rate, const DbRows *rates, int row)
{
    doubt_add_figure_json(rate, rates, row);
    if (db_field(rates, row, "percent") != NULL && doubt_of_rule(rates, row) != NULL) {
        jsonout_add_text(rate, "doubt", DOUBT_RULE);
        jsonout_add_text(rate, "reason", doubt_of_rule(rates, row));
    }
}

const char *doubt_of_rule(const DbRows *rates, int row)
{
    return db_field(rates, row, "rule_doubt");
}

const char *doubt_of_rate(const DbRows *rates, int row)
{
    return db_field(rates, row, "percent") == NULL ? DOUBT_EMPTY : doubt_of_rule(rates, row);
}

void doubt_print_rules(Arena *arena, const DbRows *figures, int first, int end)
{
    bool is_first = true;

    for (int row = first; row < end; row++) {
        const char *reason = doubt_of_rule(figures, row);
        if (reason != NULL) {
            printf("%s  - %s: %s\n",
                   is_first ? DOUBT_MARK " Căn cứ không có hiệu lực trong kỳ:\n" : "",
                   text_sanitize(arena, db_field(figures, row, "text_vi")), reason);
            is_first = false;
        }
    }
}

void doubt_put_rows(struct RowOut *out, const DbRows *offices, int row, const DbRows *doubts,
                    int first, int end, int empty_cells)
{
    for (int doubt = first; doubt < end; doubt++) {
        rowout_text(out, db_field(offices, row, "office"));
        rowout_text(out, db_field(offices, row, "name"));
        rowout_text(out, db_field(doubts, doubt, "kind"));
        for (int i = 0; i < empty_cells; i++) {
            rowout_number(out, NULL);
        }
        rowout_text(out, db_field(doubts, doubt, "reason"));
        rowout_end_row(out);
    }
}

bool doubt_concerns(Arena *arena, struct DoubtSpan doubts, const char *rate)
{
    const char *line = rate != NULL ? arena_printf(arena, "\n%s\n", rate) : NULL;

    for (int row = doubts.first; row < doubts.end; row++) {
        const char *rates = db_field(doubts.rows, row, "rates");
        if (rates == NULL || (line != NULL && strstr(rates, line) != NULL)) {
            return true;
        }
    }
    return false;
}

const char *doubt_percent(Arena *arena, const char *percent, bool is_doubtful)
{
    const char *text = notation_percent(arena, percent);

    return percent != NULL && is_doubtful ? arena_printf(arena, "%s " DOUBT_MARK, text) : text;
}

void doubt_print(Arena *arena, const DbRows *doubts, int first, int end)
{
    if (first == end) {
        return;
    }
    puts(DOUBT_MARK " " DOUBT_TITLE ":");
    for (int row = first; row < end; row++) {
        printf("  - %s\n", text_sanitize(arena, db_field(doubts, row, "reason")));
    }
    putchar('\n');
}

bool doubt_has_empty(const DbRows *figures, int first, int end)
{
    for (int row = first; row < end; row++) {
        if (db_field(figures, row, "percent") == NULL) {
            return true;
        }
    }
    return false;
}
