#include "ingest/review/rejects.h"

#include "ingest/command/report.h"

#include <stdio.h>

#include "common/banned.h"

enum { KNOWN_SIZE = 4096 };

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

/* A mistyped name has no rejects either, which is no answer. */
static bool check_names(Db *db, const struct CliList *wanted, struct Error *err)
{
    static const char sql[] =
        "SELECT CASE WHEN bool_or(source = $1) THEN '' ELSE coalesce(string_agg(DISTINCT source, "
        "', '), 'none') END FROM motcua.run WHERE source IS NOT NULL";
    char known[KNOWN_SIZE];

    for (size_t i = 0; i < wanted->count; i++) {
        if (!db_query_value(db, sql, 1, &wanted->items[i], known, sizeof known, err)) {
            return false;
        }
        if (known[0] != '\0') {
            error_set(err, EXIT_USAGE, "no source '%s' has been read", wanted->items[i]);
            return error_hint(err, "there are: %s", known);
        }
    }
    return true;
}

enum ExitCode ingest_rejects(const struct Job *job, struct Error *err)
{
    const struct CliList *wanted = &job->options->sources;
    Db *db = db_open(job->settings->conninfo, "motcua-ingest rejects list", err);
    bool shown = db != NULL && check_names(db, wanted, err) &&
                 (wanted->count > 0 || report_print(job->arena, db, &of_all, NULL, err));

    for (size_t i = 0; shown && i < wanted->count; i++) {
        printf("Nguồn %s. ", wanted->items[i]);
        shown = report_print(job->arena, db, &of_source, wanted->items[i], err);
    }
    db_close(db);
    return shown ? EXIT_DONE : err->code;
}
