#include "stats/answer/rankingtable.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/doubt.h"
#include "stats/figure/office.h"
#include "stats/figure/ruleset.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

int rankingtable_family_end(const DbRows *rows, int first)
{
    int end = first + 1;

    while (end < db_row_count(rows) &&
           text_equal(db_field(rows, end, "family"), db_field(rows, first, "family"))) {
        end++;
    }
    return end;
}

/* A line an office of the family that has a text in the column, under a title; silent when none has. */
static void print_notes(const struct Ranking *ranking, int first, int end, const char *title,
                        const char *column)
{
    bool is_first = true;

    for (int row = first; row < end; row++) {
        const char *note = db_field(ranking->rows, row, column);
        if (note != NULL) {
            printf("%s%s  - %s: %s\n", is_first ? title : "", is_first ? ":\n" : "",
                   text_sanitize(ranking->arena, db_field(ranking->rows, row, "office")),
                   text_sanitize(ranking->arena, note));
            is_first = false;
        }
    }
    if (!is_first) {
        putchar('\n');
    }
}

static void print_volume_group(const struct Ranking *ranking, int row)
{
    const DbRows *rows = ranking->rows;
    Arena *arena = ranking->arena;
    const char *name = db_field(rows, row, "volume_group");
    const char *to = db_field(rows, row, "group_to");

    if (name == NULL) {
        puts("Không thuộc nhóm nào theo số hồ sơ tiếp nhận.");
        return;
    }
    printf("Nhóm %s: từ %s%s%s hồ sơ tiếp nhận trong 12 tháng kể từ %s.\n",
           text_sanitize(arena, name), notation_count(arena, db_field(rows, row, "group_from")),
           to != NULL ? " đến " : "", to != NULL ? notation_count(arena, to) : "",
           notation_day(arena, db_field(rows, row, "volume_since")));
}

/* Who is compared: the office above, the level, the group. */
static void print_heading(const struct Ranking *ranking, int row)
{
    const DbRows *rows = ranking->rows;
    const char *parent = db_field(rows, row, "parent");
    const char *name = db_field(rows, row, "parent_name");

    if (ranking->level == NULL) {
        printf("Cấp trên: %s%s%s\n",
               parent != NULL ? text_sanitize(ranking->arena, parent)
                              : "(không có cơ quan cấp trên)",
               name != NULL ? "  " : "", name != NULL ? text_sanitize(ranking->arena, name) : "");
    }
    if (ranking->level != NULL || ranking->by_volume) {
        const char *kind = db_field(rows, row, "kind_text");
        printf("Nhóm cơ quan: %s\n", kind != NULL ? kind : "chưa rõ cấp");
    }
    if (ranking->by_volume) {
        print_volume_group(ranking, row);
    }
    putchar('\n');
}

/* Rows from first up to, without, end are equals. */
static void print_family(const struct Ranking *ranking, int first, int end)
{
    static const char *const titles[] = {"Hạng",     "Mức",   "Mã cơ quan", "Tên cơ quan",
                                         "Số hồ sơ", "Tỷ lệ", "Tiếp nhận"};
    const DbRows *rows = ranking->rows;
    Arena *arena = ranking->arena;
    Table *table = table_new(arena, ranking->by_volume ? "rrllrrr" : "rrllrr", 3);

    print_heading(ranking, first);
    table_add(table, titles);
    table_rule(table);
    for (int row = first; row < end; row++) {
        const char *place = db_field(rows, row, "place");
        const char *cells[] = {
            place != NULL ? arena_printf(arena, "%s/%s", place, db_field(rows, row, "ranked"))
                          : NULL,
            db_field(rows, row, "band"),
            db_field(rows, row, "office"),
            db_field(rows, row, "name"),
            ruleset_fraction(arena, rows, row),
            doubt_percent(arena, db_field(rows, row, "percent"),
                          db_field(rows, row, "doubts") != NULL),
            notation_count(arena, db_field(rows, row, "volume")),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
    putchar('\n');
    print_notes(ranking, first, end, "Không xếp hạng", "left_out");
    print_notes(ranking, first, end, DOUBT_MARK " " DOUBT_TITLE, "doubts");
}

void rankingtable_print(const void *read)
{
    const struct Ranking *ranking = read;
    const DbRows *rows = ranking->rows;

    if (db_row_count(rows) > 0) {
        printf("Xếp hạng theo tỷ lệ: %s\n",
               text_sanitize(ranking->arena, db_field(rows, 0, "text_vi")));
    }
    office_print_period(ranking->arena, &ranking->reading);
    ruleset_print(ranking->arena, ranking->rule);
    puts("Hạng 1 là tốt nhất trong nhóm; bằng nhau thì đồng hạng. Mức 1 là 10% tốt nhất, mức 2 đến "
         "30%,\nmức 3 đến 70%, mức 4 đến 90%, mức 5 là còn lại; nhóm dưới 10 cơ quan không chia "
         "mức.\n");
    if (db_row_count(rows) == 0) {
        puts("Không có cơ quan nào để xếp hạng.");
    }
    for (int row = 0, end; row < db_row_count(rows); row = end) {
        end = rankingtable_family_end(rows, row);
        print_family(ranking, row, end);
    }
}
