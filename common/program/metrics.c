#include "common/program/metrics.h"

#include "common/arena.h"
#include "common/buf.h"
#include "common/log.h"
#include "common/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/banned.h"

enum { FILE_MAX = 4 * 1024 * 1024, FILE_MODE = 0644 };

/* The collector wants a name's help and type once, before its first value. */
static void put_head(struct Buf *out, const char *metric, const char *help)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", metric, help, metric);
}

static void put_run(struct Buf *out, const char *program, enum ExitCode code)
{
    put_head(out, "motcua_build_info", "Version of the program that ran.");
    buf_printf(out, "motcua_build_info{program=\"%s\",version=\"" MOTCUA_VERSION "\"} 1\n",
               program);
    put_head(out, "motcua_run_exit_code", "What the last run of the program ended with.");
    buf_printf(out, "motcua_run_exit_code{program=\"%s\"} %d\n", program, (int)code);
    put_head(out, "motcua_run_end_seconds", "When it ended, in seconds since 1970.");
    buf_printf(out, "motcua_run_end_seconds{program=\"%s\"} %lld\n", program,
               (long long)time(NULL));
}

static bool put_rows(struct Buf *out, Db *db, const char *program, struct Error *err)
{
    const char *last = "";
    DbRows *rows = db_query(db, "SELECT metric, help, labels, value FROM motcua.metrics($1)", 1,
                            &program, err);

    for (int row = 0; rows != NULL && row < db_row_count(rows); row++) {
        const char *metric = db_field(rows, row, "metric");
        const char *labels = db_field(rows, row, "labels");
        bool has_labels = labels[0] != '\0';
        if (!text_equal(metric, last)) {
            put_head(out, metric, db_field(rows, row, "help"));
            last = metric;
        }
        buf_printf(out, "%s%s%s%s %s\n", metric, has_labels ? "{" : "", labels,
                   has_labels ? "}" : "", db_field(rows, row, "value"));
    }
    bool done = rows != NULL && !out->full;
    db_rows_free(rows);
    return done;
}

/* Under another ending first: the collector reads whatever is called *.prom, also half of it. */
static bool replace_file(const char *path, const char *fresh, const struct Buf *content)
{
    FILE *file = fopen(fresh, "we");

    if (file == NULL) {
        return false;
    }
    bool written = fwrite(content->data, 1, content->length, file) == content->length;
    written = fchmod(fileno(file), FILE_MODE) == 0 && written;
    written = fclose(file) == 0 && written;
    if (written && rename(fresh, path) == 0) {
        return true;
    }
    int reason = errno;
    unlink(fresh);
    errno = reason;
    return false;
}

void metrics_write(const struct Settings *settings, Db *db, const char *program, enum ExitCode code)
{
    struct Error err = {.code = EXIT_DONE};
    struct Buf content;

    if (settings->metrics_directory[0] == '\0') {
        return;
    }
    Arena *arena = arena_new();
    const char *path =
        arena_printf(arena, "%s/motcua-%s.prom", settings->metrics_directory, program);
    buf_init(&content, FILE_MAX);
    put_run(&content, program, code);
    if (db != NULL && !put_rows(&content, db, program, &err)) {
        log_warning("metrics are without what the database knows: %s", err.message);
    }
    if (!replace_file(path, arena_printf(arena, "%s.new", path), &content)) {
        log_warning("cannot write the metrics '%s': %s", path, strerror(errno));
        log_warning("HINT: [metrics] directory must be there and belong to who runs the program");
    }
    buf_release(&content);
    arena_free(arena);
}
