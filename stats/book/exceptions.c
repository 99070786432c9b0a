#include "stats/book/exceptions.h"

#include "common/banned.h"

#define COUNT_OF(columns) ((int)(sizeof(columns) / sizeof *(columns)))
#define NEAR_DAYS "3"

static const char overdue_query[] =
    "SELECT row_number() OVER () AS number, d.code, d.office, coalesce(o.name, d.office) AS name,"
    "       d.procedure, d.procedure_name, to_char(d.received_at, " READING_ISO ") AS received_at,"
    "       to_char(d.due_at, " READING_ISO ") AS due_at, d.days_overdue,"
    "       to_char(d.apology_at, " READING_ISO ") AS apology_at, d.reason"
    " FROM stats.pendency_dossiers($2, NULL, $3, " READING_VIEW ") AS d"
    " LEFT JOIN motcua.office AS o ON o.code = d.office"
    " WHERE $1::date IS NOT NULL AND $4::text IS NULL";

/* What tells of an open dossier. */
/* clang-format off */
#define DOSSIER_COLUMNS \
    {NULL, "STT", "number", SHEET_COUNT, 6, NULL}, \
    {NULL, "Mã hồ sơ", "code", SHEET_TEXT, 26, NULL}, \
    {NULL, "Mã cơ quan", "office", SHEET_TEXT, 13, NULL}, \
    {NULL, "Tên cơ quan", "name", SHEET_TEXT, 26, NULL}, \
    {NULL, "Mã thủ tục", "procedure", SHEET_TEXT, 12, NULL}, \
    {NULL, "Tên thủ tục", "procedure_name", SHEET_TEXT, 40, NULL}, \
    {NULL, "Tiếp nhận", "received_at", SHEET_TIME, 16, NULL}, \
    {NULL, "Hẹn trả", "due_at", SHEET_TIME, 16, NULL}
/* clang-format on */

static const struct SheetColumn overdue_columns[] = {
    DOSSIER_COLUMNS,
    {NULL, "Số ngày quá hạn", "days_overdue", SHEET_COUNT, 9, NULL},
    {NULL, "Văn bản xin lỗi", "apology_at", SHEET_TIME, 16, NULL},
    {NULL, "Lý do", "reason", SHEET_TEXT, 40, NULL},
};

static const struct SheetForm overdue_form = {
    .name = "Quá hạn",
    .title = "HỒ SƠ ĐANG GIẢI QUYẾT ĐÃ QUÁ HẠN VÀO CUỐI KỲ",
    .columns = overdue_columns,
    .column_count = COUNT_OF(overdue_columns),
    .empty = "Không có hồ sơ quá hạn.",
};

static const char near_query[] =
    "SELECT row_number() OVER (ORDER BY n.due_on, n.office, n.due_at, n.source, n.code) AS number,"
    "       n.code, n.office, coalesce(n.office_name, n.office) AS name, n.procedure,"
    "       n.procedure_name, to_char(n.received_at, " READING_ISO ") AS received_at,"
    "       to_char(n.due_at, " READING_ISO ") AS due_at, n.working_days_left, n.letter_by,"
    "       (SELECT v.text_vi FROM motcua.value_label AS v"
    "        WHERE v.name = 'letter' AND v.value = n.letter) AS letter"
    " FROM stats.near_due(" NEAR_DAYS ", $1) AS n ORDER BY number";

static const struct SheetColumn near_columns[] = {
    DOSSIER_COLUMNS,
    {NULL, "Số ngày làm việc còn lại", "working_days_left", SHEET_COUNT, 10, NULL},
    {NULL, "Hạn gửi văn bản xin lỗi", "letter_by", SHEET_DAY, 13, NULL},
    {NULL, "Văn bản xin lỗi", "letter", SHEET_TEXT, 20, NULL},
};

static const struct SheetForm near_form = {
    .name = "Sắp đến hạn",
    .title = "HỒ SƠ ĐẾN HẠN TRONG 0" NEAR_DAYS " NGÀY LÀM VIỆC, KỂ TỪ NGÀY TỔNG HỢP SỐ LIỆU",
    .columns = near_columns,
    .column_count = COUNT_OF(near_columns),
    .empty = "Không có hồ sơ sắp đến hạn.",
};

bool exceptions_add(struct Book *book, struct Error *err)
{
    DbRows *overdue =
        reading_query(book->db, &book->reading, overdue_query, book->office, NULL, NULL, err);
    DbRows *near = overdue != NULL ? db_query(book->db, near_query, 1, &book->office, err) : NULL;

    if (near != NULL) {
        sheet_add(book, &overdue_form, overdue);
        sheet_add(book, &near_form, near);
    }
    db_rows_free(overdue);
    db_rows_free(near);
    return near != NULL;
}
