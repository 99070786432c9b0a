#include "stats/print/csvout.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

/* What cells of one row become; a text alone becomes its cell. */
static const char *row(char separator, const struct Cell *cells, size_t count)
{
    static char *written;
    size_t size;
    struct CsvOut csv;

    free(written);
    FILE *out = open_memstream(&written, &size);
    csvout_open(&csv, out, separator);
    for (size_t i = 0; i < count; i++) {
        csv.rows.format->cell(&csv.rows, cells[i].kind, cells[i].value);
    }
    fclose(out);
    return written;
}

static const char *cell(const char *text)
{
    return row(';', &(struct Cell){CELL_TEXT, text}, 1);
}

Test(stats_csvout, a_file_begins_with_the_mark_and_its_rows_end_in_crlf_and_with_the_tail)
{
    static const char *const columns[] = {"office", "percent", "rule", NULL};
    static const struct Cell tail[] = {{CELL_TEXT, "report"}};
    char *written;
    size_t size;
    FILE *out = open_memstream(&written, &size);
    struct CsvOut csv;

    csvout_open(&csv, out, ';');
    rowout_begin(&csv.rows, columns);
    csv.rows.tail = tail;
    csv.rows.tail_count = 1;
    rowout_text(&csv.rows, "H48.23.25");
    rowout_number(&csv.rows, "96.93");
    rowout_end_row(&csv.rows);
    rowout_text(&csv.rows, NULL);
    rowout_number(&csv.rows, NULL);
    rowout_end_row(&csv.rows);
    fclose(out);
    cr_assert_str_eq(written, "\xEF\xBB\xBFoffice;percent;rule\r\nH48.23.25;96,93;report\r\n"
                              ";;report\r\n");
    free(written);
}

Test(stats_csvout, numbers_and_times_are_written_as_excel_in_vietnamese_reads_them)
{
    static const struct Cell cells[] = {{CELL_NUMBER, "1271"},
                                        {CELL_NUMBER, "-0.53"},
                                        {CELL_DAY, "2024-06-07"},
                                        {CELL_TIME, "2024-06-07T01:40:12+07:00"},
                                        {CELL_TIME, NULL}};

    cr_assert_str_eq(row(';', cells, 5), "1271;-0,53;07/06/2024;07/06/2024 01:40:12;");
    cr_assert_str_eq(row('\t', cells, 2), "1271\t-0,53");
    cr_assert_str_eq(row(',', cells, 2), "1271,-0.53");
}

Test(stats_csvout, what_would_break_a_row_is_quoted)
{
    cr_assert_str_eq(cell("UBND xã Tịnh Châu"), "UBND xã Tịnh Châu");
    cr_assert_str_eq(cell("a;b"), "\"a;b\"");
    cr_assert_str_eq(cell("a,b"), "\"a,b\"");
    cr_assert_str_eq(cell("a\tb"), "\"a\tb\"");
    cr_assert_str_eq(cell("say \"no\""), "\"say \"\"no\"\"\"");
    cr_assert_str_eq(cell("two\r\nlines"), "\"two\r\nlines\"");
    cr_assert_str_eq(cell(""), "");
}

Test(stats_csvout, nothing_from_outside_becomes_a_formula)
{
    cr_assert_str_eq(cell("=1+1"), "'=1+1");
    cr_assert_str_eq(cell("+84"), "'+84");
    cr_assert_str_eq(cell("-1"), "'-1");
    cr_assert_str_eq(cell("@SUM(A1)"), "'@SUM(A1)");
    cr_assert_str_eq(cell("\t=1"), "\"'\t=1\"");
    cr_assert_str_eq(cell("\r=1"), "\"'\r=1\"");
    cr_assert_str_eq(cell("=A1;\"x\""), "\"'=A1;\"\"x\"\"\"");
}

Test(stats_csvout, codes_that_cannot_be_formulas_stay_as_they_are)
{
    static const char *const codes[] = {"0790", "123456789012", "1.001193",
                                        "3.4",  "12E3",         "000.00.04.G18-240105-0001"};

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        cr_assert_str_eq(cell(codes[i]), codes[i]);
    }
}
