#include "stats/book/sheet.h"

#include "common/text.h"
#include "common/utf8.h"
#include "stats/print/notation.h"

#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { PAPER_A4 = 9, TITLE_SIZE = 13, PATTERN_SIZE = 24 };

enum { ROW_NUMBER, ROW_REPORTER, ROW_TITLE, ROW_PERIOD, ROW_UNIT, ROW_GROUPS, ROW_HEADINGS };

static lxw_format *add_format(const struct Book *book, enum lxw_format_alignments align)
{
    lxw_format *format = workbook_add_format(book->file.book);

    format_set_font_name(format, "Times New Roman");
    format_set_align(format, (uint8_t)align);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    return format;
}

static lxw_format *add_cell_format(const struct Book *book, enum SheetKind kind, bool is_main)
{
    /* "@" keeps a text a text when somebody edits its cell. */
    static const char *const patterns[] = {[SHEET_TEXT] = "@",
                                           [SHEET_COUNT] = "#,##0",
                                           [SHEET_NUMBER] = "General",
                                           [SHEET_PERCENT] = "#,##0.00",
                                           [SHEET_POINTS] = "#,##0.000",
                                           [SHEET_DAY] = "dd/mm/yyyy",
                                           [SHEET_TIME] = "dd/mm/yyyy hh:mm"};
    bool is_text = kind == SHEET_TEXT;
    lxw_format *format = add_format(book, is_text ? LXW_ALIGN_LEFT : LXW_ALIGN_RIGHT);

    format_set_num_format(format, patterns[kind]);
    format_set_border(format, LXW_BORDER_THIN);
    if (is_text) {
        format_set_text_wrap(format);
    }
    if (is_main) {
        format_set_bold(format);
    }
    return format;
}

void sheet_prepare(struct Book *book)
{
    book->title = add_format(book, LXW_ALIGN_CENTER);
    format_set_bold(book->title);
    format_set_font_size(book->title, TITLE_SIZE);
    format_set_text_wrap(book->title);
    book->small = add_format(book, LXW_ALIGN_LEFT);
    format_set_num_format(book->small, "@");
    book->centred = add_format(book, LXW_ALIGN_CENTER);
    format_set_italic(book->centred);
    book->heading = add_format(book, LXW_ALIGN_CENTER);
    format_set_bold(book->heading);
    format_set_text_wrap(book->heading);
    format_set_border(book->heading, LXW_BORDER_THIN);
    format_set_bg_color(book->heading, 0xE7ECF3);
    for (int main = 0; main < 2; main++) {
        for (int kind = 0; kind < SHEET_KINDS; kind++) {
            book->cells[main][kind] = add_cell_format(book, (enum SheetKind)kind, main == 1);
        }
    }
}

const char *sheet_formula(Arena *arena, const char *formula, lxw_row_t row)
{
    const char *text = "";

    for (const char *open; (open = strchr(formula, '{')) != NULL;) {
        char *end;
        unsigned long above = strtoul(open + 1, &end, 10);
        text = arena_printf(arena, "%s%.*s%lu", text, (int)(open - formula), formula,
                            (unsigned long)row + 1 - above);
        formula = end + 1;
    }
    return arena_printf(arena, "%s%s", text, formula);
}

static void put_value(const struct Book *book, lxw_worksheet *sheet, lxw_row_t row,
                      lxw_col_t column, enum SheetKind kind, const char *value, lxw_format *format)
{
    if (value == NULL) {
        worksheet_write_blank(sheet, row, column, format);
    } else if (kind == SHEET_TEXT) {
        worksheet_write_string(sheet, row, column, bookfile_text(book->arena, value), format);
    } else if (kind == SHEET_DAY || kind == SHEET_TIME) {
        lxw_datetime time = bookfile_time(value);
        worksheet_write_datetime(sheet, row, column, &time, format);
    } else {
        worksheet_write_number(sheet, row, column, strtod(value, NULL), format);
    }
}

