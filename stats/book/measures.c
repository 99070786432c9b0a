#include "stats/book/measures.h"

#include "common/text.h"

#include "common/banned.h"

#define COUNT_OF(columns) ((int)(sizeof(columns) / sizeof *(columns)))

/* Columns of points as stats.scored counts on them for its formulas. */
enum { COLUMN_NAME = 1, COLUMN_CRITERION = 2, COLUMN_MAXIMUM = 11, COLUMN_POINTS = 12 };

static const char points_query[] =
    "SELECT s.* FROM stats.scored($1, $2, $3, $4, " READING_VIEW ") AS s";

static const struct SheetColumn points_columns[] = {
    {NULL, "Mã cơ quan", "office", SHEET_TEXT, 13, NULL},
    {NULL, "Tên cơ quan", "name", SHEET_TEXT, 26, NULL},
    {NULL, "Tiêu chí", "criterion", SHEET_TEXT, 8, NULL},
    {NULL, "Nội dung", "title", SHEET_TEXT, 36, NULL},
    {"Kết quả", "Tử số", "numerator", SHEET_COUNT, 9, NULL},
    {"Kết quả", "Mẫu số", "denominator", SHEET_COUNT, 9, NULL},
    {"Kết quả", "Tỷ lệ (%)", "percent", SHEET_PERCENT, 9, "percent_formula"},
    {"Cách chấm", "Quy tắc", "rule", SHEET_TEXT, 16, NULL},
    {"Cách chấm", "Điểm tối đa từ (%)", "full_at", SHEET_NUMBER, 9, NULL},
    {"Cách chấm", "Mức sàn (%)", "floor", SHEET_NUMBER, 8, NULL},
    {"Cách chấm", "Điểm khi mẫu số bằng 0", "empty_points", SHEET_NUMBER, 10, NULL},
    {"Điểm", "Tối đa", "max_points", SHEET_POINTS, 9, NULL},
    {"Điểm", "Đạt được (công thức)", "points", SHEET_POINTS, 11, "points_formula"},
    {"Điểm", "motcua tính", "computed", SHEET_POINTS, 10, NULL},
    {NULL, "Ghi chú", "note", SHEET_TEXT, 28, NULL},
};

static const struct SheetForm points_form = {
    .name = "Tiêu chí",
    .title = "ĐIỂM THEO BỘ TIÊU CHÍ XÁC ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH",
    .columns = points_columns,
    .column_count = COUNT_OF(points_columns),
    .main_row = "is_total",
    .empty = "Không có cơ quan nào có hồ sơ trong kỳ.",
    .note = "Tỷ lệ và điểm là công thức: sửa tử số, mẫu số hoặc cách chấm thì điểm được tính lại. "
            "Tổng tối đa chỉ gồm các tiêu "
            "chí được chấm.",
    .is_signed = true,
};

static const char targets_query[] =
    "SELECT t.office, coalesce(t.name, t.office) AS name, t.set, t.text_vi, t.required, "
    "t.numerator,"
    "       t.denominator, t.percent, t.legal_source,"
    "       (SELECT v.text_vi FROM motcua.value_label AS v"
    "        WHERE v.name = 'direction' AND v.value = t.direction) AS direction,"
    "       (SELECT v.text_vi FROM motcua.value_label AS v"
    "        WHERE v.name = 'state' AND v.value = t.state) AS state,"
    "       coalesce(t.no_rate, t.doubt) AS doubt,"
    "       CASE WHEN t.denominator > 0 THEN 'ROUND(100*F{}/G{},2)' END AS percent_formula"
    " FROM stats.targets($1, $2, $4, $3, '{}', " READING_VIEW ") AS t"
    " JOIN motcua.offices_of_form($3, $2, $6, $7) AS o ON o.office = t.office"
    " ORDER BY o.place, t.set, t.position, t.figure";

