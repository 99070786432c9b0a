#include "stats/answer/targetrows.h"

#include "common/text.h"
#include "stats/figure/doubt.h"
#include "stats/figure/office.h"

#include "common/banned.h"

bool targetrows_is_first(const DbRows *rows, int row)
{
    return text_equal(db_field(rows, row, "place"), "0");
}

int targetrows_end(const DbRows *rows, int first)
{
    int end = first + 1;

    while (end < db_row_count(rows) && !targetrows_is_first(rows, end)) {
        end++;
    }
    return end;
}

const char *targetrows_reason(Arena *arena, const DbRows *rows, int row)
{
    const char *base_year = db_field(rows, row, "base_year");

    if (db_field(rows, row, "no_rate") != NULL) {
        return db_field(rows, row, "no_rate");
    }
    if (db_field(rows, row, "percent") == NULL) {
        return DOUBT_EMPTY_REASON;
    }
    if (db_field(rows, row, "required") == NULL && base_year != NULL) {
        return arena_printf(arena, "chưa so sánh được với cùng kỳ năm %s", base_year);
    }
    return db_field(rows, row, "doubt");
}

const char *targetrows_kind(const DbRows *rows, int row)
{
    if (db_field(rows, row, "no_rate") != NULL) {
        return "no_rate";
    }
    if (db_field(rows, row, "percent") == NULL) {
        return DOUBT_EMPTY;
    }
    if (db_field(rows, row, "required") == NULL) {
        return "no_base";
    }
    return db_field(rows, row, "doubt") != NULL ? "target_not_in_force" : NULL;
}

int targetrows_find_doubts(const struct Targets *targets, int row, int *first)
{
    *first = office_start(targets->doubts, db_field(targets->rows, row, "office"));
    return office_end(targets->doubts, *first, targets->rows, row);
}
