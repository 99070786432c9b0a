#include "ingest/command/check.h"

#include "common/log.h"
#include "common/program/mailsettings.h"
#include "common/program/recipients.h"
#include "common/program/rulesettings.h"
#include "ingest/command/preview.h"
#include "ingest/command/span.h"
#include "ingest/fetch/handshake.h"
#include "ingest/fetch/pager.h"
#include "ingest/settings/sourcefile.h"
#include "ingest/store/deployed.h"

#include <stdio.h>

#include "common/banned.h"

/* An unfinished file is looked at all the same: what the records have is what its writer needs. */
static enum ExitCode check_rules(const struct Source *source, enum ExitCode code, struct Error *err)
{
    if (code == EXIT_DATABASE || fieldmap_check(source->map, err)) {
        return code;
    }
    error_prefix(err, "%s", source->path);
    return err->code;
}

static enum ExitCode check_source(const struct Source *source, Db *db, struct Error *err)
{
    struct Window window = span_first(source, clock_now());
    struct Page page;
    bool more;
    Pager *pager = pager_new(source, &window, err);

    if (pager == NULL) {
        return err->code;
    }
    Arena *arena = arena_new();
    printf("\nNguồn %s (%s): %s\n", source->name, source->entity_name, source->url);
    bool fetched = pager_next(pager, arena, &page, &more, err);
    enum ExitCode code = fetched ? EXIT_DONE : err->code;
    if (fetched && more) {
        code = preview_page(arena, db, source, &page, err);
        fflush(stdout);
        if (pager_doubt(pager) != NULL) {
            log_warning("source '%s': %s", source->name, pager_doubt(pager));
        }
    } else if (fetched) {
        printf(
            "Danh sách trống. Việc tiếp theo: xem lại url và các tham số của nó; nguồn đã có hồ sơ "
            "nào chưa?\n");
    }
    pager_free(pager);
    arena_free(arena);
    return fetched ? check_rules(source, code, err) : code;
}

static Db *open_database(const struct Job *job, struct Error *err)
{
    char version[64];
    Db *db = db_open(job->settings->conninfo, "motcua-ingest check", err);

    if (db == NULL ||
        !db_query_value(
            db,
            "SELECT current_setting('server_version') || ', ' || current_database() "
            "FROM (SELECT FROM motcua.run LIMIT 1) AS there RIGHT JOIN (SELECT 1) AS one ON true",
            0, NULL, version, sizeof version, err)) {
        if (err->hint[0] == '\0') {
            error_hint(err, "has the schema been deployed? see the README");
        }
        db_close(db);
        return NULL;
    }
    printf("Cơ sở dữ liệu: PostgreSQL %s\n", version);
    if (!deployed_check(db, err)) {
        db_close(db);
        return NULL;
    }
    return db;
}

/* Tells a fault of motcua.conf, which keeps nothing from being looked at. */
static void tell_fault(const struct Settings *settings, struct Error *err)
{
    settings_place(settings, err);
    log_failure(err);
    *err = (struct Error){.code = EXIT_DONE};
}

/* Codes of offices that nobody has are a typing error, or come with the first dossier. */
static bool check_recipients(const struct Settings *settings, Db *db, struct Error *err)
{
    Arena *arena = arena_new();
    struct Recipients *recipients = arena_alloc(arena, sizeof *recipients);
    bool ok =
        recipients_read(arena, settings, recipients, err) && recipients_check(db, recipients, err);

    arena_free(arena);
    return ok;
}

/* What statistics and mail are set to matters in the morning; said now, it can be mended before. */
static enum ExitCode check_settings(const struct Settings *settings, Db *db, struct Error *err)
{
    enum ExitCode result = EXIT_DONE;

    if (!mailsettings_check(settings, err)) {
        tell_fault(settings, err);
        result = EXIT_SETTINGS;
    }
    if (!rulesettings_check(db, settings, err)) {
        result = err->code;
        tell_fault(settings, err);
    }
    if (result == EXIT_DONE && !check_recipients(settings, db, err)) {
        result = err->code;
        tell_fault(settings, err);
    }
    return result;
}

/* Reached and trusted now, it will take the e-mails of the night; what it thinks of a recipient only mail-test tells. */
static enum ExitCode check_mail_server(const struct Settings *settings, enum ExitCode result,
                                       struct Error *err)
{
    struct Handshake with = {settings->mail_url, settings->mail_ca_file, "", "",
                             settings->mail_security->number == MAIL_STARTTLS};
    time_t expires;

    if (settings->mail_url[0] == '\0' || result == EXIT_SETTINGS) {
        return result;
    }
    if (handshake(&with, &expires, err)) {
        printf("Máy chủ thư: kết nối được\n");
        return result;
    }
    error_prefix(err, "mail server");
    error_hint(err, "is [mail] url right? sudo motcua-as-service motcua-stats mail-test ADDRESS");
    fflush(stdout); /* the error belongs behind what it is about, also in a file */
    log_failure(err);
    *err = (struct Error){.code = EXIT_DONE};
    return EXIT_MAIL;
}

static enum ExitCode check_sources(const struct SourceList *sources, Db *db, enum ExitCode result,
                                   struct Error *err)
{

    for (size_t i = 0; i < sources->count; i++) {
        enum ExitCode code = check_source(sources->items[i], db, err);
        if (code != EXIT_DONE && code != EXIT_REJECTS) {
            error_prefix(err, "source '%s'", sources->items[i]->name);
            fflush(stdout); /* the error belongs behind what it is about, also in a file */
            log_failure(err);
            *err = (struct Error){.code = EXIT_DONE};
        }
        result = code > result ? code : result;
    }
    return result;
}

enum ExitCode ingest_check(const struct Job *job, struct Error *err)
{
    struct SourceList sources;
    const struct CliList *wanted = &job->options->sources;

    if (!sourcefile_read_all(job->arena, job->settings->sources_dir, wanted->items, wanted->count,
                             SOURCE_DRAFT, &sources, err)) {
        return err->code;
    }
    sourcefile_tell_faults(&sources);
    Db *db = open_database(job, err);
    if (db == NULL) {
        return err->code;
    }
    enum ExitCode code = check_settings(job->settings, db, err);
    if (code == EXIT_DONE && sources.broken_count > 0) {
        code = EXIT_SETTINGS;
    }
    code = check_mail_server(job->settings, code, err);
    code = check_sources(&sources, db, code, err);
    db_close(db);
    return code;
}
