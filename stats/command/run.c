#include "stats/command/run.h"

#include "common/log.h"
#include "common/program/rulesettings.h"
#include "common/text.h"
#include "common/time/clock.h"
#include "stats/mail/notice.h"
#include "stats/mail/outbox.h"
#include "stats/page/folder.h"

#include <stdio.h>

#include "common/banned.h"

enum { NUMBER_SIZE = 32 };

struct Run {
    const struct Context *context;
    struct Outbox box;
    char id[NUMBER_SIZE];
    char snapshots[NUMBER_SIZE]; /* rows that differ from those stored before */
    int alerts;
    struct OutboxCounts mails;
};

/* An office whose figures are those of one under it says nothing new: stored, not mailed. */
static bool write_notices(struct Run *run, const DbRows *raised, struct Error *err)
{
    const struct Context *context = run->context;
    Notices *notices = notices_read(context->arena, context->db, raised, err);
    bool ok = notices != NULL;

    for (int row = 0; ok && row < db_row_count(raised); row++) {
        struct Mail mail;
        if (text_equal(db_field(raised, row, "also_below"), "f")) {
            ok = notices_compose(context->arena, notices, row, &mail, err) &&
                 outbox_put(context->db, db_field(raised, row, "alert_id"), &mail, err);
        }
    }
    notices_free(notices);
    return ok;
}

static bool raise_alerts(struct Run *run, struct Error *err)
{
    static const char query[] = "SELECT l.*, $2 AS threshold_percent, " NOTICE_COLUMNS
                                " FROM stats.raise_alerts($1, $2::numeric, $3) AS l"
                                " ORDER BY l.office COLLATE \"C\"";
    const struct Settings *settings = run->context->settings;
    const char *values[] = {run->id, settings->late_percent, settings->year_start};

    DbRows *raised = db_query(run->context->db, query, 3, values, err);
    if (raised == NULL) {
        return false;
    }
    run->alerts = db_row_count(raised);
    for (int row = 0; row < run->alerts; row++) {
        log_info("alert: late rate of office %s above %s %%", db_field(raised, row, "office"),
                 settings->late_percent);
    }
    bool ok = write_notices(run, raised, err);
    db_rows_free(raised);
    return ok;
}

/* One transaction: figures, alerts and mails are of one moment, and there are all or none. */
static bool store(struct Run *run, struct Error *err)
{
    Db *db = run->context->db;
    const char *values[] = {run->id, run->context->settings->year_start};

    return db_run(db, "BEGIN ISOLATION LEVEL REPEATABLE READ", err) &&
           db_query_value(db, "SELECT stats.take_snapshot($1, $2)", 2, values, run->snapshots,
                          sizeof run->snapshots, err) &&
           raise_alerts(run, err) && db_exec(db, "SELECT motcua.close_run($1)", 1, values, err) &&
           db_is_locked(db, err) && db_run(db, "COMMIT", err);
}

/* Takes the transaction back and marks the run; err stays as it is. */
static void give_up(struct Run *run, const struct Error *err)
{
    Db *db = run->context->db;
    const char *values[] = {run->id, err->message};
    struct Error second = {0};

    if (!db_run(db, "ROLLBACK", &second) ||
        !db_exec(db, "SELECT motcua.fail_run($1, $2)", 2, values, &second)) {
        log_warning("the run is not marked as failed: %s", second.message);
    }
    run->alerts = 0;
    snprintf(run->snapshots, sizeof run->snapshots, "0");
}

/*
 * The run is on record before the transaction begins, so that a run that dies leaves a trace.
 * Sending comes after COMMIT: a mail must never tell of an alert that was rolled back.
 */
static bool store_and_send(struct Run *run, struct Error *err)
{
    const struct Context *context = run->context;

    if (!db_lock(context->db, "stats", err) ||
        !db_query_value(context->db, "SELECT motcua.begin_run('stats', NULL, false)", 0, NULL,
                        run->id, sizeof run->id, err)) {
        return false;
    }
    if (!store(run, err)) {
        give_up(run, err);
        return false;
    }
    return outbox_send(&run->box, context->arena, &run->mails, err);
}

/* A directory that the settings name is an error of the settings, not of a command line. */
static bool write_page(const struct Context *context, struct Error *err)
{
    const char *path = context->settings->report_directory;

    if (path[0] == '\0' || folder_write(context, path, err)) {
        return true;
    }
    if (err->code == EXIT_USAGE) {
        error_prefix(err, "[report] directory");
        err->code = EXIT_SETTINGS;
    }
    return false;
}

/*
 * The page comes last, when figures are stored and mails are sent or kept: what keeps it from being written costs
 * nothing else. A mail that failed is the error to tell, and no reason to do without a page.
 */
static bool add_page(const struct Context *context, bool is_good, struct Error *err)
{
    struct Error second = {0};

    if ((!is_good && err->code != EXIT_MAIL) || write_page(context, &second)) {
        return is_good;
    }
    if (is_good) {
        *err = second;
    } else {
        log_failure(&second);
    }
    return false;
}

/* Settings of mail are checked first: no figure is stored by a run that could not end well. */
bool stats_run(const struct Context *context, struct Error *err)
{
    struct Run run = {.context = context, .snapshots = "0"};
    int64_t started = clock_elapsed_ms();

    bool ready = rulesettings_check(context->db, context->settings, err) &&
                 outbox_open(context->arena, context->db, context->settings, &run.box, err);
    bool ok = ready && store_and_send(&run, err);
    outbox_close(&run.box);
    ok = ready && add_page(context, ok, err);
    if (!ok) {
        settings_place(context->settings, err);
        log_failure(err);
        err->told = true;
    }
    log_info("run finished: run=%s snapshots=%s alerts=%d mails=%d failed=%d waiting=%d ms=%lld "
             "exit=%d",
             run.id[0] != '\0' ? run.id : "-", run.snapshots, run.alerts, run.mails.sent,
             run.mails.failed, run.mails.waiting, (long long)(clock_elapsed_ms() - started),
             ok ? EXIT_DONE : err->code);
    return ok;
}
