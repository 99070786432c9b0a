#include "stats/print/xlsxout.h"

#include "common/utf8.h"

#include <stdlib.h>

#include "common/banned.h"

enum {
    PAPER_A4 = 9,
    WIDTH_LEAST = 8,
    WIDTH_MOST = 60,
    WIDTH_ROOM = 2,
    WIDTH_DAY = 10,
    WIDTH_TIME = 19
};

static lxw_format *add_format(const struct XlsxOut *xlsx, const char *number_format)
{
    lxw_format *format = workbook_add_format(xlsx->workbook->book);

    format_set_num_format(format, number_format);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
}

/* "@" keeps a text a text when somebody edits its cell: "=1+1" must not come alive then. */
static void add_formats(struct XlsxOut *xlsx)
{
    static const char *const numbers[XLSXOUT_PLACES] = {"#,##0", "#,##0.0", "#,##0.00", "#,##0.000",
                                                        "#,##0.0000"};

    xlsx->text = add_format(xlsx, "@");
    xlsx->day = add_format(xlsx, "dd/mm/yyyy");
    xlsx->time = add_format(xlsx, "dd/mm/yyyy hh:mm:ss");
    for (int i = 0; i < XLSXOUT_PLACES; i++) {
        xlsx->numbers[i] = add_format(xlsx, numbers[i]);
    }
    xlsx->heading = add_format(xlsx, "@");
    format_set_bold(xlsx->heading);
    format_set_text_wrap(xlsx->heading);
    format_set_bottom(xlsx->heading, LXW_BORDER_THIN);
    format_set_bg_color(xlsx->heading, 0xE7ECF3);
}

static void widen(struct XlsxOut *xlsx, size_t width)
{
    size_t *so_far = &xlsx->widths[xlsx->column];

    *so_far = width > *so_far ? width : *so_far;
}

static void put_text(struct XlsxOut *xlsx, const char *text, lxw_format *format)
{
    const char *shown = bookfile_text(xlsx->workbook->arena, text);

    widen(xlsx, utf8_width(shown));
    worksheet_write_string(xlsx->sheet, xlsx->row, xlsx->column, shown, format);
}

static void put_number(struct XlsxOut *xlsx, const char *digits)
{
    int places = bookfile_places(digits);
    double value = strtod(digits, NULL);

    widen(xlsx, utf8_width(digits));
    worksheet_write_number(xlsx->sheet, xlsx->row, xlsx->column, value,
                           xlsx->numbers[places < XLSXOUT_PLACES ? places : XLSXOUT_PLACES - 1]);
}

static void put_time(struct XlsxOut *xlsx, const char *iso, bool is_day)
{
    lxw_datetime time = bookfile_time(iso);

    widen(xlsx, is_day ? WIDTH_DAY : WIDTH_TIME);
    worksheet_write_datetime(xlsx->sheet, xlsx->row, xlsx->column, &time,
                             is_day ? xlsx->day : xlsx->time);
}

static void put_cell(struct RowOut *out, enum CellKind kind, const char *value)
{
    struct XlsxOut *xlsx = (struct XlsxOut *)out;

    if (value != NULL && xlsx->row < BOOKFILE_ROWS && xlsx->column < ROWOUT_COLUMNS) {
        if (kind == CELL_TEXT) {
            put_text(xlsx, value, xlsx->text);
        } else if (kind == CELL_NUMBER) {
            put_number(xlsx, value);
        } else {
            put_time(xlsx, value, kind == CELL_DAY);
        }
    }
    xlsx->column++;
}

static void end_row(struct RowOut *out)
{
    struct XlsxOut *xlsx = (struct XlsxOut *)out;

    xlsx->workbook->is_full |= xlsx->row >= BOOKFILE_ROWS;
    xlsx->row++;
    xlsx->column = 0;
}

void xlsxout_close(struct XlsxOut *xlsx)
{
    if (xlsx->sheet == NULL || xlsx->columns == 0) {
        return;
    }
    for (lxw_col_t i = 0; i < xlsx->columns && i < ROWOUT_COLUMNS; i++) {
        size_t width = xlsx->widths[i] + WIDTH_ROOM;
        width = width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
        worksheet_set_column(xlsx->sheet, i, i, (double)width, NULL);
    }
    worksheet_autofilter(xlsx->sheet, 0, 0, xlsx->row > 1 ? xlsx->row - 1 : 0,
                         (lxw_col_t)(xlsx->columns - 1));
}

static void begin(struct RowOut *out, const char *const *headings)
{
    struct XlsxOut *xlsx = (struct XlsxOut *)out;

    xlsxout_close(xlsx);
    xlsx->sheets++;
    xlsx->sheet = workbook_add_worksheet(
        xlsx->workbook->book, arena_printf(xlsx->workbook->arena, "Danh sách %d", xlsx->sheets));
    xlsx->row = 0;
    xlsx->columns = 0;
    for (int i = 0; i < ROWOUT_COLUMNS; i++) {
        xlsx->widths[i] = 0;
    }
    for (; headings[xlsx->columns] != NULL; xlsx->columns++, xlsx->column++) {
        put_text(xlsx, headings[xlsx->columns], xlsx->heading);
    }
    end_row(out);
    worksheet_freeze_panes(xlsx->sheet, 1, 0);
    worksheet_repeat_rows(xlsx->sheet, 0, 0);
    worksheet_set_landscape(xlsx->sheet);
    worksheet_set_paper(xlsx->sheet, PAPER_A4);
    worksheet_fit_to_pages(xlsx->sheet, 1, 0);
    worksheet_set_footer(xlsx->sheet, "&RTrang &P/&N");
}

void xlsxout_open(struct XlsxOut *xlsx, struct BookFile *workbook)
{
    static const struct RowFormat format = {begin, put_cell, end_row};

    *xlsx = (struct XlsxOut){.rows = {.format = &format}, .workbook = workbook};
    add_formats(xlsx);
}
