#include "ingest/drift.h"

#include "common/log.h"
#include "common/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "common/banned.h"

enum {
    FIELDS_MOST = 500,
    BUCKETS = 1024, /* a power of two */
    PATH_BYTES_MAX = 200,
    DEPTH_MAX = 6,
    ENTRIES_LOOKED_AT = 5,
    ALL_LOOKED_AT = 200, /* then one record of SAMPLE_EVERY */
    SAMPLE_EVERY = 64,
    FIRST_RECORDS_FEWEST = 20,
    KEY_DIGITS_MOST = 4,
};

/* JSON types as bits; null tells nothing. The order is that of kind_names. */
static const char *const kind_names[] = {"text", "number", "boolean", "list", "object"};
enum { KIND_TEXT = 1, KIND_NUMBER = 2, KIND_BOOLEAN = 4, KIND_LIST = 8, KIND_OBJECT = 16 };

struct Field {
    const char *path;
    long long seen; /* records that have it */
    long long last; /* record that had it last */
    unsigned kinds;
};

struct Drift {
    const struct Source *source;
    Arena *arena;
    struct Codes codes;
    long long shown;
    long long looked_at;
    struct Field fields[FIELDS_MOST];
    int field_count;
    int buckets[BUCKETS]; /* place of a field, plus one */
};

/* The way to a value, written on while the record is walked. */
struct Path {
    char text[PATH_BYTES_MAX + 1];
    size_t length;
};

Drift *drift_new(const struct Source *source)
{
    Drift *drift = calloc(1, sizeof *drift);

    if (drift == NULL) {
        log_out_of_memory();
    }
    drift->source = source;
    drift->arena = arena_new();
    return drift;
}

void drift_free(Drift *drift)
{
    if (drift != NULL) {
        arena_free(drift->arena);
        free(drift);
    }
}

struct Codes *drift_codes(Drift *drift)
{
    return &drift->codes;
}

static unsigned kind_of(const cJSON *node)
{
    if (cJSON_IsString(node)) {
        return KIND_TEXT;
    }
    if (cJSON_IsNumber(node)) {
        return KIND_NUMBER;
    }
    if (cJSON_IsBool(node)) {
        return KIND_BOOLEAN;
    }
    if (cJSON_IsArray(node)) {
        return KIND_LIST;
    }
    return cJSON_IsObject(node) ? KIND_OBJECT : 0;
}

static struct Field *find_field(Drift *drift, const struct Path *path)
{
    size_t bucket = XXH3_64bits(path->text, path->length) % BUCKETS;

    for (; drift->buckets[bucket] != 0; bucket = (bucket + 1) % BUCKETS) {
        struct Field *field = &drift->fields[drift->buckets[bucket] - 1];
        if (strcmp(field->path, path->text) == 0) {
            return field;
        }
    }
    if (drift->field_count == FIELDS_MOST) {
        return NULL;
    }
    struct Field *field = &drift->fields[drift->field_count++];
    field->path = arena_strdup(drift->arena, path->text);
    drift->buckets[bucket] = drift->field_count;
    return field;
}

/* Keys that are themselves data, such as a number of a dossier, all count as one field. */
static bool is_data(const char *key)
{
    int digits = 0;

    for (const char *c = key; *c != '\0'; c++) {
        digits = isdigit((unsigned char)*c) ? digits + 1 : 0;
        if (digits > KEY_DIGITS_MOST || *c == '@') {
            return true;
        }
    }
    return !text_is_utf8(key, strlen(key)) || text_has_control(key, strlen(key));
}

/* Adds a key as a JSON Pointer writes it; false when the path becomes too long. */
static bool go_down(struct Path *path, const char *key)
{
    if (path->length + 1 + 2 * strlen(key) > PATH_BYTES_MAX) {
        return false;
    }
    path->text[path->length++] = '/';
    for (; *key != '\0'; key++) {
        if (*key == '/' || *key == '~') {
            path->text[path->length++] = '~';
        }
        path->text[path->length++] = (char)(*key == '/' ? '1' : *key == '~' ? '0' : *key);
    }
    path->text[path->length] = '\0';
    return true;
}

