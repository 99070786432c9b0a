#include "ingest/map/fieldmap.h"

#include "common/plain.h"
#include "ingest/map/words.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "common/banned.h"

/* Records of one source list their keys in the same order: the place of the last record is tried first. */
struct KeyGuess {
    char key[64];
    int root_key; /* -1: no rule reads it */
};

struct FieldMap {
    Arena *arena;
    const struct Entity *entity;
    int column_count;
    struct Rule *rules[ENTITY_COLUMNS_MAX]; /* by column; NULL = none */
    const char *root_keys[ROOT_KEYS_MAX];
    int root_key_count;
    struct Condition skip;
    const char *skip_text; /* as written in the source file */
    bool has_header;
    struct KeyGuess guesses[RECORD_KEYS_MAX];
};

/* Where the top-level keys of one record are. */
struct Roots {
    const cJSON *found[ROOT_KEYS_MAX];
    bool twice[ROOT_KEYS_MAX];
};

FieldMap *fieldmap_new(Arena *arena, const struct Entity *entity)
{
    FieldMap *map = arena_alloc(arena, sizeof *map);

    map->arena = arena;
    map->entity = entity;
    map->column_count = entity_column_count(entity);
    map->skip_text = "";
    for (int i = 0; i < RECORD_KEYS_MAX; i++) {
        map->guesses[i].root_key = -1;
    }
    return map;
}

const struct Entity *fieldmap_entity(const FieldMap *map)
{
    return map->entity;
}

const struct Rule *fieldmap_rule(const FieldMap *map, int column)
{
    return map->rules[column];
}

static int find_root_key(const FieldMap *map, const char *key)
{
    for (int i = 0; i < map->root_key_count; i++) {
        if (strcmp(map->root_keys[i], key) == 0) {
            return i;
        }
    }
    return -1;
}

uint64_t fieldmap_digest(const FieldMap *map)
{
    uint64_t digest = XXH3_64bits(map->skip_text, strlen(map->skip_text));

    for (int i = 0; i < map->column_count; i++) {
        const char *text = map->rules[i] != NULL ? map->rules[i]->text : "";
        digest = XXH3_64bits_withSeed(text, strlen(text) + 1, digest);
    }
    return digest;
}

static void name_pointer(const struct Pointer *pointer, FieldTaker take, void *user)
{
    for (int i = 0; i < pointer->count; i++) {
        take(user, pointer->tokens[i]);
    }
}

static void name_condition(const struct Condition *condition, FieldTaker take, void *user)
{
    for (; condition != NULL && condition->given; condition = condition->also) {
        name_pointer(&condition->pointer, take, user);
    }
}

void fieldmap_name_fields(const FieldMap *map, FieldTaker take, void *user)
{
    name_condition(&map->skip, take, user);
    for (int i = 0; i < map->column_count; i++) {
        const struct Rule *rule = map->rules[i];
        for (int k = 0; rule != NULL && k < rule->pointer_count; k++) {
            name_pointer(&rule->pointers[k], take, user);
        }
        for (int k = 0; rule != NULL && k < rule->step_count; k++) {
            name_pointer(&rule->steps[k].pointer, take, user);
            name_condition(&rule->steps[k].condition, take, user);
        }
    }
}

bool fieldmap_lists(const FieldMap *map, const char *text)
{
    bool listed = condition_lists(&map->skip, text);

    for (int i = 0; !listed && i < map->column_count; i++) {
        listed = map->rules[i] != NULL && rule_lists(map->rules[i], text);
    }
    return listed;
}

void fieldmap_take_header(FieldMap *map)
{
    map->has_header = true;
}

bool fieldmap_has_header(const FieldMap *map)
{
    return map->has_header;
}

/* Where the first key of each pointer is noted while a record is read. */
static bool add_root_keys(FieldMap *map, struct Rule *rule, struct Error *err)
{
    for (int i = 0; i < rule->pointer_count; i++) {
        const char *key = rule->pointers[i].tokens[0];
        rule->root_keys[i] = find_root_key(map, key);
        if (rule->root_keys[i] < 0 && map->root_key_count == ROOT_KEYS_MAX) {
            return error_set(err, EXIT_SETTINGS, "expected at most %d different fields",
                             ROOT_KEYS_MAX);
        }
        if (rule->root_keys[i] < 0) {
            rule->root_keys[i] = map->root_key_count++;
            map->root_keys[rule->root_keys[i]] = key;
        }
    }
    return true;
}

bool fieldmap_add(FieldMap *map, const char *name, const char *text, struct Error *err)
{
    int column = entity_column(map->entity, name);

    if (column < 0) {
        error_set(err, EXIT_SETTINGS, "[fields] %s: expected a column of %s", name,
                  map->entity->name);
        return error_hint(err, "the columns are those of %s", map->entity->staging);
    }
    if (map->rules[column] != NULL) {
        return error_set(err, EXIT_SETTINGS, "[fields] %s: expected only once in the file", name);
    }
    struct Rule *rule = arena_alloc(map->arena, sizeof *rule);
    rule->column = &map->entity->columns[column];
    rule->text = arena_strdup(map->arena, text);
    if (!rule_compile(map->arena, rule, err) || !add_root_keys(map, rule, err)) {
        return error_prefix(err, "[fields] %s", name);
    }
    map->rules[column] = rule;
    return true;
}

bool fieldmap_skip_when(FieldMap *map, const char *text, struct Error *err)
{
    struct Words words;

    map->skip_text = text;
    return words_split(map->arena, text, &words, err) &&
           condition_compile(map->arena, words.items, words.count, &map->skip, err);
}

