#include "ingest/command/run.h"

#include "common/database/db.h"
#include "common/log.h"
#include "common/program/mailsettings.h"
#include "common/program/metrics.h"
#include "common/program/rulesettings.h"
#include "common/stop.h"
#include "common/time/clock.h"
#include "ingest/command/night.h"
#include "ingest/settings/sourcefile.h"

#include "common/banned.h"

/* A database that is gone is gone for the next source too; a fault of one source is its own. */
static bool stops_all(enum ExitCode code)
{
    return code == EXIT_DATABASE || code == EXIT_USAGE || code == EXIT_INTERNAL ||
           code == EXIT_STOPPED;
}

static void day_text(Instant instant, char *text)
{
    clock_to_text(instant, DATE_YMD, text);
}

/* Slices of one source take about the same time each, which is all that can be known beforehand. */
static void tell_slice(const struct Source *source, const struct SpanList *spans, size_t done,
                       int64_t spent_ms)
{
    char since[CLOCK_TEXT_SIZE];
    char until[CLOCK_TEXT_SIZE];

    day_text(spans->items[done].window.since, since);
    day_text(spans->items[done].window.until, until);
    if (done == 0) {
        log_info("source=%s slice=1/%zu since=%s before=%s", source->name, spans->count, since,
                 until);
    } else {
        log_info("source=%s slice=%zu/%zu since=%s before=%s eta_s=%lld", source->name, done + 1,
                 spans->count, since, until,
                 (long long)(spent_ms * (int64_t)(spans->count - done) / (int64_t)done / 1000));
    }
}

static enum ExitCode run_source(const struct Job *job, Db *db, const struct Source *source,
                                struct Error *err)
{
    struct SpanList spans;
    enum ExitCode result = EXIT_DONE;
    int64_t started_ms = clock_elapsed_ms();

    if (!span_plan(job, db, source, &spans, err)) {
        return err->code;
    }
    for (size_t i = 0; i < spans.count; i++) {
        if (spans.count > 1) {
            tell_slice(source, &spans, i, clock_elapsed_ms() - started_ms);
        }
        enum ExitCode code = night_run(job, db, source, &spans.items[i], err);
        if (code != EXIT_DONE && code != EXIT_REJECTS) {
            char since[CLOCK_TEXT_SIZE];
            day_text(spans.items[i].window.since, since);
            if (spans.count > 1) {
                error_hint(err, "go on with --since %s: the slices before it are stored", since);
            }
            return code;
        }
        result = code == EXIT_REJECTS ? code : result;
    }
    return result;
}

/* By name, but catalogues come before dossiers, and what may name only a dossier after them, in the same night. */
static struct SourceList in_order(Arena *arena, const struct SourceList *sources)
{
    struct SourceList sorted = {.items = arena_alloc(arena, (sources->count + 1) * sizeof(void *))};

    for (int turn = 0; turn < TURNS; turn++) {
        for (size_t i = 0; i < sources->count; i++) {
            if ((int)fieldmap_entity(sources->items[i]->map)->turn == turn) {
                sorted.items[sorted.count++] = sources->items[i];
            }
        }
    }
    return sorted;
}

static enum ExitCode run_sources(const struct Job *job, Db *db, const struct SourceList *sources,
                                 struct Error *err)
{
    enum ExitCode result = EXIT_DONE;

    for (size_t i = 0; i < sources->count; i++) {
        if (!stop_check(err)) {
            return err->code;
        }
        enum ExitCode code = run_source(job, db, sources->items[i], err);
        if (code != EXIT_DONE && code != EXIT_REJECTS) {
            error_prefix(err, "source '%s'", sources->items[i]->name);
            if (stops_all(code)) {
                return code;
            }
            log_failure(err);
            *err = (struct Error){.code = EXIT_DONE};
        }
        if (code == EXIT_SOURCE || result == EXIT_DONE) {
            result = code;
        }
    }
    return result;
}

/* So that 'status' shows it in the morning, with what is wrong first. */
static bool record_faults(Db *db, const struct FileFaults *faults, struct Error *err)
{
    const char *values[] = {faults->name, faults->items[0].message};

    return db_exec(db, "SELECT motcua.fail_run(motcua.begin_run('ingest', $1, false), $2)", 2,
                   values, err);
}

static enum ExitCode run_all(const struct Job *job, Db *db, const struct SourceList *sources,
                             struct Error *err)
{
    if (!rulesettings_check(db, job->settings, err) || !db_lock(db, "ingest", err)) {
        return err->code;
    }
    for (size_t i = 0; i < sources->broken_count && !job->options->dry_run; i++) {
        if (!record_faults(db, &sources->broken[i], err)) {
            return err->code;
        }
    }
    struct SourceList sorted = in_order(job->arena, sources);
    enum ExitCode code = run_sources(job, db, &sorted, err);
    return sources->broken_count == 0 || stops_all(code) ? code : EXIT_SOURCE;
}

/* The last line of a run, whatever has become of it: an error that ends it is told before. */
static enum ExitCode end_run(const struct Job *job, const struct SourceList *sources,
                             int64_t started_ms, enum ExitCode code, struct Error *err)
{
    if (err->code != EXIT_DONE && err->code != EXIT_REJECTS) {
        settings_place(job->settings, err);
        log_failure(err);
        err->told = true;
    }
    log_info("sources=%zu broken=%zu dry_run=%s ms=%lld exit=%d",
             sources->count + sources->broken_count, sources->broken_count,
             job->options->dry_run ? "true" : "false", (long long)(clock_elapsed_ms() - started_ms),
             code);
    return code;
}

/* Whatever else happens, of sources that all have faults in their files it is these that are to be mended. */
enum ExitCode ingest_run(const struct Job *job, struct Error *err)
{
    struct SourceList sources = {.count = 0};
    const struct CliList *wanted = &job->options->sources;
    int64_t started_ms = clock_elapsed_ms();

    if (!mailsettings_check(job->settings, err) ||
        !sourcefile_read_all(job->arena, job->settings->sources_dir, wanted->items, wanted->count,
                             SOURCE_TO_RUN, &sources, err)) {
        metrics_write(job->settings, NULL, "ingest", err->code);
        return end_run(job, &sources, started_ms, err->code, err);
    }
    sourcefile_tell_faults(&sources);
    Db *db = db_open(job->settings->conninfo, "motcua-ingest", err);
    enum ExitCode code = db != NULL ? run_all(job, db, &sources, err) : err->code;
    metrics_write(job->settings, db, "ingest", sources.count > 0 ? code : EXIT_SETTINGS);
    db_close(db);
    return end_run(job, &sources, started_ms, sources.count > 0 ? code : EXIT_SETTINGS, err);
}