static void walk(Drift *drift, const cJSON *node, struct Path *path, int depth)
{
    size_t length = path->length;
    int entries = 0;
    const cJSON *child;

    cJSON_ArrayForEach(child, node)
    {
        bool is_entry = cJSON_IsArray(node);
        if (depth == DEPTH_MAX || (is_entry && ++entries > ENTRIES_LOOKED_AT)) {
            break;
        }
        if (!go_down(path, is_entry || is_data(child->string) ? "*" : child->string)) {
            continue;
        }
        struct Field *field = find_field(drift, path);
        if (field != NULL) {
            field->seen += field->last != drift->looked_at;
            field->last = drift->looked_at;
            field->kinds |= kind_of(child);
        }
        walk(drift, child, path, depth + 1);
        path->length = length;
        path->text[length] = '\0';
    }
}

void drift_look(Drift *drift, const cJSON *record)
{
    struct Path path = {.length = 0};

    drift->shown++;
    if (cJSON_IsObject(record) &&
        (drift->shown <= ALL_LOOKED_AT || drift->shown % SAMPLE_EVERY == 0)) {
        drift->looked_at++;
        walk(drift, record, &path, 0);
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

static bool check_field(const Drift *drift, Db *db, const struct Rule *rule, bool whole_list,
                        struct Error *err)
{
    struct Path path = {.length = 0};
    char before[16];

    for (int i = 0; i < rule->pointers[0].count; i++) {
        if (!go_down(&path, rule->pointers[0].tokens[i])) {
            return true;
        }
    }
    const char *values[] = {drift->source->name, path.text, whole_list ? "true" : "false"};
    if (!db_query_value(db, "SELECT motcua.was_always_there($1, $2, $3)::text", 3, values, before,
                        sizeof before, err)) {
        return false;
    }
    if (strcmp(before, "true") != 0) {
        return true;
    }
    error_set(err, EXIT_SOURCE,
              "no record has the field %s any more, which [fields] %s reads; nothing was stored",
              path.text, rule->column->name);
    return error_hint(err,
                      "has it been renamed? 'motcua-ingest check --source %s' shows what the "
                      "records have now",
                      drift->source->name);
}

bool drift_check_first(const Drift *drift, Db *db, const cJSON *const *records, int count,
                       bool whole_list, struct Error *err)
{
    const FieldMap *map = drift->source->map;
    int columns = entity_column_count(fieldmap_entity(map));

    for (int i = 0; count >= FIRST_RECORDS_FEWEST && i < columns; i++) {
        const struct Rule *rule = fieldmap_rule(map, i);
        if (rule != NULL && rule->pointer_count == 1 &&
            !any_has(&rule->pointers[0], records, count) &&
            !check_field(drift, db, rule, whole_list, err)) {
            return false;
        }
    }
    return true;
}

static void add_fields(const Drift *drift, cJSON *list)
{
    for (int i = 0; i < drift->field_count; i++) {
        const struct Field *field = &drift->fields[i];
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
                add_code(list, rule->column->name, set->codes[c]);
            }
            if (set != NULL && set->many) {
                add_code(list, rule->column->name, NULL);
            }
        }
    }
}

bool drift_report(Drift *drift, Db *db, const char *run_id, long long records, struct Error *err)
{
    if (drift->looked_at == 0) {
        return true;
    }
    cJSON *fields = cJSON_CreateArray();
    cJSON *codes = cJSON_CreateArray();
    add_fields(drift, fields);
    add_codes(drift, codes);
    char *fields_text = cJSON_PrintUnformatted(fields);
    char *codes_text = cJSON_PrintUnformatted(codes);
    const char *values[] = {run_id, drift->shown == records ? "true" : "false",
                            arena_printf(drift->arena, "%lld", drift->looked_at), fields_text,
                            codes_text};
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
    cJSON_Delete(fields);
    cJSON_Delete(codes);
    cJSON_free(fields_text);
    cJSON_free(codes_text);
    return done;
}
