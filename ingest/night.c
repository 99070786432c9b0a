#include "ingest/night.h"

#include "common/clock.h"
#include "common/log.h"
#include "ingest/intake.h"
#include "ingest/json.h"
#include "ingest/pager.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum {
    LOG_EVERY_MS = 30000,
    DRAW_EVERY_MS = 250,
    LARGE_BATCH = 100000,
    FIRST_RECORDS_MOST = 200,
    COMPARED_LEAST = 20, /* what is shorter may well change by half */
};

struct Night {
    const struct Job *job;
    const struct Source *source;
    const struct Span *span;
    Db *db;
    Loader *loader;
    Intake *intake;
    Pager *pager;
    Drift *drift;
    Identity *identity;
    Arena *page_arena;
    struct Batch batch;
    long long records; /* of the run */
    long long rejected;
    long long skipped;
    long long total;         /* as stated last, or -1 */
    long long batch_records; /* of the open batch */
    long long committed_bytes;
    bool whole_list;
    int64_t started_ms;
    int64_t told_ms;
};

/* How many records, but for what is left out, the last complete run of the whole list had; 0 without one. */
static bool earlier_length(const struct Night *night, long long *length, struct Error *err)
{
    char text[24];
    const char *values[] = {night->source->name};

    if (!db_query_value(night->db, "SELECT motcua.earlier_length($1)", 1, values, text, sizeof text,
                        err)) {
        return false;
    }
    *length = strtoll(text, NULL, 10);
    return true;
}

static bool is_much_smaller(const struct Night *night, long long length, long long earlier)
{
    long long percent = night->source->shrink_percent;

    return earlier > 0 && (length == 0 || (earlier >= COMPARED_LEAST && percent < 100 &&
                                           length * 100 <= earlier * (100 - percent)));
}

/*
 * A list that was long yesterday and is empty or much shorter today is a fault of the source, or of
 * where its file looks for the next page, not the end of work; and one of which everything is skipped has a
 * fault in its file, which may not take its dossiers away.
 */
static bool check_length(const struct Night *night, long long length, struct Error *err)
{
    long long earlier;

    if (!night->whole_list || night->job->options->accept_smaller) {
        return true;
    }
    if (!earlier_length(night, &earlier, err)) {
        return false;
    }
    if (!is_much_smaller(night, length, earlier)) {
        return true;
    }
    if (length == 0 && night->skipped > 0) {
        error_set(err, EXIT_SOURCE,
                  "[source] skip leaves all records out, but an earlier run had others");
    } else if (length == 0) {
        error_set(err, EXIT_SOURCE,
                  "the source lists nothing, but it had records in an earlier run");
    } else {
        error_set(err, EXIT_SOURCE,
                  "the source lists %lld records, but %lld in the run before: is [paging] right?",
                  length, earlier);
    }
    return error_hint(err,
                      "if the list really is so short, 'motcua-ingest run --source %s "
                      "--accept-smaller' takes it once",
                      night->source->name);
}

/* Before anything is stored: a total says how long the list is, and a field that is gone would wipe out what earlier nights have read. */
static bool check_first_page(const struct Night *night, const struct Page *page, struct Error *err)
{
    const cJSON *records[FIRST_RECORDS_MOST];
    int count = page->count < FIRST_RECORDS_MOST ? page->count : FIRST_RECORDS_MOST;

    if (pager_page_number(night->pager) > 1) {
        return true;
    }
    if (page->total > 0 && !check_length(night, page->total, err)) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        size_t place = (size_t)i * (size_t)page->count / (size_t)count; /* from all over the page */
        records[i] = json_record(night->page_arena, &page->records[place]);
    }
    return drift_check_first(night->drift, night->db, records, count, err);
}

static bool load_page(struct Night *night, const struct Page *page, struct Error *err)
{
    struct Taken taken;

    if (!intake_page(night->intake, night->page_arena, page, pager_page_number(night->pager),
                     &night->batch, &taken, err)) {
        return false;
    }
    night->records += page->count;
    night->rejected += taken.rejected;
    night->skipped += taken.skipped;
    night->batch_records += page->count;
    night->batch.pages++;
    night->batch.bytes = pager_bytes(night->pager) - night->committed_bytes;
    night->total = page->total;
    return pager_check_loop(night->pager, taken.bytes_digest, err) &&
           (taken.codes_digest == 0 || pager_check_loop(night->pager, taken.codes_digest, err));
}

