#include "common/program/table.h"
#include "common/utf8.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

static char *printed(const Table *table)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    table_print(table, out);
    fclose(out);
    return text;
}

/* "Tịnh Châu" once composed and once with combining marks: columns stay under each other. */
Test(stats_table, vietnamese_is_aligned_by_what_it_shows)
{
    Arena *arena = arena_new();
    Table *table = table_new(arena, "lr", 0);

    table_add(table, (const char *const[]){"T\u1ECBnh Ch\u00E2u", "1.286"});
    table_rule(table);
    table_add(table, (const char *const[]){"Ti\u0323nh Cha\u0302u", "39"});
    table_add(table, (const char *const[]){"H48", NULL});
    char *text = printed(table);
    cr_assert_str_eq(text, "T\u1ECBnh Ch\u00E2u  1.286\n"
                           "---------  -----\n"
                           "Ti\u0323nh Cha\u0302u     39\n"
                           "H48            –\n");
    free(text);
    arena_free(arena);
}

Test(stats_table, a_wide_cell_wraps_between_words)
{
    static const char name[] = "thủ tục cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh "
                               "cho người đã đăng ký tại xã, phường, thị trấn trước đây";
    Arena *arena = arena_new();
    Table *table = table_new(arena, "llr", 1);
    size_t lines = 0;

    setenv("COLUMNS", "72", 1);
    table_add(table, (const char *const[]){"H48.23.25", name, "1.271"});
    char *text = printed(table);
    for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = '\0';
        cr_assert_leq(utf8_width(line), 72);
        cr_assert_neq(line[strlen(line) - 1], ' ');
        lines++;
    }
    cr_assert_eq(lines, 3);
    free(text);
    arena_free(arena);
}

Test(stats_table, cells_are_safe_for_a_terminal)
{
    Arena *arena = arena_new();
    Table *table = table_new(arena, "l", 0);

    table_add(table, (const char *const[]){"a\x1B[31m\nb"});
    char *text = printed(table);
    cr_assert_str_eq(text, "a?[31m?b\n");
    free(text);
    arena_free(arena);
}
