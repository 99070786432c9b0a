#include "ingest/status.h"

#include "common/db.h"
#include "common/table.h"

#include <stdio.h>

#include "common/banned.h"

/* A part of the report: a query and the labels of its columns. */
struct Section {
    const char *title;
    const char *sql;
    const char *labels[TABLE_COLUMNS_MAX];
    const char *alignment;
    int wrapping;
    const char *none;
};

static const struct Section sections[] = {
    {"Lượt chạy gần nhất của từng nguồn",
     "SELECT * FROM motcua.last_runs",
     {"Nguồn", "Bắt đầu", "Bản ghi", "Mới", "Đổi", "Loại", "Đã đọc đến", "Kết quả"},
     "llrrrrll",
     7,
     "Chưa chạy lần nào."},
    {"Bản ghi bị loại trong lượt chạy gần nhất",
     "SELECT * FROM motcua.open_rejects",
     {"Nguồn", "Cột", "Lý do", "Số bản ghi", "Ví dụ"},
     "lllrl",
     2,
     "Không có."},
    {"Cơ quan (office), thủ tục (procedure) chưa có trong danh mục",
     "SELECT * FROM motcua.unverified",
     {"Loại", "Mã", "Tên"},
     "lll",
     2,
     "Không có."},
};

static bool show(Arena *arena, Db *db, const struct Section *section, struct Error *err)
{
    const char *cells[TABLE_COLUMNS_MAX];
    DbRows *rows = db_query(db, section->sql, 0, NULL, err);

    if (rows == NULL) {
        return false;
    }
    printf("%s\n", section->title);
    int columns = db_column_count(rows);
    Table *table = table_new(arena, section->alignment, section->wrapping);
    for (int row = -1; row < db_row_count(rows); row++) {
        for (int column = 0; column < columns; column++) {
            cells[column] = row < 0 ? section->labels[column] : db_value(rows, row, column);
        }
        table_add(table, cells);
        if (row < 0) {
            table_rule(table);
        }
    }
    if (db_row_count(rows) > 0) {
        table_print(table, stdout);
    } else {
        printf("%s\n", section->none);
    }
    printf("\n");
    db_rows_free(rows);
    return true;
}

enum ExitCode ingest_status(const struct Job *job, struct Error *err)
{
    Db *db = db_open(job->settings->conninfo, "motcua-ingest status", err);
    bool shown = db != NULL;

    for (size_t i = 0; shown && i < sizeof sections / sizeof sections[0]; i++) {
        shown = show(job->arena, db, &sections[i], err);
    }
    db_close(db);
    return shown ? EXIT_DONE : err->code;
}
