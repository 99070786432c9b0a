#include "stats/print/csvout.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

/* What one cell of text from outside becomes. */
static const char *cell(const char *text)
{
    static char *written;
    size_t size;

    free(written);
    FILE *out = open_memstream(&written, &size);
    struct CsvOut csv = {.out = out};
    csvout_text(&csv, text);
    fclose(out);
    return written;
}

Test(stats_csvout, a_file_begins_with_the_mark_and_its_rows_end_in_crlf)
{
    static const char *const columns[] = {"office", "percent", NULL};
    char *written;
    size_t size;
    FILE *out = open_memstream(&written, &size);
    struct CsvOut csv;

    csvout_begin(&csv, out, columns);
    csvout_text(&csv, "H48.23.25");
    csvout_value(&csv, "96,93");
    csvout_end_row(&csv);
    csvout_text(&csv, NULL);
    csvout_value(&csv, NULL);
    csvout_end_row(&csv);
    fclose(out);
    cr_assert_str_eq(written, "\xEF\xBB\xBFoffice;percent\r\nH48.23.25;96,93\r\n;\r\n");
    free(written);
}

Test(stats_csvout, every_row_ends_with_the_tail)
{
    static const char *const columns[] = {"office", "rule", NULL}, *const tail[] = {"report", NULL};
    char *written;
    size_t size;
    FILE *out = open_memstream(&written, &size);
    struct CsvOut csv;

    csvout_begin(&csv, out, columns);
    csv.tail = tail;
    for (int i = 0; i < 2; i++) {
        csvout_text(&csv, "H48");
        csvout_end_row(&csv);
    }
    fclose(out);
    cr_assert_str_eq(written, "\xEF\xBB\xBFoffice;rule\r\nH48;report\r\nH48;report\r\n");
    free(written);
}

Test(stats_csvout, what_would_break_a_row_is_quoted)
{
    cr_assert_str_eq(cell("UBND xã Tịnh Châu"), "UBND xã Tịnh Châu");
    cr_assert_str_eq(cell("a;b"), "\"a;b\"");
    cr_assert_str_eq(cell("a,b"), "\"a,b\"");
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

Test(stats_csvout, codes_stay_text)
{
    cr_assert_str_eq(cell("0790"), "'0790");
    cr_assert_str_eq(cell("123456789012"), "'123456789012");
    cr_assert_str_eq(cell("1.001193"), "'1.001193");
    cr_assert_str_eq(cell("3.4"), "'3.4");
    cr_assert_str_eq(cell("12E3"), "'12E3");
    cr_assert_str_eq(cell("3/4"), "'3/4");
    /* These show in a spreadsheet as they are written. */
    cr_assert_str_eq(cell("0"), "0");
    cr_assert_str_eq(cell("26734"), "26734");
    cr_assert_str_eq(cell("000.00.04.G18-240105-0001"), "000.00.04.G18-240105-0001");
    cr_assert_str_eq(cell("e"), "e");
}
