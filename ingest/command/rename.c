#include "ingest/command/rename.h"

#include "common/database/db.h"
#include "common/log.h"
#include "common/program/table.h"
#include "common/text.h"
#include "ingest/settings/sourcefile.h"

#include <stdio.h>

#include "common/banned.h"

static bool has_file(const struct NameList *files, const char *name)
{
    for (size_t i = 0; i < files->count; i++) {
        if (text_equal(files->items[i], name)) {
            return true;
        }
    }
    return false;
}

static bool check_names(const struct Job *job, struct Error *err)
{
    const struct Options *options = job->options;
    const char *directory = job->settings->sources_dir;
    struct NameList files;

    if (options->old_name == NULL || options->new_name == NULL) {
        return error_set(err, EXIT_USAGE, "expected the old name of the source and the new one");
    }
    if (!sourcefile_names(job->arena, directory, &files, err)) {
        return false;
    }
    if (has_file(&files, options->old_name)) {
        return error_set(err, EXIT_USAGE, "'%s' still has its file: two files are two sources",
                         options->old_name);
    }
    if (!has_file(&files, options->new_name)) {
        error_set(err, EXIT_USAGE, "'%s' has no file", options->new_name);
        return error_hint(err, "rename '%s/%s.conf' first", directory, options->old_name);
    }
    return true;
}

static bool refuse_unknown(Db *db, const char *name, struct Error *err)
{
    char known[1024];

    if (!db_query_value(db,
                        "SELECT string_agg(DISTINCT source, ', ') FROM motcua.run WHERE source <> "
                        "'import'",
                        0, NULL, known, sizeof known, err)) {
        return false;
    }
    error_set(err, EXIT_USAGE, "no source '%s' has delivered anything", name);
    return error_hint(err, "there are: %s", known);
}

static bool rename_source(const struct Job *job, Db *db, struct Error *err)
{
    const char *values[] = {job->options->old_name, job->options->new_name};
    Table *table = table_new(job->arena, "lr", 0);
    DbRows *rows =
        db_query(db, "SELECT table_name, moved FROM motcua.rename_source($1, $2)", 2, values, err);

    if (rows == NULL) {
        return false;
    }
    table_add(table, (const char *const[]){"Bảng", "Số dòng"});
    table_rule(table);
    for (int i = 0; i < db_row_count(rows); i++) {
        table_add(table, (const char *const[]){db_value(rows, i, 0), db_value(rows, i, 1)});
    }
    bool found = db_row_count(rows) > 0;
    if (found) {
        table_print(table, stdout);
    }
    db_rows_free(rows);
    return found || refuse_unknown(db, values[0], err);
}

static bool may_rename(Db *db, const struct Options *options, struct Error *err)
{
    char may[8];

    if (!db_query_value(
            db, "SELECT has_function_privilege('motcua.rename_source(text, text)', 'EXECUTE')", 0,
            NULL, may, sizeof may, err)) {
        return false;
    }
    if (text_equal(may, "t")) {
        return true;
    }
    error_set(err, EXIT_DATABASE, "only the owner of the tables may rename a source");
    return error_hint(err, "in psql, as the owner: SELECT * FROM motcua.rename_source('%s', '%s')",
                      options->old_name, options->new_name);
}

enum ExitCode ingest_rename(const struct Job *job, struct Error *err)
{
    if (!check_names(job, err)) {
        return err->code;
    }
    Db *db = db_open(job->settings->conninfo, "motcua-ingest rename", err);
    bool done = db != NULL && db_lock(db, "ingest", err) && may_rename(db, job->options, err) &&
                rename_source(job, db, err);
    db_close(db);
    if (!done) {
        return err->code;
    }
    log_info("source=%s renamed_from=%s", job->options->new_name, job->options->old_name);
    return EXIT_DONE;
}
