/* Columns as domain experts of one-stop offices know them: TT 01/2020/TT-VPCP for II.06a and II.06b, 07a/BTP after it. */
#include "stats/book/forms.h"

#include "common/banned.h"

#define RECEIVED "Số hồ sơ tiếp nhận"
#define RESOLVED "Số hồ sơ đã giải quyết"
#define PENDING "Số hồ sơ đang giải quyết"
#define COUNT_OF(columns) ((int)(sizeof(columns) / sizeof *(columns)))

static const char query_06a[] =
    "SELECT f.* FROM stats.form_06a($1, $2, $3, " READING_VIEW ") AS f WHERE $4::text IS NULL";
static const char query_06b[] =
    "SELECT f.* FROM stats.form_06b($1, $2, $3, " READING_VIEW ") AS f WHERE $4::text IS NULL";
static const char query_07a[] =
    "SELECT f.* FROM stats.form_07a($1, $2, $3, " READING_VIEW ") AS f WHERE $4::text IS NULL";
static const char query_appendix[] =
    "SELECT f.* FROM stats.appendix_1($1, $2, $3, " READING_VIEW ") AS f WHERE $4::text IS NULL";

static const struct SheetColumn columns_06a[] = {
    {NULL, "STT", "number", SHEET_TEXT, 7, NULL},
    {NULL, "Cơ quan / lĩnh vực giải quyết", "title", SHEET_TEXT, 38, NULL},
    {RECEIVED, "Tổng số", "total", SHEET_COUNT, 10, NULL},
    {RECEIVED, "Trực tuyến", "online", SHEET_COUNT, 10, NULL},
    {RECEIVED, "Trực tiếp, bưu chính", "direct", SHEET_COUNT, 11, NULL},
    {RECEIVED, "Từ kỳ trước", "carried_in", SHEET_COUNT, 10, NULL},
    {RESOLVED, "Tổng số", "resolved", SHEET_COUNT, 10, NULL},
    {RESOLVED, "Trước hạn", "early", SHEET_COUNT, 10, NULL},
    {RESOLVED, "Đúng hạn", "on_time", SHEET_COUNT, 10, NULL},
    {RESOLVED, "Quá hạn", "late", SHEET_COUNT, 10, NULL},
    {PENDING, "Tổng số", "pending", SHEET_COUNT, 10, NULL},
    {PENDING, "Trong hạn", "in_time", SHEET_COUNT, 10, NULL},
    {PENDING, "Quá hạn", "overdue", SHEET_COUNT, 10, NULL},
};

static const struct SheetForm form_06a = {
    .name = "II.06a",
    .number = "Biểu số II.06a/VPCP/KSTT",
    .title =
        "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT",
    .unit = "số hồ sơ",
    .columns = columns_06a,
    .column_count = COUNT_OF(columns_06a),
    .has_numbers = true,
    .main_row = "is_office",
    .empty = "Không có hồ sơ trong kỳ.",
    .note = "Số liệu của mỗi cơ quan gồm cả đơn vị trực thuộc. Cột 9 và cột 12 gồm hồ sơ không có "
            "ngày hẹn trả; hồ sơ rút, "
            "hồ sơ trả lại không có cột trong biểu (xem sheet Ghi chú).",
    .is_signed = true,
};

static const struct SheetColumn columns_06b[] = {
    {NULL, "STT", "number", SHEET_COUNT, 6, NULL},
    {NULL, "Mã thủ tục", "procedure", SHEET_TEXT, 13, NULL},
    {NULL, "Tên thủ tục hành chính", "name", SHEET_TEXT, 44, NULL},
    {RECEIVED, "Tổng số", "total", SHEET_COUNT, 9, NULL},
    {RECEIVED, "Từ kỳ trước", "carried_in", SHEET_COUNT, 9, NULL},
    {RECEIVED, "Trực tuyến", "online", SHEET_COUNT, 9, NULL},
    {RECEIVED, "Trực tiếp, bưu chính", "direct", SHEET_COUNT, 10, NULL},
    {RESOLVED, "Tổng số", "resolved", SHEET_COUNT, 9, NULL},
    {RESOLVED, "Trước hạn", "early", SHEET_COUNT, 9, NULL},
    {RESOLVED, "Đúng hạn", "on_time", SHEET_COUNT, 9, NULL},
    {RESOLVED, "Quá hạn", "late", SHEET_COUNT, 9, NULL},
    {PENDING, "Tổng số", "pending", SHEET_COUNT, 9, NULL},
    {PENDING, "Trong hạn", "in_time", SHEET_COUNT, 9, NULL},
    {PENDING, "Quá hạn", "overdue", SHEET_COUNT, 9, NULL},
    {NULL, "Chờ bổ sung", "paused", SHEET_COUNT, 9, NULL},
    {NULL, "Trả lại", "returned", SHEET_COUNT, 9, NULL},
};

static const struct SheetForm form_06b = {
    .name = "II.06b",
    .number = "Biểu số II.06b/VPCP/KSTT",
    .title = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THEO TỪNG THỦ TỤC HÀNH CHÍNH",
    .unit = "số hồ sơ",
    .columns = columns_06b,
    .column_count = COUNT_OF(columns_06b),
    .has_numbers = true,
    .empty = "Không có hồ sơ trong kỳ.",
    .note = "Hồ sơ chờ bổ sung là một phần của hồ sơ đang giải quyết.",
    .is_signed = true,
};

