/*
 * A night is more than a loop over pages, because some things are known only behind the last one: that the list has
 * not shrunk, that it is as long as it states, that not too much of it was rejected. So rows are committed batch by
 * batch, but the run is closed, and its watermark moved, at the very end. What fails before leaves whole batches and a
 * run that says why; the next night reads the list again.
 */
#include "ingest/command/night.h"

#include "common/log.h"
#include "common/stop.h"
#include "common/time/clock.h"
#include "ingest/fetch/pager.h"
#include "ingest/map/json.h"
#include "ingest/store/intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum {
    LOG_EVERY_MS = 30000,
    DRAW_EVERY_MS = 250,
    LARGE_BATCH = 100000,
    FIRST_RECORDS_MOST = 200,
    REJECTS_TOLERATED = 10000,
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
    long long total; /* as stated last, or -1 */
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
    if (length == 0 && load_counts(night->loader).skipped > 0) {
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

/*
 * Before anything is stored: a total says how long the list is, and a field that is gone would wipe out
 * what earlier nights have read.
 */
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
    Arena *arena = arena_new();
    arena_limit(arena, page_values_most(night->source));
    for (int i = 0; i < count && !arena_is_full(arena); i++) {
        size_t place = (size_t)i * (size_t)page->count / (size_t)count; /* from all over the page */
        records[i] = json_record(arena, &page->records[place]);
    }
    /* Records that are too large to be looked at together are told when they are read. */
    bool checked =
        arena_is_full(arena) || drift_check_first(night->drift, night->db, records, count, err);
    arena_free(arena);
    return checked;
}

static bool take_page(struct Night *night, const struct Page *page, struct Error *err)
{
    struct Taken taken;

    load_page(night->loader, pager_bytes(night->pager) - load_counts(night->loader).bytes);
    night->total = page->total;
    if (!intake_page(night->intake, page, pager_page_number(night->pager), &taken, err)) {
        return false;
    }
    return pager_check_loop(night->pager, taken.bytes_digest, err) &&
           (taken.codes_digest == 0 || pager_check_loop(night->pager, taken.codes_digest, err));
}

static void tell_progress(struct Night *night)
{
    int64_t now = clock_elapsed_ms();
    int64_t spent = now - night->started_ms;
    long long records = load_counts(night->loader).records;
    long long rate = spent > 0 ? records * 1000 / spent : 0;

    if (now - night->told_ms < (log_is_interactive() ? DRAW_EVERY_MS : LOG_EVERY_MS)) {
        return;
    }
    night->told_ms = now;
    if (log_is_interactive() && night->total > 0 && rate > 0) {
        log_progress("%s: page %lld, %lld of %lld records, %lld/s, %lld s to go",
                     night->source->name, pager_page_number(night->pager), records, night->total,
                     rate, (night->total - records) / rate);
    } else if (log_is_interactive()) {
        log_progress("%s: page %lld, %lld records, %lld/s", night->source->name,
                     pager_page_number(night->pager), records, rate);
    } else {
        log_info("source=%s page=%lld records=%lld rate=%lld", night->source->name,
                 pager_page_number(night->pager), records, rate);
    }
}

/* Storing a large batch takes as long as reading it, and says nothing meanwhile. */
static void tell_storing(const struct Night *night)
{
    long long records = load_batch(night->loader)->records;

    if (log_is_interactive()) {
        log_progress("%s: storing %lld records", night->source->name, records);
    } else if (records >= LARGE_BATCH) {
        log_info("source=%s storing=%lld", night->source->name, records);
    }
}

static bool commit_when_full(struct Night *night, struct Error *err)
{
    if (load_batch(night->loader)->records < night->job->settings->batch_records) {
        return true;
    }
    tell_storing(night);
    return load_commit_batch(night->loader, err);
}

/*
 * Of how many records the rejected ones are a share that no later page makes smaller; 0 = not known yet. A
 * total that has been passed is none. Of a list without one, what came so far has to do once many were
 * rejected, or it would be read for hours for nothing.
 */
static long long rejects_of(const struct Night *night, const struct Counts *counts, bool ended)
{
    if (!ended && night->total > counts->records) {
        return night->total;
    }
    return ended || counts->rejected > REJECTS_TOLERATED ? counts->records : 0;
}

static bool check_rejects(const struct Night *night, bool ended, struct Error *err)
{
    struct Counts counts = load_counts(night->loader);
    long long allowed = night->job->settings->max_reject_percent;
    long long of = rejects_of(night, &counts, ended);

    if (counts.rejected * 100 <= allowed * of || of == 0) {
        return true;
    }
    error_set(err, EXIT_SOURCE, "%lld of %lld records were rejected, more than %lld %%%s",
              counts.rejected, counts.records, allowed,
              ended                ? ""
              : of == night->total ? " of all that the source states"
                                   : " so far");
    return error_hint(err, "'motcua-ingest status' shows why; the watermark has not moved");
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
        if (!stop_check(err) || !check_first_page(night, &page, err) ||
            !take_page(night, &page, err) || !check_rejects(night, false, err) ||
            !pager_taken(night->pager, load_run_id(night->loader), err) ||
            !commit_when_full(night, err)) {
            return false;
        }
        tell_progress(night);
    }
}