double sheet_height(const char *text, double width)
{
    size_t shown = text != NULL ? utf8_width(text) : 0;
    size_t lines = (size_t)((double)shown / width) + 1;

    return LXW_DEF_ROW_HEIGHT * (double)lines;
}

static double row_height(const struct SheetForm *form, const DbRows *rows, int row)
{
    double height = LXW_DEF_ROW_HEIGHT;

    for (int i = 0; i < form->column_count; i++) {
        if (form->columns[i].kind == SHEET_TEXT) {
            const char *text = db_field(rows, row, form->columns[i].field);
            double needed = sheet_height(text, form->columns[i].width);
            height = needed > height ? needed : height;
        }
    }
    return height;
}

static void put_row(const struct Book *book, const struct SheetForm *form, lxw_worksheet *sheet,
                    lxw_row_t place, const DbRows *rows, int row)
{
    bool is_main = form->main_row != NULL && text_equal(db_field(rows, row, form->main_row), "t");

    for (int i = 0; i < form->column_count; i++) {
        const struct SheetColumn *column = &form->columns[i];
        lxw_format *format = book->cells[is_main][column->kind];
        const char *value = db_field(rows, row, column->field);
        const char *formula = column->formula != NULL ? db_field(rows, row, column->formula) : NULL;
        if (formula != NULL) {
            worksheet_write_formula_num(sheet, place, (lxw_col_t)i,
                                        sheet_formula(book->arena, formula, place), format,
                                        value != NULL ? strtod(value, NULL) : 0);
        } else {
            put_value(book, sheet, place, (lxw_col_t)i, column->kind, value, format);
        }
    }
    lxw_row_col_options outline = {.level = form->main_row != NULL && !is_main};
    worksheet_set_row_opt(sheet, place, row_height(form, rows, row), NULL, &outline);
}

/* Text across columns from first to last, of which there may be only one. */
static void put_across(lxw_worksheet *sheet, lxw_row_t row, int first, int last, const char *text,
                       lxw_format *format)
{
    if (first < last) {
        worksheet_merge_range(sheet, row, (lxw_col_t)first, row, (lxw_col_t)last, text, format);
    } else {
        worksheet_write_string(sheet, row, (lxw_col_t)first, text, format);
    }
}

static void put_title(const struct Book *book, const struct SheetForm *form, lxw_worksheet *sheet)
{
    Arena *arena = book->arena;
    int last = form->column_count - 1;

    if (form->number != NULL) {
        worksheet_write_string(sheet, ROW_NUMBER, 0, form->number, book->small);
    }
    worksheet_write_string(
        sheet, ROW_REPORTER, 0,
        bookfile_text(arena, arena_printf(arena, "Đơn vị báo cáo: %s", book->reporter)),
        book->small);
    put_across(sheet, ROW_TITLE, 0, last, form->title, book->title);
    worksheet_set_row(sheet, ROW_TITLE, 2 * LXW_DEF_ROW_HEIGHT + 6, NULL);
    put_across(sheet, ROW_PERIOD, 0, last,
               arena_printf(arena, "Kỳ báo cáo: từ ngày %s đến ngày %s",
                            notation_day(arena, book->reading.from),
                            notation_day(arena, book->reading.to)),
               book->centred);
    if (form->unit != NULL) {
        put_across(sheet, ROW_UNIT, 0, last, arena_printf(arena, "Đơn vị tính: %s", form->unit),
                   book->centred);
    }
}

/* A heading without a group stands in both rows. */
static int put_group(const struct Book *book, const struct SheetForm *form, lxw_worksheet *sheet,
                     int first)
{
    const char *group = form->columns[first].group;
    int last = first;

    if (group == NULL) {
        worksheet_merge_range(sheet, ROW_GROUPS, (lxw_col_t)first, ROW_HEADINGS, (lxw_col_t)first,
                              form->columns[first].heading, book->heading);
        return first;
    }
    while (last + 1 < form->column_count && form->columns[last + 1].group != NULL &&
           text_equal(form->columns[last + 1].group, group)) {
        last++;
    }
    put_across(sheet, ROW_GROUPS, first, last, group, book->heading);
    for (int i = first; i <= last; i++) {
        worksheet_write_string(sheet, ROW_HEADINGS, (lxw_col_t)i, form->columns[i].heading,
                               book->heading);
    }
    return last;
}