static const struct SheetColumn columns_07a[] = {
    {NULL, "STT", "number", SHEET_COUNT, 6, NULL},
    {NULL, "Tên đơn vị", "title", SHEET_TEXT, 34, NULL},
    {RECEIVED, "Tổng số", "received", SHEET_COUNT, 9, NULL},
    {RECEIVED, "Trực tiếp", "direct", SHEET_COUNT, 9, NULL},
    {RECEIVED, "Trực tuyến toàn trình", "online_full", SHEET_COUNT, 10, NULL},
    {RECEIVED, "Trực tuyến một phần", "online_partial", SHEET_COUNT, 10, NULL},
    {RECEIVED, "Trực tuyến khác", "online_other", SHEET_COUNT, 10, NULL},
    {RECEIVED, "Phi địa giới", "non_local", SHEET_COUNT, 8, NULL},
    {RECEIVED, "Từ kỳ trước", "carried_in", SHEET_COUNT, 9, NULL},
    {RECEIVED, "Bưu chính", "postal", SHEET_COUNT, 9, NULL},
    {RESOLVED, "Tổng số", "resolved", SHEET_COUNT, 9, NULL},
    {RESOLVED, "Trước hạn, đúng hạn", "on_time", SHEET_COUNT, 10, NULL},
    {RESOLVED, "Quá hạn, có văn bản xin lỗi", "late_with_letter", SHEET_COUNT, 11, NULL},
    {RESOLVED, "Quá hạn, chưa có văn bản xin lỗi", "late_without_letter", SHEET_COUNT, 12, NULL},
    {PENDING, "Tổng số", "pending", SHEET_COUNT, 9, NULL},
    {PENDING, "Chưa đến hạn", "in_time", SHEET_COUNT, 9, NULL},
    {PENDING, "Quá hạn, có văn bản xin lỗi", "overdue_with_letter", SHEET_COUNT, 11, NULL},
    {PENDING, "Quá hạn, chưa có văn bản xin lỗi", "overdue_without_letter", SHEET_COUNT, 12, NULL},
    {"Thanh toán phí, lệ phí", "Có phí", "with_fee", SHEET_COUNT, 9, NULL},
    {"Thanh toán phí, lệ phí", "Trực tuyến", "paid_online", SHEET_COUNT, 9, NULL},
    {"Thanh toán phí, lệ phí", "Khác hoặc chưa nộp", "paid_direct", SHEET_COUNT, 10, NULL},
    {NULL, "Dừng, trả lại", "returned", SHEET_COUNT, 9, NULL},
    {NULL, "Rút", "withdrawn", SHEET_COUNT, 8, NULL},
};

static const struct SheetForm form_07a = {
    .name = "07a",
    .number = "Biểu số 07a/BTP",
    .title = "KẾT QUẢ TIẾP NHẬN, GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH THEO ĐƠN VỊ",
    .unit = "số hồ sơ",
    .columns = columns_07a,
    .column_count = COUNT_OF(columns_07a),
    .has_numbers = true,
    .empty = "Không có hồ sơ trong kỳ.",
    .note = "Để trống vì không có trong dữ liệu hồ sơ: phi địa giới. Hồ sơ nộp trực tuyến chờ tiếp "
            "nhận, hồ sơ không tiếp nhận, "
            "biên lai điện tử cũng không có trong dữ liệu.",
    .is_signed = true,
};

static const struct SheetColumn columns_appendix[] = {
    {NULL, "STT", "number", SHEET_TEXT, 8, NULL},
    {NULL, "Chỉ tiêu thống kê", "title", SHEET_TEXT, 70, NULL},
    {NULL, "Đơn vị tính", "unit", SHEET_TEXT, 12, NULL},
    {NULL, "Số liệu", "value", SHEET_NUMBER, 12, NULL},
    {NULL, "Ghi chú", "note", SHEET_TEXT, 50, NULL},
};

static const struct SheetForm form_appendix = {
    .name = "Phụ lục 1",
    .number = "Phụ lục 1",
    .title = "THỐNG KÊ SỐ LIỆU CẢI CÁCH HÀNH CHÍNH CỦA CẤP XÃ: CẢI CÁCH THỦ TỤC HÀNH CHÍNH, DỊCH "
             "VỤ CÔNG TRỰC TUYẾN",
    .columns = columns_appendix,
    .column_count = COUNT_OF(columns_appendix),
    .main_row = "is_office",
    .empty = "Không có cơ quan cấp xã nào có hồ sơ trong kỳ.",
    .note = "Chỉ tiêu không tính được từ hồ sơ để trống, lý do ở cột Ghi chú.",
    .is_signed = true,
};

static bool add(struct Book *book, const struct SheetForm *form, const char *query,
                struct SheetSpan *span, struct Error *err)
{
    DbRows *rows = reading_query(book->db, &book->reading, query, book->office, NULL, NULL, err);

    if (rows == NULL) {
        return false;
    }
    *span = sheet_add(book, form, rows);
    db_rows_free(rows);
    return true;
}

bool forms_add(struct Book *book, struct SheetSpan *span_06a, struct Error *err)
{
    struct SheetSpan unused;

    return add(book, &form_06a, query_06a, span_06a, err) &&
           add(book, &form_06b, query_06b, &unused, err) &&
           add(book, &form_07a, query_07a, &unused, err) &&
           add(book, &form_appendix, query_appendix, &unused, err);
}
