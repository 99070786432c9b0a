#include "ingest/check.h"

#include "common/db.h"
#include "common/log.h"
#include "common/table.h"
#include "common/text.h"
#include "ingest/pager.h"
#include "ingest/source.h"

#include <stdio.h>

#include "common/banned.h"

enum { SHOWN_RECORDS = 3, UNREAD_BYTES = 8192 };

struct Check {
    const struct Source *source;
    Arena *arena; /* of the page */
    struct StepContext context;
    struct Value values[ENTITY_COLUMNS_MAX];
    int rejected;
};

static const char *value_text(Arena *arena, const struct Column *column, const struct Value *value)
{
    char time[CLOCK_TEXT_SIZE];

    if (value->is_null) {
        return NULL;
    }
    switch (column->type) {
    case COLUMN_TEXT:
    case COLUMN_NAME:
    case COLUMN_LABEL:
        return value->text;
    case COLUMN_BOOL:
        return value->number != 0 ? "true" : "false";
    case COLUMN_INSTANT:
        clock_to_iso(value->number, time);
        return arena_strdup(arena, time);
    case COLUMN_SMALLINT:
    case COLUMN_INT:
    case COLUMN_BIGINT:
        break;
    }
    return arena_printf(arena, "%lld", value->number);
}

static void show_record(struct Check *check, int place, const struct Problem *problem)
{
    const struct Entity *entity = fieldmap_entity(check->source->map);
    Table *table = table_new(check->arena, "lll", 2);

    printf("\nBản ghi %d%s\n", place, problem == NULL ? "" : " (bị loại)");
    table_add(table, (const char *const[]){"Cột", "Giá trị", "Quy tắc"});
    table_rule(table);
    for (int i = 0; entity->columns[i].name != NULL; i++) {
        const struct Rule *rule = fieldmap_rule(check->source->map, i);
        bool failed = problem != NULL && problem->column != NULL &&
                      text_equal(problem->column, entity->columns[i].name);
        const char *value = failed
                                ? problem->reason
                                : value_text(check->arena, &entity->columns[i], &check->values[i]);
        table_add(table, (const char *const[]){entity->columns[i].name, value,
                                               rule != NULL ? rule->text : NULL});
    }
    table_print(table, stdout);
    if (problem != NULL && problem->column == NULL) {
        printf("%s\n", problem->reason);
    }
}

/* Names only: values of fields that nobody reads are nobody's business. */
static void show_unread(const struct Check *check, const cJSON *record)
{
    struct Buf unread;
    const cJSON *child;

    buf_init(&unread, UNREAD_BYTES);
    cJSON_ArrayForEach(child, record)
    {
        if (child->string != NULL && !fieldmap_reads(check->source->map, child->string)) {
            buf_printf(&unread, "%s%s", unread.length > 0 ? ", " : "",
                       text_sanitize(check->arena, child->string));
        }
    }
    printf("\nTrường không đọc (không lưu): %s\n", unread.length > 0 ? unread.data : "không có");
    buf_release(&unread);
}

static void show_page(struct Check *check, const struct Page *page)
{
    const cJSON *first = NULL;

    for (int i = 0; i < page->count; i++) {
        struct Problem problem;
        const cJSON *record = page_record(check->arena, &page->records[i]);
        bool good =
            fieldmap_apply(check->source->map, &check->context, record, check->values, &problem);
        first = first != NULL ? first : record;
        check->rejected += !good;
        if (i < SHOWN_RECORDS || (!good && check->rejected <= SHOWN_RECORDS)) {
            show_record(check, i + 1, good ? NULL : &problem);
        }
    }
    show_unread(check, first);
    printf("Trang đầu: %d bản ghi, %d bị loại", page->count, check->rejected);
    if (page->total >= 0) {
        printf("; nguồn báo tổng số %lld", page->total);
    }
    printf("\n");
}

static enum ExitCode check_source(const struct Source *source, struct Error *err)
{
    struct Window everything = {0, 0};
    struct Page page;
    bool more;
    Pager *pager = pager_new(source, &everything, err);

    if (pager == NULL) {
        return err->code;
    }
    struct Check check = {.source = source, .arena = arena_new()};
    check.context =
        (struct StepContext){.arena = check.arena, .utc_offset_s = source->utc_offset_s};
    printf("\nNguồn %s (%s): %s\n", source->name, source->entity_name, source->url);
    bool fetched = pager_next(pager, check.arena, &page, &more, err);
    if (fetched && more) {
        show_page(&check, &page);
    } else if (fetched) {
        printf("Danh sách trống.\n");
    }
    pager_free(pager);
    arena_free(check.arena);
    if (!fetched) {
        return err->code;
    }
    return check.rejected > 0 ? EXIT_REJECTS : EXIT_DONE;
}

static bool check_database(const struct Job *job, struct Error *err)
{
    char version[64];
    Db *db = db_open(job->settings->conninfo, "motcua-ingest check", err);

    bool ready =
        db != NULL &&
        db_query_value(
            db,
            "SELECT current_setting('server_version') || ', ' || current_database() "
            "FROM (SELECT FROM motcua.run LIMIT 1) AS there RIGHT JOIN (SELECT 1) AS one ON true",
            0, NULL, version, sizeof version, err);
    db_close(db);
    if (!ready) {
        return err->hint[0] != '\0'
                   ? false
                   : error_hint(err, "has the schema been deployed? see the README");
    }
    printf("Cơ sở dữ liệu: PostgreSQL %s\n", version);
    return true;
}

enum ExitCode ingest_check(const struct Job *job, struct Error *err)
{
    struct SourceList sources;
    const struct CliList *wanted = &job->options->sources;
    enum ExitCode result = EXIT_DONE;

    if (!source_load_all(job->arena, job->settings->sources_dir, wanted->items, wanted->count,
                         &sources, err) ||
        !check_database(job, err)) {
        return err->code;
    }
    for (size_t i = 0; i < sources.count; i++) {
        enum ExitCode code = check_source(sources.items[i], err);
        if (code != EXIT_DONE && code != EXIT_REJECTS) {
            error_prefix(err, "source '%s'", sources.items[i]->name);
            log_failure(err);
            *err = (struct Error){.code = EXIT_DONE};
        }
        result = code > result ? code : result;
    }
    return result;
}