bool fieldmap_reads(const FieldMap *map, const char *key)
{
    for (const struct Condition *test = &map->skip; test != NULL && test->given;
         test = test->also) {
        if (test->pointer.count > 0 && strcmp(test->pointer.tokens[0], key) == 0) {
            return true;
        }
    }
    return find_root_key(map, key) >= 0;
}

bool fieldmap_is_empty(const FieldMap *map)
{
    for (int i = 0; i < map->column_count; i++) {
        if (map->rules[i] != NULL) {
            return false;
        }
    }
    return true;
}

const struct Condition *fieldmap_skip(const FieldMap *map)
{
    return &map->skip;
}

bool fieldmap_check(const FieldMap *map, struct Error *err)
{
    const struct Column *columns = map->entity->columns;
    int handled = entity_handled_column(map->entity);

    for (int i = 0; i < map->column_count; i++) {
        if (columns[i].required && map->rules[i] == NULL) {
            return error_set(err, EXIT_SETTINGS,
                             "[fields] %s: expected a rule, the column is required",
                             columns[i].name);
        }
    }
    if (handled >= 0 && map->rules[handled] == NULL &&
        map->rules[entity_column(map->entity, columns[handled].handler_of)] == NULL) {
        return error_set(err, EXIT_SETTINGS, "[fields] %s: expected a rule, or one for %s",
                         columns[handled].name, columns[handled].handler_of);
    }
    return true;
}

/* The root key that the child in this place is, by the guess or by search; the guess learns. */
static int root_key_of(FieldMap *map, int place, const char *key)
{
    struct KeyGuess *guess = place < RECORD_KEYS_MAX ? &map->guesses[place] : NULL;

    if (guess != NULL && strcmp(guess->key, key) == 0) {
        return guess->root_key;
    }
    int root_key = find_root_key(map, key);
    if (guess != NULL && strlen(key) < sizeof guess->key) {
        snprintf(guess->key, sizeof guess->key, "%s", key);
        guess->root_key = root_key;
    }
    return root_key;
}

static void find_roots(FieldMap *map, const cJSON *record, struct Roots *roots)
{
    int place = 0;

    for (const cJSON *child = record->child; child != NULL; child = child->next, place++) {
        int root_key = root_key_of(map, place, child->string);
        if (root_key >= 0) {
            roots->twice[root_key] = roots->found[root_key] != NULL;
            roots->found[root_key] = child;
        }
    }
}

static const char *read_origin(const struct Rule *rule, const struct ItemContext *context,
                               const struct Roots *roots, struct Item *item)
{
    struct Found found;

    for (int i = 0; i < rule->pointer_count; i++) {
        found.twice[i] = roots->twice[rule->root_keys[i]];
        found.nodes[i] = pointer_follow(&rule->pointers[i], 1, roots->found[rule->root_keys[i]],
                                        &found.twice[i]);
    }
    return rule_take(rule, context, &found, item);
}

static const char *fill(const struct Rule *rule, const struct Column *column,
                        const struct ItemContext *context, const struct Roots *roots,
                        struct Value *value)
{
    struct Item item = {.kind = ITEM_NULL};
    const char *reason = rule != NULL ? read_origin(rule, context, roots, &item) : NULL;

    if (item.kind == ITEM_TEXT && column->type == COLUMN_TEXT) {
        /* Before a step looks for the hyphen of the code. */
        item.text = plain_signs(context->arena, item.text);
    }
    for (int i = 0; reason == NULL && rule != NULL && i < rule->step_count; i++) {
        reason = step_apply(&rule->steps[i], context, &item);
    }
    if (reason == NULL && item.kind == ITEM_NULL && column->fallback != NULL) {
        item = (struct Item){.kind = ITEM_TEXT, .text = column->fallback};
    }
    return reason != NULL ? reason : value_take(column, context, &item, value);
}

/* A reason why it cannot be told is a problem of the record: it may be one that counts. */
static bool skips(const FieldMap *map, const struct ItemContext *context, const cJSON *record,
                  struct Problem *problem)
{
    bool met = false;

    if (map->skip.given) {
        problem->reason = condition_meets(&map->skip, context, record, &met);
        problem->column = problem->reason != NULL ? "skip" : NULL;
    }
    return met && problem->reason == NULL;
}

bool fieldmap_apply(FieldMap *map, const struct ItemContext *context, const cJSON *record,
                    struct Value *values, struct Problem *problem)
{
    struct Roots roots = {.found = {NULL}};
    struct ItemContext own = *context;

    memset(values, 0, (size_t)map->column_count * sizeof *values);
    if (!cJSON_IsObject(record)) {
        *problem =
            (struct Problem){.reason = record == NULL        ? "bản ghi không phải JSON"
                                       : cJSON_IsRaw(record) ? item_masked
                                                             : "bản ghi không phải một nhóm"};
        return false;
    }
    find_roots(map, record, &roots);
    *problem = (struct Problem){.reason = NULL};
    problem->skipped = skips(map, context, record, problem);
    own.record = record;
    own.codes = problem->skipped ? NULL : context->codes;
    for (int i = 0; i < map->column_count; i++) {
        values[i].is_null = true;
        const char *reason =
            fill(map->rules[i], &map->entity->columns[i], &own, &roots, &values[i]);
        if (reason == NULL) {
            reason = value_contradiction(&map->entity->columns[i], &values[i]);
        }
        values[i].failed = reason;
        values[i].is_null = values[i].is_null || reason != NULL;
        if (reason != NULL && problem->reason == NULL) {
            problem->column = map->entity->columns[i].name;
            problem->reason = reason;
        }
    }
    return problem->reason == NULL && !problem->skipped;
}
