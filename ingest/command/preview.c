#include "ingest/command/preview.h"

#include "common/personal.h"
#include "common/program/table.h"
#include "ingest/command/advice.h"
#include "ingest/command/choices.h"
#include "ingest/map/json.h"
#include "ingest/privacy/mask.h"
#include "ingest/store/handler.h"

#include <stdio.h>
#include <string.h>

#include "common/banned.h"

enum { SHOWN_RECORDS = 3, CELL_BYTES_MAX = 40 };

struct Preview {
    Arena *arena;
    Db *db;
    const struct Source *source;
    struct ItemContext context;
    struct Value values[ENTITY_COLUMNS_MAX];
    struct Findings findings;
    bool has_rules; /* of a file without any, records have nothing to show */
};

/* Cut between letters, so that a table stays narrow. */
static const char *shorten(Arena *arena, const char *text)
{
    size_t length = strlen(text);

    if (length <= CELL_BYTES_MAX) {
        return text;
    }
    for (length = CELL_BYTES_MAX; ((unsigned char)text[length] & 0xc0) == 0x80; length--) {
    }
    return arena_printf(arena, "%s…", arena_strndup(arena, text, length));
}

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
        return shorten(arena, value->text);
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

/* What a map reads may be anything, and a * takes it all: the operator's terminal shows what is no person's. */
static const char *raw_code(const struct Preview *preview, const struct Rule *rule,
                            const char *text)
{
    return preview->findings.on_terminal && !choices_reads_personal(rule) && !personal_has(text)
               ? text
               : mask_code(preview->arena, preview->source->map, text);
}

/* What the source sent; a value that its rule could not use may be anything, so only its shape. */
static const char *raw_text(const struct Preview *preview, const struct Rule *rule,
                            const struct Value *value, const cJSON *record)
{
    Arena *arena = preview->arena;
    struct Item item;

    if (rule->constant != NULL || rule_origin(rule, &preview->context, record, &item) != NULL) {
        return NULL;
    }
    if (item.kind == ITEM_NODE && cJSON_IsArray(item.node)) {
        return arena_printf(arena, "danh sách (%d)", cJSON_GetArraySize(item.node));
    }
    if (item.kind != ITEM_TEXT) {
        return NULL;
    }
    if (value->failed == NULL && rule_cuts(rule)) {
        return shorten(arena, mask_rest(arena, item.text, value->text));
    }
    return shorten(arena, rule_has_map(rule)      ? raw_code(preview, rule, item.text)
                          : value->failed == NULL ? item.text
                                                  : mask_value(arena, item.text));
}

/* What comes from the dossier that the record names, or should. */
static bool is_handled(const struct Preview *preview, int place)
{
    const struct Value *value = &preview->values[place];

    return fieldmap_entity(preview->source->map)->columns[place].handler_of != NULL &&
           (!value->is_null || value->failed != NULL);
}

static void show_column(const struct Preview *preview, Table *table, int place, const cJSON *record)
{
    const struct Column *column = &fieldmap_entity(preview->source->map)->columns[place];
    const struct Rule *rule = fieldmap_rule(preview->source->map, place);
    const struct Value *value = &preview->values[place];
    const char *stored = value_text(preview->arena, column, value);
    const char *raw = rule != NULL ? raw_text(preview, rule, value, record) : NULL;

    /* A text column would take a number of a person too; the code of a record may look like one. */
    if (place > 0 && (column->type == COLUMN_TEXT || column->type == COLUMN_NAME)) {
        stored = stored != NULL ? personal_mask(preview->arena, stored) : NULL;
        raw = raw != NULL ? personal_mask(preview->arena, raw) : NULL;
    }
    if (value->failed != NULL) {
        stored = arena_printf(preview->arena, "LỖI: %s", value->failed);
    }
    if (raw != NULL && stored != NULL && strcmp(raw, stored) == 0) {
        raw = "=";
    }
    table_add(table, (const char *const[]){column->name, stored, raw,
                                           rule != NULL ? rule->text : "(theo hồ sơ)"});
}

