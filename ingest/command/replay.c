#include "ingest/command/replay.h"

#include "common/buf.h"
#include "common/log.h"
#include "common/program/table.h"
#include "ingest/map/json.h"
#include "ingest/privacy/mask.h"
#include "ingest/settings/sourcefile.h"
#include "ingest/store/handler.h"
#include "ingest/store/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { CHUNK = 1000, IDS_BYTES_MAX = 32 * CHUNK };

struct Replay {
    const struct Source *source;
    Db *db;
    Loader *loader;
    Arena *arena;     /* of the chunk */
    struct Buf ids;   /* of the rejects that are loaded, as an array of PostgreSQL */
    char last_id[24]; /* of the last chunk */
    struct Value values[ENTITY_COLUMNS_MAX];
    long long refused;
    long long masked;
    long long unkept;
};

/* Maps one stored record; what can be used joins the rows. */
static bool take_record(struct Replay *replay, const char *id, const char *json, struct Error *err)
{
    struct ItemContext context = source_context(replay->source, replay->arena, NULL);
    struct Problem problem;
    const char *stop = NULL;
    cJSON *record = json_parse(replay->arena, json, strlen(json), &stop);

    if (record == NULL) {
        return error_set(err, EXIT_INTERNAL, "reject %s is not JSON", id);
    }
    mask_restore(replay->arena, replay->source->map, record);
    bool good = fieldmap_apply(replay->source->map, &context, record, replay->values, &problem);
    if (!handler_find_one(replay->db, replay->arena, fieldmap_entity(replay->source->map),
                          replay->values, &problem, err)) {
        return false;
    }
    bool added = true;
    good = good && problem.reason == NULL;
    if (good || problem.skipped) {
        /* The bytes that the source sent are not known; no hash lets the next night read them. */
        struct Row row = {.values = replay->values};
        if (good) {
            added = load_stage(replay->loader, &row, err);
        } else {
            load_skipped(replay->loader);
        }
        added = added && buf_printf(&replay->ids, "%s%s", replay->ids.length > 1 ? "," : "", id);
    } else if (problem.reason == item_masked) {
        replay->masked++;
    } else {
        replay->refused++;
    }
    return added;
}

/* The next records by number; *count is 0 at the end. */
static bool take_chunk(struct Replay *replay, int *count, struct Error *err)
{
    const char *values[] = {replay->source->name, replay->last_id};
    DbRows *rows = db_query(replay->db,
                            "SELECT reject_id, record FROM motcua.open_reject "
                            "WHERE source = $1 AND reject_id > $2 ORDER BY reject_id LIMIT 1000",
                            2, values, err);
    bool done = rows != NULL;

    *count = done ? db_row_count(rows) : 0;
    for (int i = 0; done && i < *count; i++) {
        snprintf(replay->last_id, sizeof replay->last_id, "%s", db_value(rows, i, 0));
        done = take_record(replay, db_value(rows, i, 0), db_value(rows, i, 1), err);
    }
    db_rows_free(rows);
    return done;
}

static bool store_chunk(struct Replay *replay, struct Error *err)
{
    const char *values[] = {load_run_id(replay->loader), replay->ids.data};

    buf_putc(&replay->ids, '}');
    bool done = db_exec(replay->db, "SELECT motcua.mark_replayed($1, $2)", 2, values, err);
    buf_clear(&replay->ids);
    buf_putc(&replay->ids, '{');
    return done;
}

/* In one transaction, which leaves no run behind when there was nothing to load. */
static bool replay_all(struct Replay *replay, struct Error *err)
{
    int count = 0;

    if (!load_begin(replay->loader, "replay", false, err)) {
        return false;
    }
    do {
        arena_reset(replay->arena);
        if (!take_chunk(replay, &count, err) || !store_chunk(replay, err)) {
            return false;
        }
    } while (count > 0);
    if (load_counts(replay->loader).records == 0) {
        return db_run(replay->db, "ROLLBACK", err);
    }
    return load_finish(replay->loader, NULL, err) && db_run(replay->db, "COMMIT", err);
}

/* Rejected records that were counted and not kept. */
static bool read_unkept(struct Replay *replay, struct Error *err)
{
    const char *values[] = {replay->source->name};
    char count[24];

    if (!db_query_value(replay->db,
                        "SELECT coalesce(sum(records), 0) FROM motcua.unkept_rejects "
                        "WHERE source = $1",
                        1, values, count, sizeof count, err)) {
        return false;
    }
    replay->unkept = strtoll(count, NULL, 10);
    return true;
}

static bool replay_source(Arena *arena, Db *db, const struct Source *source, Table *table,
                          bool *left, struct Error *err)
{
    struct Replay replay = {.source = source,
                            .db = db,
                            .loader =
                                load_new(db, fieldmap_entity(source->map), source->name, true),
                            .arena = arena_new(),
                            .last_id = "0"};

    buf_init(&replay.ids, IDS_BYTES_MAX);
    buf_putc(&replay.ids, '{');
    bool done = replay_all(&replay, err) && read_unkept(&replay, err);
    struct Counts counts = load_counts(replay.loader);
    load_free(replay.loader);
    buf_release(&replay.ids);
    arena_free(replay.arena);
    if (!done) {
        return error_prefix(err, "source '%s'", source->name);
    }
    table_add(table, (const char *const[]){
                         source->name, arena_printf(arena, "%lld", counts.records - counts.skipped),
                         arena_printf(arena, "%lld", counts.skipped),
                         arena_printf(arena, "%lld", replay.refused),
                         arena_printf(arena, "%lld", replay.masked + replay.unkept)});
    if (replay.masked + replay.unkept > 0) {
        log_warning(
            "source '%s': of %lld records the rules want values that were masked, and %lld more "
            "were not kept; 'motcua-ingest run --full --source %s' reads them again",
            source->name, replay.masked, replay.unkept, source->name);
    }
    *left = *left || replay.refused + replay.masked + replay.unkept > 0;
    return true;
}

static bool replay_sources(const struct Job *job, Db *db, const struct SourceList *sources,
                           bool *left, struct Error *err)
{
    Table *table = table_new(job->arena, "lrrrr", 0);

    table_add(table,
              (const char *const[]){"Nguồn", "Nạp lại được", "Bỏ qua", "Vẫn lỗi", "Phải đọc lại"});
    table_rule(table);
    for (size_t i = 0; i < sources->count; i++) {
        if (!replay_source(job->arena, db, sources->items[i], table, left, err)) {
            return false;
        }
    }
    table_print(table, stdout);
    return true;
}

enum ExitCode ingest_replay(const struct Job *job, struct Error *err)
{
    const struct CliList *wanted = &job->options->sources;
    struct SourceList sources;
    bool left = false;

    if (!sourcefile_read_all(job->arena, job->settings->sources_dir, wanted->items, wanted->count,
                             SOURCE_TO_RUN, &sources, err)) {
        return err->code;
    }
    sourcefile_tell_faults(&sources);
    if (sources.count == 0) {
        return EXIT_SETTINGS;
    }
    Db *db = db_open(job->settings->conninfo, "motcua-ingest rejects replay", err);
    bool done =
        db != NULL && db_lock(db, "ingest", err) && replay_sources(job, db, &sources, &left, err);
    db_close(db);
    if (!done) {
        return err->code;
    }
    if (sources.broken_count > 0) {
        return EXIT_SOURCE;
    }
    return left ? EXIT_REJECTS : EXIT_DONE;
}
