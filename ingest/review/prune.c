#include "ingest/review/prune.h"

#include "common/database/db.h"
#include "common/log.h"
#include "common/program/table.h"
#include "common/text.h"
#include "common/time/clock.h"

#include <stdio.h>

#include "common/banned.h"

static bool check_day(const char *day, struct Error *err)
{
    Instant unused;

    if (day == NULL) {
        error_set(err, EXIT_USAGE, "expected --before DAY: what is older is deleted");
        return error_hint(err, "motcua-ingest prune --before 2020-01-01 --dry-run");
    }
    return clock_parse(day, DATE_YMD, CLOCK_VIETNAM_OFFSET_S, &unused) == NULL ||
           error_set(err, EXIT_USAGE, "--before '%s': expected a day, yyyy-MM-dd", day);
}

/* The programs delete nothing, so their roles may not. */
static bool check_owner(Db *db, const char *day, struct Error *err)
{
    char may[2];

    if (!db_query_value(db, "SELECT has_table_privilege('motcua.dossier_version', 'DELETE')", 0,
                        NULL, may, sizeof may, err)) {
        return false;
    }
    if (text_equal(may, "t")) {
        return true;
    }
    error_set(err, EXIT_DATABASE, "only the owner of the tables may delete from them");
    return error_hint(err, "sudo -u postgres motcua-ingest prune --before %s", day);
}

static bool prune(const struct Job *job, Db *db, struct Error *err)
{
    const char *day = job->options->before;
    Table *table = table_new(job->arena, "lr", 0);

    if (!db_run(db, "BEGIN", err)) {
        return false;
    }
    DbRows *rows = db_query(db, "SELECT name, deleted FROM motcua.prune($1)", 1, &day, err);
    if (rows == NULL) {
        return false;
    }
    table_add(table, (const char *const[]){"Bảng", job->options->dry_run ? "Sẽ xóa" : "Đã xóa"});
    table_rule(table);
    for (int i = 0; i < db_row_count(rows); i++) {
        table_add(table, (const char *const[]){db_value(rows, i, 0), db_value(rows, i, 1)});
    }
    db_rows_free(rows);
    if (!db_is_locked(db, err) || !db_run(db, job->options->dry_run ? "ROLLBACK" : "COMMIT", err)) {
        return false;
    }
    table_print(table, stdout);
    return true;
}

enum ExitCode ingest_prune(const struct Job *job, struct Error *err)
{
    const char *day = job->options->before;

    if (!check_day(day, err)) {
        return err->code;
    }
    Db *db = db_open(job->settings->conninfo, "motcua-ingest prune", err);
    bool done = db != NULL && check_owner(db, day, err) && db_lock(db, "ingest", err) &&
                prune(job, db, err);
    db_close(db);
    if (!done) {
        return err->code;
    }
    log_info("pruned_before=%s dry_run=%s", day, job->options->dry_run ? "true" : "false");
    return EXIT_DONE;
}