static void tell_progress(struct Night *night)
{
    int64_t now = clock_elapsed_ms();
    int64_t spent = now - night->started_ms;
    long long rate = spent > 0 ? night->records * 1000 / spent : 0;

    if (now - night->told_ms < (log_is_interactive() ? DRAW_EVERY_MS : LOG_EVERY_MS)) {
        return;
    }
    night->told_ms = now;
    if (log_is_interactive() && night->total > 0 && rate > 0) {
        log_progress("%s: page %lld, %lld of %lld records, %lld/s, %lld s to go",
                     night->source->name, pager_page_number(night->pager), night->records,
                     night->total, rate, (night->total - night->records) / rate);
    } else if (log_is_interactive()) {
        log_progress("%s: page %lld, %lld records, %lld/s", night->source->name,
                     pager_page_number(night->pager), night->records, rate);
    } else {
        log_info("source=%s page=%lld records=%lld rate=%lld", night->source->name,
                 pager_page_number(night->pager), night->records, rate);
    }
}

/* Storing a large batch takes as long as reading it, and says nothing meanwhile. */
static void tell_storing(const struct Night *night)
{
    if (log_is_interactive()) {
        log_progress("%s: storing %lld records", night->source->name, night->batch_records);
    } else if (night->batch_records >= LARGE_BATCH) {
        log_info("source=%s storing=%lld", night->source->name, night->batch_records);
    }
}

static bool commit_batch(struct Night *night, struct Error *err)
{
    tell_storing(night);
    night->committed_bytes += night->batch.bytes;
    night->batch_records = 0;
    return load_commit_batch(night->loader, &night->batch, err);
}

static bool read_pages(struct Night *night, struct Error *err)
{
    struct Page page;
    bool more = true;

    for (;;) {
        if (!pager_next(night->pager, night->page_arena, &page, &more, err)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!check_first_page(night, &page, err) || !load_page(night, &page, err) ||
            !pager_taken(night->pager, load_run_id(night->loader), err) ||
            (night->batch_records >= night->job->settings->batch_records &&
             !commit_batch(night, err))) {
            return false;
        }
        tell_progress(night);
    }
}

/* What stands in the open batch may be marked as left out by a list that is not believed. */
static bool check_end(struct Night *night, struct Error *err)
{
    struct Error lost = {.code = EXIT_DONE};

    if (check_length(night, night->records - night->skipped, err)) {
        return true;
    }
    night->batch.inserted = 0;
    if (err->code == EXIT_SOURCE && !load_discard(night->loader, &lost)) {
        *err = lost;
    }
    return false;
}

static bool check_rejects(const struct Night *night, struct Error *err)
{
    long long allowed = night->job->settings->max_reject_percent;

    if (night->rejected * 100 <= allowed * night->records) {
        return true;
    }
    error_set(err, EXIT_SOURCE, "%lld of %lld records were rejected, more than %lld %%",
              night->rejected, night->records, allowed);
    return error_hint(err, "'motcua-ingest status' shows why; the watermark has not moved");
}

static void log_end(const struct Night *night, const char *result)
{
    long long spent = clock_elapsed_ms() - night->started_ms;

    log_info(
        "source=%s run=%s result=%s pages=%lld records=%lld rejected=%lld skipped=%lld bytes=%lld "
        "ms=%lld%s",
        night->source->name, load_run_id(night->loader), result, pager_page_number(night->pager),
        night->records, night->rejected, night->skipped, pager_bytes(night->pager), spent,
        night->job->options->dry_run ? " dry_run=true" : "");
}

/* A folder holds what is new, unless all of it is asked for or nothing has been read. */
static bool find_whole(struct Night *night, struct Error *err)
{
    char text[8];
    const char *values[] = {night->source->name};

    night->whole_list = night->span->whole;
    if (!night->whole_list || night->job->options->full || !drop_is_source(night->source)) {
        return true;
    }
    if (!db_query_value(night->db,
                        "SELECT NOT EXISTS (SELECT FROM motcua.read_file WHERE source = $1)", 1,
                        values, text, sizeof text, err)) {
        return false;
    }
    night->whole_list = strcmp(text, "t") == 0;
    return true;
}