/* Returns the first row below. */
static lxw_row_t put_headings(const struct Book *book, const struct SheetForm *form,
                              lxw_worksheet *sheet)
{
    for (int i = 0; i < form->column_count; i++) {
        worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, form->columns[i].width, NULL);
        if (form->has_numbers) {
            worksheet_write_number(sheet, ROW_HEADINGS + 1, (lxw_col_t)i, i + 1, book->heading);
        }
    }
    for (int i = 0; i < form->column_count; i++) {
        i = put_group(book, form, sheet, i);
    }
    worksheet_set_row(sheet, ROW_HEADINGS, 3 * LXW_DEF_ROW_HEIGHT, NULL);
    return ROW_HEADINGS + 1 + (form->has_numbers ? 1 : 0);
}

static void set_page(const struct SheetForm *form, const struct SheetSpan *span)
{
    lxw_worksheet *sheet = span->sheet;
    lxw_col_t last_column = (lxw_col_t)(form->column_count - 1);

    worksheet_freeze_panes(sheet, span->first, 0);
    worksheet_repeat_rows(sheet, ROW_GROUPS, span->first - 1);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, PAPER_A4);
    worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.6);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_set_footer(sheet, "&L&A&RTrang &P/&N");
    if (span->last >= span->first) {
        worksheet_autofilter(sheet, span->first - 1, 0, span->last, last_column);
    }
    worksheet_outline_settings(sheet, LXW_TRUE, LXW_FALSE, LXW_TRUE, LXW_FALSE);
}

/* As the forms have them: who made it, and who answers for it. */
static lxw_row_t put_signatures(const struct Book *book, const struct SheetForm *form,
                                lxw_worksheet *sheet, lxw_row_t row)
{
    int middle = form->column_count / 2, last = form->column_count - 1;

    put_across(sheet, row, middle, last, "…………, ngày …… tháng …… năm ………", book->centred);
    put_across(sheet, row + 1, 0, middle - 1, "NGƯỜI LẬP BIỂU", book->title);
    put_across(sheet, row + 1, middle, last, "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", book->title);
    put_across(sheet, row + 2, 0, middle - 1, "(Ký, ghi rõ họ tên)", book->centred);
    put_across(sheet, row + 2, middle, last, "(Ký, đóng dấu, ghi rõ họ tên)", book->centred);
    return row + 3;
}

struct SheetSpan sheet_add(struct Book *book, const struct SheetForm *form, const DbRows *rows)
{
    struct SheetSpan span = {.sheet = workbook_add_worksheet(book->file.book, form->name)};
    int count = db_row_count(rows);

    put_title(book, form, span.sheet);
    span.first = put_headings(book, form, span.sheet);
    for (int row = 0; row < count; row++) {
        lxw_row_t place = span.first + (lxw_row_t)row;
        book->file.is_full |= place >= BOOKFILE_ROWS;
        put_row(book, form, span.sheet, place, rows, row);
    }
    span.last = span.first + (lxw_row_t)count - 1;
    span.after = span.last + 2;
    set_page(form, &span);
    if (count == 0) {
        worksheet_write_string(span.sheet, span.first, 0, form->empty, book->small);
        span.after = span.first + 2;
    }
    if (form->note != NULL) {
        worksheet_write_string(span.sheet, span.after, 0, form->note, book->small);
        span.after += 2;
    }
    if (form->is_signed) {
        span.after = put_signatures(book, form, span.sheet, span.after) + 1;
    }
    return span;
}
