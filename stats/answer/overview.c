#include "stats/answer/overview.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/doubt.h"
#include "stats/figure/office.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

static const char points_query[] =
    "SELECT o.code AS office, p.points, p.max_points"
    " FROM motcua.offices_of_form($3, $2, $6, $7) AS f"
    " JOIN motcua.office AS o ON o.code = f.office"
    " LEFT JOIN (SELECT s.office, sum(s.points) AS points,"
    "                   sum(s.max_points) FILTER (WHERE s.points IS NOT NULL) AS max_points"
    "            FROM stats.points($1, $2, $4, " READING_VIEW ") AS s GROUP BY s.office) AS p"
    "     ON p.office = o.code"
    " ORDER BY f.place";

bool overview_read(Db *db, const struct Reading *reading, const char *scoring,
                   struct Overview *overview, struct Error *err)
{
    char version[READING_NAME_SIZE];

    if (!reading_check(db, READING_SCORING, scoring, NULL, err) ||
        !reading_find_version(db, reading, scoring, version, err)) {
        return false;
    }
    overview->points = reading_query(db, reading, points_query, NULL, version, NULL, err);
    return overview->points != NULL;
}

void overview_release(struct Overview *overview)
{
    db_rows_free(overview->points);
    overview->points = NULL;
}

/* The percentage of the first of two rates that the profile has: what one calls late another counts as on time. */
static const char *percent_of(const struct Overview *overview, int first, int end, const char *rate,
                              const char *other)
{
    const DbRows *rates = overview->rates;

    for (int row = first; row < end; row++) {
        if (text_equal(db_field(rates, row, "rate"), rate)) {
            return notation_percent(overview->arena, db_field(rates, row, "percent"));
        }
    }
    return other != NULL ? percent_of(overview, first, end, other, NULL) : NOTATION_NONE;
}

/* True when something was counted there, or a rate of its own has a denominator. */
static bool has_figures(const DbRows *counts, int row, const DbRows *rates, int first, int end)
{
    static const char *const names[] = {"carried_in", "received", "resolved", "withdrawn",
                                        "returned"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!text_equal(db_field(counts, row, names[i]), "0")) {
            return true;
        }
    }
    return !office_is_silent(rates, first, end);
}

/* Code and name, marked when there are doubts about the office. */
static const char *title_of(const struct Overview *overview, const char *office, int row)
{
    const char *name = db_field(overview->counts, row, "name");
    int doubt = office_start(overview->doubts, office);
    bool is_doubtful = office_end(overview->doubts, doubt, overview->counts, row) > doubt;

    return arena_printf(overview->arena, "%s%s%s%s", office, name != NULL ? " " : "",
                        name != NULL ? name : "", is_doubtful ? " " DOUBT_MARK : "");
}

static void add_office(const struct Overview *overview, Table *table, int place, int row, int first,
                       int end)
{
    const DbRows *counts = overview->counts;
    Arena *arena = overview->arena;
    const char *cells[] = {
        title_of(overview, db_field(overview->points, place, "office"), row),
        notation_count(arena, db_field(counts, row, "received")),
        notation_count(arena, db_field(counts, row, "resolved")),
        notation_count(arena, db_field(counts, row, "resolved_late")),
        percent_of(overview, first, end, "late", NULL),
        percent_of(overview, first, end, "online", NULL),
        percent_of(overview, first, end, "results_digitised", "digitised"),
        notation_decimal(arena, db_field(overview->points, place, "points")),
        notation_decimal(arena, db_field(overview->points, place, "max_points")),
    };

    table_add(table, cells);
}

/* Rules are the same for all offices, so those of the first one tell; only what has a column here. */
static void print_rule_doubts(const struct Overview *overview)
{
    static const char *const shown[] = {"late", "online", "results_digitised", "digitised"};
    const DbRows *rates = overview->rates;
    int end = db_row_count(rates) > 0 ? office_end(rates, 0, rates, 0) : 0;

    for (int row = 0; row < end; row++) {
        for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
            if (text_equal(db_field(rates, row, "rate"), shown[i])) {
                doubt_print_rules(overview->arena, rates, row, row + 1);
            }
        }
    }
}

/* Each reason once, however many offices it is about. */
static void print_doubts(const struct Overview *overview)
{
    const DbRows *doubts = overview->doubts;

    for (int row = 0; row < db_row_count(doubts); row++) {
        const char *reason = db_field(doubts, row, "reason");
        int offices = 0;
        bool is_first = true;
        for (int other = 0; other < db_row_count(doubts); other++) {
            bool is_same = text_equal(db_field(doubts, other, "reason"), reason);
            is_first &= !is_same || other >= row;
            offices += is_same;
        }
        if (row == 0) {
            puts("\n" DOUBT_MARK " " DOUBT_TITLE ":");
        }
        if (is_first) {
            printf("  - %s (%d cơ quan)\n", text_sanitize(overview->arena, reason), offices);
        }
    }
}

void overview_print(const struct Overview *overview)
{
    static const char *const titles[][9] = {
        {"", "Tiếp", "Giải", "Quá", "Tỷ lệ", "Trực", "Số hóa", "", "Tối"},
        {"Cơ quan", "nhận", "quyết", "hạn", "quá hạn", "tuyến", "kết quả", "Điểm", "đa"}};
    Table *table = table_new(overview->arena, "lrrrrrrrr", 0);
    int left_out = 0;

    table_add(table, titles[0]);
    table_add(table, titles[1]);
    table_rule(table);
    for (int place = 0; place < db_row_count(overview->points); place++) {
        const char *office = db_field(overview->points, place, "office");
        int row = office_start(overview->counts, office);
        int first = office_start(overview->rates, office);
        int end = office_end(overview->rates, first, overview->counts, row);
        if (has_figures(overview->counts, row, overview->rates, first, end)) {
            add_office(overview, table, place, row, first, end);
        } else {
            left_out++;
        }
    }
    table_print(table, stdout);
    print_rule_doubts(overview);
    print_doubts(overview);
    office_print_left_out(left_out);
}
