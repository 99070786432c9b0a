#include "ingest/review/status.h"

#include "ingest/command/report.h"
#include "ingest/health/health.h"
#include "ingest/store/deployed.h"

#include "common/banned.h"

static const struct Report reports[] = {
    {"Lượt chạy gần nhất của từng nguồn",
     "SELECT * FROM motcua.last_runs",
     {"Nguồn", "Bắt đầu", "Bản ghi", "Mới", "Đổi", "Loại", "Bỏ qua", "Đã đọc đến", "Kết quả"},
     "llrrrrrll",
     8,
     "Chưa chạy lần nào."},
    {"Bản ghi bị loại, đến nay chưa nạp được",
     "SELECT source, field, reason, records, example FROM motcua.open_rejects",
     {"Nguồn", "Cột", "Lý do", "Số bản ghi", "Ví dụ"},
     "lllrl",
     2,
     "Không có."},
    {"Thay đổi trong bản ghi của nguồn, phát hiện trong 7 ngày qua",
     "SELECT * FROM motcua.recent_drift",
     {"Nguồn", "Ngày", "Thay đổi", "Trường", "Chi tiết"},
     "lllll",
     3,
     "Không có."},
    {"Thư cảnh báo chưa đến nơi",
     "SELECT to_char(day, 'DD/MM/YYYY'), to_char(since, 'DD/MM/YYYY'), attempts, state, error"
     " FROM motcua.mail_trouble",
     {"Thư ngày", "Từ ngày", "Số lần gửi", "Tình trạng", "Lý do"},
     "llrll",
     4,
     "Không có."},
    {"Hồ sơ, phản ánh do hai nguồn cùng gửi, chỉ tính một lần",
     "SELECT * FROM motcua.told_twice",
     {"Loại", "Nguồn được tính", "Nguồn không tính", "Số lượng", "Ghi khác nhau", "Ví dụ"},
     "lllrrl",
     5,
     "Không có."},
    {"Cơ quan, thủ tục chưa có trong danh mục",
     "(SELECT CASE kind WHEN 'office' THEN 'cơ quan' ELSE 'thủ tục' END, code, name "
     "FROM motcua.unverified LIMIT 20) UNION ALL "
     "SELECT '...', format('và %s mã khác', count(*) - 20), 'xem bảng motcua.unverified' "
     "FROM motcua.unverified HAVING count(*) > 20",
     {"Loại", "Mã", "Tên"},
     "lll",
     2,
     "Không có."},
};

static enum ExitCode show_reports(const struct Job *job, struct Error *err)
{
    Db *db = db_open(job->settings->conninfo, "motcua-ingest status", err);
    bool shown = db != NULL && deployed_check(db, err) && health_close_lost(db, err);

    for (size_t i = 0; shown && i < sizeof reports / sizeof reports[0]; i++) {
        shown = report_print(job->arena, db, &reports[i], NULL, err);
    }
    db_close(db);
    return shown ? EXIT_DONE : err->code;
}

enum ExitCode ingest_status(const struct Job *job, struct Error *err)
{
    if (job->options->check) {
        return health_check(job, err);
    }
    if (job->options->max_age != NULL || job->options->format != NULL) {
        error_set(err, EXIT_USAGE, "--max-age and --format are of --check");
        error_hint(err, "motcua-ingest status --check --format json");
        return EXIT_USAGE;
    }
    return show_reports(job, err);
}
