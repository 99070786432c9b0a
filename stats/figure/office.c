#include "stats/figure/office.h"

#include "common/text.h"
#include "stats/print/notation.h"

#include <stdio.h>
#include <string.h>

#include "common/banned.h"

/* Both sides are sorted alike; an office without details simply has none here. */
int office_end(const DbRows *details, int first, const DbRows *offices, int row)
{
    const char *office = db_field(offices, row, "office");
    int end = first;

    while (end < db_row_count(details) && text_equal(db_field(details, end, "office"), office)) {
        end++;
    }
    return end;
}

int office_start(const DbRows *details, const char *office)
{
    int first = 0, end = db_row_count(details);

    while (first < end) {
        int middle = first + (end - first) / 2;
        if (strcmp(db_field(details, middle, "office"), office) < 0) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    bool found =
        first < db_row_count(details) && text_equal(db_field(details, first, "office"), office);
    return found ? first : db_row_count(details);
}

bool office_is_silent(const DbRows *details, int first, int end)
{
    for (int row = first; row < end; row++) {
        if (text_equal(db_field(details, row, "says_something"), "t")) {
            return false;
        }
    }
    return true;
}

/* The names stand in a JSON array, whose marks are of no use to a reader. */
static void print_not_known(Arena *arena, const char *json)
{
    char *names = arena_strdup(arena, json);
    size_t used = 0;

    for (const char *from = json; *from != '\0'; from++) {
        if (strchr("[]\"", *from) == NULL) {
            names[used++] = *from;
        }
    }
    names[used] = '\0';
    if (used > 0) {
        printf("Không lưu quá khứ, tính theo dữ liệu hiện nay: %s.\n", text_sanitize(arena, names));
    }
}

void office_print_period(Arena *arena, const struct Reading *reading)
{
    printf("Kỳ: từ %s đến %s. Thời điểm tổng hợp số liệu: %s.\n",
           notation_day(arena, reading->from), notation_day(arena, reading->to),
           notation_time(arena, reading->as_of));
    if (text_equal(reading->by, "receiving")) {
        printf("Tính theo nơi tiếp nhận hồ sơ.\n");
    }
    if (text_equal(reading->tree, "now")) {
        printf("Theo hệ thống cơ quan hiện nay (cơ quan kế thừa thay cho cơ quan cũ).\n");
    }
    print_not_known(arena, reading->not_known);
}

/* An office that only dossiers name may have no name yet. */
void office_print_name(Arena *arena, const DbRows *rows, int row)
{
    const char *name = db_field(rows, row, "name");

    printf("%s  %s\n", text_sanitize(arena, db_field(rows, row, "office")),
           name != NULL ? text_sanitize(arena, name) : "(chưa rõ tên)");
}

void office_print_title(Arena *arena, const DbRows *rows, int row, const struct Reading *reading)
{
    office_print_name(arena, rows, row);
    office_print_period(arena, reading);
}

void office_print_left_out(int count)
{
    if (count > 0) {
        printf("Không liệt kê %02d cơ quan không có hồ sơ nào trong kỳ.\n", count);
    }
}