static void show_record(const struct Preview *preview, int place, const cJSON *record,
                        const struct Problem *problem)
{
    const struct Entity *entity = fieldmap_entity(preview->source->map);
    Table *table = table_new(preview->arena, "llll", 3);

    if (problem != NULL && problem->skipped) {
        printf("\nBản ghi %d (bỏ qua)\n", place);
        return;
    }
    printf("\nBản ghi %d%s\n", place, problem == NULL ? "" : " (bị loại)");
    if (problem != NULL && problem->column == NULL) {
        printf("%s\n", problem->reason);
        return;
    }
    table_add(table, (const char *const[]){"Cột", "Giá trị sẽ lưu", "Giá trị gốc", "Quy tắc"});
    table_rule(table);
    for (int i = 0; entity->columns[i].name != NULL; i++) {
        if (fieldmap_rule(preview->source->map, i) != NULL || is_handled(preview, i)) {
            show_column(preview, table, i, record);
        }
    }
    table_print(table, stdout);
}

static bool take_record(struct Preview *preview, int place, const cJSON *record,
                        const struct Flaw *flaw, struct Error *err)
{
    struct Problem problem;
    bool good =
        fieldmap_apply(preview->source->map, &preview->context, record, preview->values, &problem);

    if (!handler_find_one(preview->db, preview->arena, fieldmap_entity(preview->source->map),
                          preview->values, &problem, err)) {
        return false;
    }
    good = good && problem.reason == NULL;
    if (flaw != NULL && !problem.skipped) {
        problem = (struct Problem){
            .reason = arena_printf(preview->arena, "dòng %lld: %s", flaw->line, flaw->reason)};
        good = false;
    }

    findings_add(&preview->findings, preview->source->map, preview->values, record,
                 good ? NULL : &problem);
    if (preview->has_rules &&
        (place <= SHOWN_RECORDS || (!good && preview->findings.rejected <= SHOWN_RECORDS))) {
        show_record(preview, place, record, good ? NULL : &problem);
    }
    return true;
}

/* Only the samples are looked at again; what is made of any other is given back before the next one. */
static bool take_records(struct Preview *preview, const struct Page *page, struct Error *err)
{
    Arena *others = arena_new();
    bool done = true;

    arena_limit(others, page_values_most(preview->source));
    for (int i = 0; done && i < page->count; i++) {
        preview->context.arena = i < SAMPLES_MOST ? preview->arena : others;
        const cJSON *record = json_record(preview->context.arena, &page->records[i]);
        done = !arena_is_full(preview->context.arena) || page_too_large_record(i + 1, err);
        if (done) {
            done = take_record(preview, i + 1, record, page_flaw(page, i), err);
        }
        arena_reset(others);
    }
    arena_free(others);
    return done;
}

enum ExitCode preview_page(Arena *arena, Db *db, const struct Source *source,
                           const struct Page *page, struct Error *err)
{
    struct Preview *preview = arena_alloc(arena, sizeof *preview);

    preview->arena = arena;
    preview->db = db;
    preview->source = source;
    for (int i = 0; fieldmap_entity(source->map)->columns[i].name != NULL; i++) {
        preview->has_rules = preview->has_rules || fieldmap_rule(source->map, i) != NULL;
    }
    findings_init(&preview->findings, arena, source->map);
    preview->context = source_context(source, arena, &preview->findings.codes);
    if (!take_records(preview, page, err)) {
        findings_release(&preview->findings);
        return err->code;
    }
    printf("\nTrang đầu: %d bản ghi, %d bị loại", page->count, preview->findings.rejected);
    if (preview->findings.skipped > 0) {
        printf(", %d bỏ qua", preview->findings.skipped);
    }
    if (page->keyed) {
        printf("; danh sách là một nhóm, khóa của mỗi bản ghi đọc bằng /" JSON_KEY);
    }
    if (page->total >= 0) {
        printf("; nguồn báo tổng số %lld", page->total);
    }
    printf("\n");
    bool told = advice_print(&preview->findings, db, source, err);
    int rejected = preview->findings.rejected;
    findings_release(&preview->findings);
    if (!told) {
        return err->code;
    }
    return rejected > 0 ? EXIT_REJECTS : EXIT_DONE;
}