/* What stands in the open batch may be marked as left out by a list that is not believed. */
static bool check_end(struct Night *night, struct Error *err)
{
    struct Counts counts = load_counts(night->loader);
    struct Error lost = {.code = EXIT_DONE};

    if (check_length(night, counts.records - counts.skipped, err)) {
        return true;
    }
    if (err->code == EXIT_SOURCE && !load_discard(night->loader, true, &lost)) {
        *err = lost;
    }
    return false;
}

static void log_end(const struct Night *night, const char *result)
{
    long long spent = clock_elapsed_ms() - night->started_ms;
    struct Counts counts = load_counts(night->loader);

    log_info(
        "source=%s run=%s result=%s pages=%lld records=%lld rejected=%lld skipped=%lld bytes=%lld "
        "ms=%lld%s",
        night->source->name, load_run_id(night->loader), result, counts.pages, counts.records,
        counts.rejected, counts.skipped, counts.bytes, spent,
        night->job->options->dry_run ? " dry_run=true" : "");
}

/* A folder holds what is new, unless all of it is asked for or nothing has been read. */
static bool find_whole(struct Night *night, struct Error *err)
{
    char text[8];
    const char *values[] = {night->source->name};

    night->whole_list = night->span->whole;
    if (!night->whole_list || night->job->options->full || !source_is_folder(night->source)) {
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

/* No file's name, which may be a person's. */
static bool note_waiting(const struct Night *night, struct Error *err)
{
    long long waiting = pager_waiting(night->pager);
    const char *words = arena_printf(
        night->page_arena, "%lld tệp có thể còn đang được gửi đến, lượt sau sẽ đọc", waiting);
    const char *values[] = {load_run_id(night->loader), words};

    return waiting == 0 || db_exec(night->db, "SELECT motcua.note_run($1, $2)", 2, values, err);
}

static bool report_drift(struct Night *night, struct Error *err)
{
    return drift_report(night->drift, night->db, load_run_id(night->loader),
                        load_counts(night->loader).records, err);
}

/*
 * Closes the run as failed and keeps the first error: the second one is only its consequence. What came
 * before a fault of the source is stored; of a batch that the database refused, nothing is, nor when
 * somebody waits for the end.
 */
static enum ExitCode fail(struct Night *night, struct Error *err)
{
    struct Error second = {.code = EXIT_DONE};
    bool keeps = err->code != EXIT_DATABASE && err->code != EXIT_STOPPED;
    bool stored = keeps && report_drift(night, &second) && load_merge(night->loader, &second);

    if (second.code != EXIT_DONE) {
        log_failure(&second);
    }
    if ((stored || load_discard(night->loader, false, &second)) &&
        load_fail(night->loader, err->message, &second)) {
        log_end(night, "failed");
        return err->code;
    }
    log_warning("source '%s': the run is not marked as failed: %s", night->source->name,
                second.message);
    return EXIT_DATABASE;
}

static bool tell_rejects(const struct Night *night)
{
    struct Counts counts = load_counts(night->loader);

    if (counts.rejected > 0) {
        log_warning("source '%s': %lld records were rejected; 'motcua-ingest status' shows why",
                    night->source->name, counts.rejected);
    }
    if (counts.unkept > 0) {
        log_warning("source '%s': %lld of them are not kept for 'rejects replay'; when the source "
                    "file is mended, 'motcua-ingest run --full --source %s' reads them again",
                    night->source->name, counts.unkept, night->source->name);
    }
    return counts.rejected > 0;
}

static enum ExitCode finish(struct Night *night, struct Error *err)
{
    tell_storing(night);
    if (!check_end(night, err) || !check_rejects(night, true, err) || !report_drift(night, err) ||
        !tell_doubt(night, err) || !note_waiting(night, err) ||
        !intake_tell_dates(night->intake, night->db, err) ||
        !load_finish(night->loader, night->span->read_until, err)) {
        return fail(night, err);
    }
    log_end(night, "done");
    return tell_rejects(night) ? EXIT_REJECTS : EXIT_DONE;
}

/* A place that has moved in the order of sources settles anew which of them counts. */
static bool note_precedence(const struct Night *night, struct Error *err)
{
    char precedence[24];
    const char *values[] = {load_run_id(night->loader), precedence};

    snprintf(precedence, sizeof precedence, "%lld", night->source->precedence);
    return db_exec(night->db, "SELECT motcua.set_precedence($1, $2)", 2, values, err);
}

static bool open_list(struct Night *night, struct Error *err)
{
    bool full = night->job->options->full;

    if (!identity_new(night->db, night->source, night->job->settings->sources_dir, &night->identity,
                      err) ||
        !note_precedence(night, err)) {
        return false;
    }
    night->intake = intake_new(night->db, night->loader, night->source, night->drift,
                               night->identity, night->whole_list, full, err);
    if (night->intake == NULL) {
        return false;
    }
    night->pager = pager_new(night->source, &night->span->window, err);
    if (night->pager == NULL) {
        return false;
    }
    pager_remember(night->pager, night->db, full);
    return true;
}

static enum ExitCode read_source(struct Night *night, struct Error *err)
{
    bool dry_run = night->job->options->dry_run;

    if (!find_whole(night, err) || !load_begin(night->loader, "ingest", night->whole_list, err)) {
        return err->code;
    }
    enum ExitCode code =
        open_list(night, err) && read_pages(night, err) ? finish(night, err) : fail(night, err);
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
