#include "ingest/review/rejects.h"

#include "ingest/command/report.h"

#include <stdio.h>

#include "common/banned.h"

#define LABELS                                                                                     \
    {                                                                                              \
        "Nguồn", "Cột", "Lý do", "Số bản ghi", "Ví dụ", "Xuất hiện lần đầu", "Lần cuối"        \
    }

static const struct Report of_all = {"Bản ghi bị loại, đến nay chưa nạp được",
                                     "SELECT * FROM motcua.open_rejects",
                                     LABELS,
                                     "lllrlll",
                                     2,
                                     "Không có."};
static const struct Report of_source = {"Bản ghi bị loại, đến nay chưa nạp được",
                                        "SELECT * FROM motcua.open_rejects WHERE source = $1",
                                        LABELS,
                                        "lllrlll",
                                        2,
                                        "Không có."};

enum ExitCode ingest_rejects(const struct Job *job, struct Error *err)
{
    const struct CliList *wanted = &job->options->sources;
    Db *db = db_open(job->settings->conninfo, "motcua-ingest rejects list", err);
    bool shown =
        db != NULL && (wanted->count > 0 || report_print(job->arena, db, &of_all, NULL, err));

    for (size_t i = 0; shown && i < wanted->count; i++) {
        printf("Nguồn %s. ", wanted->items[i]);
        shown = report_print(job->arena, db, &of_source, wanted->items[i], err);
    }
    db_close(db);
    return shown ? EXIT_DONE : err->code;
}
