#include "stats/command/run.h"

#include "common/log.h"
#include "common/program/metrics.h"
#include "common/program/rulesettings.h"
#include "common/time/clock.h"
#include "stats/command/night.h"
#include "stats/mail/outbox.h"
#include "stats/page/folder.h"

#include <stdio.h>

#include "common/banned.h"

struct Run {
    const struct Context *context;
    struct Outbox box;
    char id[NIGHT_NUMBER_SIZE];
    char snapshots[NIGHT_NUMBER_SIZE]; /* rows that differ from those stored before */
    int alerts;
    struct OutboxCounts mails;
};

/* One transaction: figures and alerts are of one moment, and there are all or none. */
static bool store(struct Run *run, struct Error *err)
{
    Db *db = run->context->db;
    const char *id = run->id;

    return db_run(db, "BEGIN ISOLATION LEVEL REPEATABLE READ", err) &&
           night_store(run->context, run->id, run->snapshots, &run->alerts, err) &&
           db_exec(db, "SELECT motcua.close_run($1)", 1, &id, err) && db_is_locked(db, err) &&
           db_run(db, "COMMIT", err);
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
    return outbox_send(&run->box, context->arena, false, &run->mails, err);
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
    metrics_write(context->settings, context->db, "stats", ok ? EXIT_DONE : err->code);
    log_info("run finished: run=%s snapshots=%s alerts=%d mails=%d failed=%d waiting=%d ms=%lld "
             "exit=%d",
             run.id[0] != '\0' ? run.id : "-", run.snapshots, run.alerts, run.mails.sent,
             run.mails.failed, run.mails.waiting, (long long)(clock_elapsed_ms() - started),
             ok ? EXIT_DONE : err->code);
    return ok;
}
