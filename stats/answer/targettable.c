#include "stats/answer/targettable.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/answer/targetrows.h"
#include "stats/figure/doubt.h"
#include "stats/figure/office.h"
#include "stats/figure/ruleset.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

/* "≥ 75 %", and of growth also how it comes about: "+5 điểm/năm: ≥ 22,30 %". */
static const char *wanted(Arena *arena, const DbRows *rows, int row)
{
    const char *value = db_field(rows, row, "value"), *required = db_field(rows, row, "required");
    const char *direction = db_field(rows, row, "direction");

    if (!text_equal(direction, "growth")) {
        const char *sign = text_equal(direction, "at_most") ? "≤" : "≥";
        return value == NULL ? NULL
                             : arena_printf(arena, "%s %s", sign, notation_percent(arena, value));
    }
    const char *unit = text_equal(db_field(rows, row, "growth_in"), "points") ? "điểm" : "%";
    const char *growth = arena_printf(arena, "+%s %s/năm", notation_decimal(arena, value), unit);
    return required == NULL
               ? growth
               : arena_printf(arena, "%s: ≥ %s", growth, notation_percent(arena, required));
}

/* Nobody would say of what is to be low that it has gone beyond its target. */
static const char *state_text(const DbRows *rows, int row)
{
    const char *state = db_field(rows, row, "state");

    if (text_equal(state, "met")) {
        return "đạt";
    }
    if (text_equal(state, "not_met")) {
        return "chưa đạt";
    }
    if (text_equal(state, "exceeded")) {
        return text_equal(db_field(rows, row, "direction"), "at_most") ? "đạt (tốt hơn)" : "vượt";
    }
    return "chưa đủ dữ liệu";
}

/* What cannot be computed is listed once. */
static bool is_told(const DbRows *rows, int row)
{
    return targetrows_is_first(rows, row) || db_field(rows, row, "no_rate") == NULL;
}

static void add_line(Table *table, const struct Targets *targets, int row, struct DoubtSpan doubts)
{
    const DbRows *rows = targets->rows;
    Arena *arena = targets->arena;
    bool is_marked = doubt_concerns(arena, doubts, db_field(rows, row, "figure")) ||
                     db_field(rows, row, "doubt") != NULL;
    const char *place = db_field(rows, row, "place");
    const char *cells[] = {
        targetrows_is_first(rows, row) ? db_field(rows, row, "text_vi")
                                       : arena_printf(arena, "  kỳ so sánh %s", place),
        wanted(arena, rows, row),
        ruleset_fraction(arena, rows, row),
        doubt_percent(arena, db_field(rows, row, "percent"), is_marked),
        state_text(rows, row),
        targetrows_is_first(rows, row)
            ? ""
            : notation_change(arena, db_field(rows, row, "change_points")),
    };

    table_add(table, cells);
}

/* Each reason with what it is about, under the table. */
static void print_reasons(const struct Targets *targets, int first, int end)
{
    const DbRows *rows = targets->rows;

    for (int row = first; row < end; row++) {
        const char *reason = targetrows_reason(targets->arena, rows, row);
        const char *text = db_field(rows, row, "text_vi");
        if (reason != NULL && targetrows_is_first(rows, row)) {
            printf("%s: %s.\n", text_sanitize(targets->arena, text),
                   text_sanitize(targets->arena, reason));
        } else if (reason != NULL && is_told(rows, row)) {
            printf("%s, kỳ so sánh %s: %s.\n", text_sanitize(targets->arena, text),
                   db_field(rows, row, "place"), text_sanitize(targets->arena, reason));
        }
    }
}

/* Where the targets of a table are laid down, which they have in common. */
static void print_source(const struct Targets *targets, int row)
{
    const DbRows *rows = targets->rows;
    Arena *arena = targets->arena;
    const char *from = db_field(rows, row, "valid_from"), *to = db_field(rows, row, "valid_to");

    printf("Bộ chỉ tiêu: %s.\nCăn cứ: %s%s%s%s%s.\n\n",
           text_sanitize(arena, db_field(rows, row, "set")),
           text_sanitize(arena, db_field(rows, row, "legal_source")),
           from != NULL ? ", hiệu lực từ " : "", from != NULL ? notation_day(arena, from) : "",
           to != NULL ? ", đến hết " : "", to != NULL ? notation_day(arena, to) : "");
}

static bool have_one_source(const DbRows *rows, int one, int other)
{
    return text_equal(db_field(rows, one, "paper"), db_field(rows, other, "paper"));
}

/* Prints the targets from first on that have one source, up to end at most; returns the next one. */
static int print_source_table(const struct Targets *targets, int first, int end,
                              struct DoubtSpan doubts)
{
    static const char *const titles[] = {"Chỉ tiêu", "Mức giao", "Số hồ sơ",
                                         "Kết quả",  "Đánh giá", "+/- điểm %"};
    Table *table = table_new(targets->arena, targets->other_count > 0 ? "lrrrlr" : "lrrrl", 0);
    int row = first;

    print_source(targets, first);
    table_add(table, titles);
    table_rule(table);
    while (row < end && have_one_source(targets->rows, first, row)) {
        for (int next = targetrows_end(targets->rows, row); row < next; row++) {
            if (is_told(targets->rows, row)) {
                add_line(table, targets, row, doubts);
            }
        }
    }
    table_print(table, stdout);
    print_reasons(targets, first, row);
    putchar('\n');
    return row;
}

static void print_others(const struct Targets *targets)
{
    for (size_t i = 0; i < targets->other_count; i++) {
        printf("Kỳ so sánh %zu: từ %s đến %s.\n", i + 1,
               notation_day(targets->arena, targets->others[i].from),
               notation_day(targets->arena, targets->others[i].to));
    }
}

static void print_office(const struct Targets *targets, int first, int end)
{
    int doubt, last_doubt = targetrows_find_doubts(targets, first, &doubt);

    office_print_title(targets->arena, targets->rows, first, &targets->reading);
    print_others(targets);
    putchar('\n');
    for (int row = first; row < end;) {
        row = print_source_table(targets, row, end,
                                 (struct DoubtSpan){targets->doubts, doubt, last_doubt});
    }
    doubt_print(targets->arena, targets->doubts, doubt, last_doubt);
}

void targettable_print(const void *read)
{
    const struct Targets *targets = read;
    const DbRows *rows = targets->rows;
    int left_out = 0;

    for (int row = 0, end; row < db_row_count(rows); row = end) {
        end = office_end(rows, row, rows, row);
        if (targets->office == NULL && office_is_silent(rows, row, end)) {
            left_out++;
        } else {
            print_office(targets, row, end);
        }
    }
    if (db_row_count(rows) == 0) {
        puts(targets->office != NULL ? "Không có chỉ tiêu nào cho cấp của cơ quan này."
                                     : "Không có cơ quan nào có chỉ tiêu trong kỳ.");
    }
    office_print_left_out(left_out);
}