/* The run is done; a person should look at it all the same. */
static bool tell_doubt(const struct Night *night, struct Error *err)
{
    const char *doubt = pager_doubt(night->pager);
    const char *values[] = {load_run_id(night->loader), doubt};

    if (doubt == NULL) {
        return true;
    }
    log_warning("source '%s': %s", night->source->name, doubt);
    return db_exec(night->db, "SELECT motcua.note_run($1, $2)", 2, values, err);
}

static bool report_drift(struct Night *night, struct Error *err)
{
    return drift_report(night->drift, night->db, load_run_id(night->loader), night->records, err);
}

/* Closes the run as failed and keeps the first error: the second one is only its consequence. */
static enum ExitCode fail(struct Night *night, struct Error *err)
{
    struct Error second = {.code = EXIT_DONE};
    enum ExitCode code = err->code;

    log_end(night, "failed");
    if (code == EXIT_DATABASE && !db_run(night->db, "ROLLBACK; BEGIN", &second)) {
        return code;
    }
    if (code != EXIT_DATABASE && !report_drift(night, &second)) {
        log_failure(&second);
    }
    if (!load_fail(night->loader, &night->batch, err->message, &second)) {
        log_failure(&second);
        return EXIT_DATABASE;
    }
    return code;
}

static enum ExitCode finish(struct Night *night, struct Error *err)
{
    tell_storing(night);
    if (!check_end(night, err) || !check_rejects(night, err) || !report_drift(night, err) ||
        !tell_doubt(night, err) || !intake_tell_dates(night->intake, night->db, err) ||
        !load_finish(night->loader, &night->batch, night->span->read_until, err) ||
        !load_count_rejected(night->loader, &night->rejected, err)) {
        return fail(night, err);
    }
    log_end(night, "done");
    if (night->rejected > 0) {
        log_warning("source '%s': %lld records were rejected; 'motcua-ingest status' shows why",
                    night->source->name, night->rejected);
    }
    return night->rejected > 0 ? EXIT_REJECTS : EXIT_DONE;
}

static enum ExitCode read_source(struct Night *night, struct Error *err)
{
    bool dry_run = night->job->options->dry_run;

    if (!find_whole(night, err) || !load_begin(night->loader, "ingest", night->whole_list, err)) {
        return err->code;
    }
    if (!identity_new(night->db, night->source, night->job->settings->sources_dir, &night->identity,
                      err)) {
        return err->code;
    }
    night->intake = intake_new(night->db, night->loader, night->source, night->drift,
                               night->identity, night->whole_list, night->job->options->full, err);
    night->pager =
        night->intake != NULL ? pager_new(night->source, &night->span->window, err) : NULL;
    if (night->pager == NULL) {
        return err->code;
    }
    pager_remember(night->pager, night->db, night->job->options->full);
    enum ExitCode code = read_pages(night, err) ? finish(night, err) : fail(night, err);
    struct Error rollback = {.code = EXIT_DONE};
    if (dry_run && !db_run(night->db, "ROLLBACK", &rollback)) {
        log_failure(&rollback);
    }
    return code;
}

enum ExitCode night_run(const struct Job *job, Db *db, const struct Source *source,
                        const struct Span *span, struct Error *err)
{
    struct Night *night = arena_alloc(job->arena, sizeof *night);

    night->job = job;
    night->source = source;
    night->span = span;
    night->page_arena = arena_new();
    night->drift = drift_new(source);
    night->total = -1;
    night->started_ms = clock_elapsed_ms();
    night->told_ms = night->started_ms;
    night->db = db;
    night->loader = load_new(db, fieldmap_entity(source->map), source->name, job->options->dry_run);
    enum ExitCode code = read_source(night, err);
    log_progress("%s", "");
    pager_free(night->pager);
    intake_free(night->intake);
    identity_free(night->identity);
    drift_free(night->drift);
    load_free(night->loader);
    arena_free(night->page_arena);
    return code;
}