static const struct SheetColumn targets_columns[] = {
    {NULL, "Mã cơ quan", "office", SHEET_TEXT, 13, NULL},
    {NULL, "Tên cơ quan", "name", SHEET_TEXT, 26, NULL},
    {NULL, "Chỉ tiêu", "text_vi", SHEET_TEXT, 44, NULL},
    {"Yêu cầu", "Chiều đánh giá", "direction", SHEET_TEXT, 14, NULL},
    {"Yêu cầu", "Mức phải đạt (%)", "required", SHEET_PERCENT, 10, NULL},
    {"Thực hiện", "Tử số", "numerator", SHEET_COUNT, 9, NULL},
    {"Thực hiện", "Mẫu số", "denominator", SHEET_COUNT, 9, NULL},
    {"Thực hiện", "Tỷ lệ (%)", "percent", SHEET_PERCENT, 9, "percent_formula"},
    {NULL, "Kết quả", "state", SHEET_TEXT, 14, NULL},
    {NULL, "Bộ chỉ tiêu", "set", SHEET_TEXT, 16, NULL},
    {NULL, "Căn cứ", "legal_source", SHEET_TEXT, 34, NULL},
    {NULL, "Ghi chú", "doubt", SHEET_TEXT, 30, NULL},
};

static const struct SheetForm targets_form = {
    .name = "Chỉ tiêu",
    .title = "KẾT QUẢ THỰC HIỆN CHỈ TIÊU",
    .columns = targets_columns,
    .column_count = COUNT_OF(targets_columns),
    .empty = "Không có chỉ tiêu nào được giao cho các cơ quan này.",
    .is_signed = true,
};

/* The last row of points that are of the same office as row. */
static int office_last(const DbRows *rows, int row)
{
    while (row + 1 < db_row_count(rows) &&
           text_equal(db_field(rows, row + 1, "office"), db_field(rows, row, "office"))) {
        row++;
    }
    return row;
}

/* The points of the first office beside what they could be, below the table; its last row is the sum. */
static void add_chart(const struct Book *book, const struct SheetSpan *span, const DbRows *rows)
{
    if (db_row_count(rows) < 2) {
        return;
    }
    lxw_row_t last = span->first + (lxw_row_t)office_last(rows, 0) - 1;
    lxw_chart *chart = workbook_add_chart(book->file.book, LXW_CHART_COLUMN);
    static const struct {
        lxw_col_t column;
        const char *name;
        lxw_color_t color;
    } parts[] = {{COLUMN_MAXIMUM, "Điểm tối đa", 0xB8C4D6},
                 {COLUMN_POINTS, "Điểm đạt được", 0x1F5FA8}};

    for (int i = 0; i < COUNT_OF(parts); i++) {
        lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
        lxw_chart_fill fill = {.color = parts[i].color};
        chart_series_set_categories(series, "Tiêu chí", span->first, COLUMN_CRITERION, last,
                                    COLUMN_CRITERION);
        chart_series_set_values(series, "Tiêu chí", span->first, parts[i].column, last,
                                parts[i].column);
        chart_series_set_name(series, parts[i].name);
        chart_series_set_fill(series, &fill);
    }
    chart_title_set_name(
        chart, bookfile_text(book->arena, arena_printf(book->arena, "Điểm từng tiêu chí: %s",
                                                       db_field(rows, 0, "name"))));
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    worksheet_insert_chart(span->sheet, span->after + 1, COLUMN_NAME, chart);
}

static bool add_points(struct Book *book, const char *version, struct Error *err)
{
    DbRows *rows =
        reading_query(book->db, &book->reading, points_query, book->office, version, NULL, err);

    if (rows == NULL) {
        return false;
    }
    struct SheetSpan span = sheet_add(book, &points_form, rows);
    add_chart(book, &span, rows);
    db_rows_free(rows);
    return true;
}

static bool add_targets(struct Book *book, const char *set, struct Error *err)
{
    DbRows *rows =
        reading_query(book->db, &book->reading, targets_query, book->office, set, NULL, err);

    if (rows == NULL) {
        return false;
    }
    sheet_add(book, &targets_form, rows);
    db_rows_free(rows);
    return true;
}

bool measures_add(struct Book *book, const char *version, const char *target_set, struct Error *err)
{
    return add_points(book, version, err) && add_targets(book, target_set, err);
}
