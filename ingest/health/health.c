#include "ingest/health/health.h"

#include "common/database/db.h"
#include "common/program/rulesettings.h"
#include "common/text.h"
#include "common/time/clock.h"
#include "ingest/health/healthout.h"
#include "ingest/health/machine.h"
#include "ingest/health/settingslook.h"
#include "ingest/store/array.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/banned.h"

enum { ARRAY_MAX = 1024 * 1024, SPAN_SIZE = 32 };

struct Look {
    struct Health health;
    const struct Job *job;
    char max_age[SPAN_SIZE]; /* as PostgreSQL reads it */
    struct SourceList sources;
};

/* "26h", "90m", "2d": a number and its unit. */
static bool read_max_age(const char *text, char *span, struct Error *err)
{
    static const char units[] = "mhd";
    static const char *const names[] = {"minutes", "hours", "days"};
    const char *given = text != NULL ? text : "26h";
    size_t digits = strspn(given, "0123456789");
    const char *unit =
        digits > 0 && digits <= 5 && given[digits] != '\0' && given[digits + 1] == '\0'
            ? strchr(units, given[digits])
            : NULL;

    if (unit == NULL || strspn(given, "0") == digits) {
        error_set(err, EXIT_USAGE, "--max-age '%s': expected a span such as 26h, 90m or 2d", given);
        return false;
    }
    snprintf(span, SPAN_SIZE, "%.*s %s", (int)digits, given, names[unit - units]);
    return true;
}

/* A source, and since when its file is there: one that is new has had no night yet. */
static void put_source(struct Look *look, struct Buf *names, struct Buf *times, const char *name)
{
    struct stat status;
    char since[CLOCK_TEXT_SIZE] = "2000-01-01T00:00:00+07:00";
    const char *path =
        arena_printf(look->health.arena, "%s/%s.conf", look->job->settings->sources_dir, name);

    if (stat(path, &status) == 0) {
        clock_to_iso(clock_from_unix(status.st_mtime), since);
    }
    array_put(names, name, strlen(name));
    array_put(times, since, strlen(since));
}

static bool ask(struct Look *look, Db *db, const char *names, const char *times, struct Error *err)
{
    static const char sql[] = "SELECT item, subject, state, words, figures, measure"
                              " FROM motcua.findings($1, $2, $3::text[], $4::timestamptz[])";
    char now[CLOCK_TEXT_SIZE];
    const char *values[] = {look->max_age, now, names, times};

    clock_to_iso(clock_now(), now);
    DbRows *rows = db_query(db, sql, 4, values, err);
    for (int row = 0; rows != NULL && row < db_row_count(rows); row++) {
        struct Finding finding = {
            .item = db_field(rows, row, "item"),
            .subject = db_field(rows, row, "subject"),
            .state = (enum HealthState)(db_field(rows, row, "state")[0] - '0'),
            .words = db_field(rows, row, "words"),
            .figures = db_field(rows, row, "figures"),
            .measure = db_field(rows, row, "measure"),
        };
        health_add(&look->health, &finding);
    }
    db_rows_free(rows);
    return rows != NULL;
}

static bool ask_of_sources(struct Look *look, Db *db, struct Error *err)
{
    struct Buf names, times;

    buf_init(&names, ARRAY_MAX);
    buf_init(&times, ARRAY_MAX);
    array_begin(&names);
    array_begin(&times);
    for (size_t i = 0; i < look->sources.count; i++) {
        put_source(look, &names, &times, look->sources.items[i]->name);
    }
    for (size_t i = 0; i < look->sources.broken_count; i++) {
        put_source(look, &names, &times, look->sources.broken[i].name);
    }
    bool fits = array_end(&names);
    fits = array_end(&times) && fits;
    bool done = fits ? ask(look, db, names.data, times.data, err)
                     : error_set(err, EXIT_INTERNAL, "too many sources");
    buf_release(&names);
    buf_release(&times);
    return done;
}

bool health_close_lost(Db *db, struct Error *err)
{
    char may[2];

    return db_query_value(db,
                          "SELECT has_function_privilege('motcua.close_lost_runs(text, text)',"
                          " 'EXECUTE')",
                          0, NULL, may, sizeof may, err) &&
           (may[0] != 't' || db_exec(db, "SELECT motcua.close_lost_runs()", 0, NULL, err));
}

static bool look_at_rules(struct Look *look, Db *db, struct Error *err)
{
    if (!rulesettings_check(db, look->job->settings, err)) {
        if (err->code != EXIT_SETTINGS) {
            return false;
        }
        health_tell(&look->health, HEALTH_CRITICAL, "files", "stats", "cấu hình thống kê sai: %s",
                    err->message);
        *err = (struct Error){.code = EXIT_DONE};
    }
    return true;
}

/* Whatever is wrong with it is a finding, and the first one. */
static void look_at_database(struct Look *look)
{
    struct Error err = {.code = EXIT_DONE};
    Db *db = db_open(look->job->settings->conninfo, "motcua-ingest status", &err);

    if (db == NULL || !health_close_lost(db, &err) || !ask_of_sources(look, db, &err) ||
        !look_at_rules(look, db, &err)) {
        health_tell(&look->health, HEALTH_CRITICAL, "database", NULL, "cơ sở dữ liệu: %s%s%s",
                    err.message, err.hint[0] != '\0' ? "; " : "", err.hint);
    }
    db_close(db);
}

enum ExitCode health_cannot_tell(const struct Error *err)
{
    Arena *arena = arena_new();
    struct Health health = {.arena = arena};

    health_tell(&health, HEALTH_UNKNOWN, "files", NULL, "không kiểm tra được: %s", err->message);
    healthout_text(&health);
    arena_free(arena);
    return (enum ExitCode)HEALTH_UNKNOWN;
}

enum ExitCode health_check(const struct Job *job, struct Error *err)
{
    struct Look look = {.health = {.arena = job->arena}, .job = job};
    const char *format = job->options->format;
    bool is_json = format != NULL && text_equal(format, "json");

    if (format != NULL && !is_json && !text_equal(format, "text")) {
        error_set(err, EXIT_USAGE, "--format '%s': expected text or json", format);
        return EXIT_USAGE;
    }
    if (!read_max_age(job->options->max_age, look.max_age, err)) {
        return EXIT_USAGE;
    }
    settingslook_files(&look.health, job, &look.sources);
    look_at_database(&look);
    settingslook_servers(&look.health, job, &look.sources);
    machine_look_at_disks(&look.health);
    machine_look_at_timer(&look.health, job);
    (is_json ? healthout_json : healthout_text)(&look.health);
    return (enum ExitCode)health_worst(&look.health);
}
