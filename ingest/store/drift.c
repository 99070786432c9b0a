#include "ingest/store/drift.h"

#include "common/log.h"
#include "common/memory.h"
#include "ingest/map/json.h"
#include "ingest/privacy/mask.h"
#include "ingest/privacy/shape.h"

#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum {
    ALL_LOOKED_AT = 200, /* then one record of SAMPLE_EVERY */
    SAMPLE_EVERY = 64,
    FIRST_RECORDS_FEWEST = 20,
};

/* In the order of the bits of ShapeField.kinds. */
static const char *const kind_names[] = {"text", "number", "boolean", "list", "object"};

struct Drift {
    const struct Source *source;
    Arena *arena;
    struct Codes codes;
    Shape *shape;
    long long shown;
};

Drift *drift_new(const struct Source *source)
{
    Drift *drift = memory_need(calloc(1, sizeof *drift));

    drift->source = source;
    drift->arena = arena_new();
    drift->shape = shape_new(source->map);
    return drift;
}

void drift_free(Drift *drift)
{
    if (drift != NULL) {
        shape_free(drift->shape);
        arena_free(drift->arena);
        free(drift);
    }
}

struct Codes *drift_codes(Drift *drift)
{
    return &drift->codes;
}

void drift_look(Drift *drift, const cJSON *record)
{
    drift->shown++;
    if (cJSON_IsObject(record) &&
        (drift->shown <= ALL_LOOKED_AT || drift->shown % SAMPLE_EVERY == 0)) {
        shape_look(drift->shape, record);
    }
}

static bool any_has(const struct Pointer *pointer, const cJSON *const *records, int count)
{
    for (int i = 0; i < count; i++) {
        bool twice = false;
        if (pointer_follow(pointer, 0, records[i], &twice) != NULL) {
            return true;
        }
    }
    return false;
}

static bool check_field(const Drift *drift, Db *db, const struct Rule *rule, struct Error *err)
{
    struct Path path = {.length = 0};
    char before[16];

    for (int i = 0; i < rule->pointers[0].count; i++) {
        if (!path_add(&path, rule->pointers[0].tokens[i])) {
            return true;
        }
    }
    const char *values[] = {drift->source->name, path.text};
    if (!db_query_value(db, "SELECT motcua.was_always_there($1, $2)::text", 2, values, before,
                        sizeof before, err)) {
        return false;
    }
    if (strcmp(before, "true") != 0) {
        return true;
    }
    error_set(err, EXIT_SOURCE,
              "no record of the first page has the field %s, which [fields] %s reads and which all "
              "records had before; nothing was stored",
              path.text, rule->column->name);
    return error_hint(err,
                      "has it been renamed? 'motcua-ingest check --source %s' shows what "
                      "records have; mend or remove the rule",
                      drift->source->name);
}

bool drift_check_first(const Drift *drift, Db *db, const cJSON *const *records, int count,
                       struct Error *err)
{
    const FieldMap *map = drift->source->map;
    int columns = entity_column_count(fieldmap_entity(map));

    for (int i = 0; count >= FIRST_RECORDS_FEWEST && i < columns; i++) {
        const struct Rule *rule = fieldmap_rule(map, i);
        if (rule != NULL && rule->pointer_count == 1 &&
            !any_has(&rule->pointers[0], records, count) && !check_field(drift, db, rule, err)) {
            return false;
        }
    }
    return true;
}

static void add_fields(const Drift *drift, cJSON *list)
{
    for (int i = 0; i < shape_field_count(drift->shape); i++) {
        const struct ShapeField *field = shape_field(drift->shape, i);
        cJSON *entry = cJSON_CreateObject();
        cJSON *kinds = cJSON_CreateArray();
        for (size_t bit = 0; bit < sizeof kind_names / sizeof kind_names[0]; bit++) {
            if ((field->kinds & (1U << bit)) != 0) {
                cJSON_AddItemToArray(kinds, cJSON_CreateString(kind_names[bit]));
            }
        }
        cJSON_AddStringToObject(entry, "field", field->path);
        cJSON_AddNumberToObject(entry, "seen", (double)field->seen);
        cJSON_AddItemToObject(entry, "kinds", kinds);
        cJSON_AddItemToArray(list, entry);
    }
}

static void add_code(cJSON *list, const char *column, const char *code)
{
    cJSON *entry = cJSON_CreateObject();

    cJSON_AddStringToObject(entry, "field", column);
    if (code != NULL) {
        cJSON_AddStringToObject(entry, "code", code);
    }
    cJSON_AddItemToArray(list, entry);
}

/* Of a set with too many, only that it has. */
static void add_codes(const Drift *drift, cJSON *list)
{
    const FieldMap *map = drift->source->map;
    int columns = entity_column_count(fieldmap_entity(map));

    for (int i = 0; i < columns; i++) {
        const struct Rule *rule = fieldmap_rule(map, i);
        for (int k = 0; rule != NULL && k < rule->step_count; k++) {
            const struct CodeSet *set = codes_of(&drift->codes, &rule->steps[k]);
            for (int c = 0; set != NULL && !set->many && c < set->count; c++) {
                add_code(list, rule->column->name, mask_code(drift->arena, map, set->codes[c]));
            }
            if (set != NULL && set->many) {
                add_code(list, rule->column->name, NULL);
            }
        }
    }
}

bool drift_report(Drift *drift, Db *db, const char *run_id, long long records, struct Error *err)
{
    if (shape_records(drift->shape) == 0) {
        return true;
    }
    cJSON *fields = cJSON_CreateArray();
    cJSON *codes = cJSON_CreateArray();
    add_fields(drift, fields);
    add_codes(drift, codes);
    const char *values[] = {run_id, drift->shown == records ? "true" : "false",
                            arena_printf(drift->arena, "%lld", shape_records(drift->shape)),
                            json_to_text(drift->arena, fields), json_to_text(drift->arena, codes)};
    cJSON_Delete(fields);
    cJSON_Delete(codes);
    DbRows *rows =
        db_query(db, "SELECT kind, field, detail FROM motcua.note_shape($1, $2, $3, $4, $5)", 5,
                 values, err);
    for (int i = 0; rows != NULL && i < db_row_count(rows); i++) {
        const char *detail = db_value(rows, i, 2);
        log_warning("source '%s': %s: %s%s%s", drift->source->name, db_value(rows, i, 0),
                    db_value(rows, i, 1), detail != NULL ? ": " : "", detail != NULL ? detail : "");
    }
    bool done = rows != NULL;
    db_rows_free(rows);
    return done;
}
