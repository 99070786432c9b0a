#include "ingest/run.h"

#include "common/db.h"
#include "common/log.h"
#include "ingest/night.h"

#include "common/banned.h"

/* A database that is gone is gone for the next source too; a fault of one source is its own. */
static bool stops_all(enum ExitCode code)
{
    return code == EXIT_DATABASE || code == EXIT_USAGE || code == EXIT_INTERNAL;
}

static enum ExitCode run_sources(const struct Job *job, Db *db, const struct SourceList *sources,
                                 struct Error *err)
{
    enum ExitCode result = EXIT_DONE;

    for (size_t i = 0; i < sources->count; i++) {
        enum ExitCode code = night_run(job, db, sources->items[i], err);
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

enum ExitCode ingest_run(const struct Job *job, struct Error *err)
{
    struct SourceList sources;
    const struct CliList *wanted = &job->options->sources;

    if (!source_load_all(job->arena, job->settings->sources_dir, wanted->items, wanted->count,
                         &sources, err)) {
        return err->code;
    }
    Db *db = db_open(job->settings->conninfo, "motcua-ingest", err);
    if (db == NULL) {
        return err->code;
    }
    enum ExitCode code =
        db_lock(db, "ingest", err) ? run_sources(job, db, &sources, err) : err->code;
    db_close(db);
    return code;
}
