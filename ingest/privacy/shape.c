#include "ingest/privacy/shape.h"

#include "common/memory.h"
#include "ingest/privacy/mask.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "common/banned.h"

enum {
    BUCKETS = 1024, /* more than fields, so that a search ends */
    DEPTH_MAX = 6,
    ENTRIES_LOOKED_AT = 5,
};

struct Shape {
    Arena *arena;
    const FieldMap *map;
    long long records;
    struct ShapeField fields[SHAPE_FIELDS_MOST];
    int field_count;
    int buckets[BUCKETS]; /* place of a field, plus one */
};

Shape *shape_new(const FieldMap *map)
{
    Shape *shape = memory_need(calloc(1, sizeof *shape));

    shape->arena = arena_new();
    shape->map = map;
    return shape;
}

void shape_free(Shape *shape)
{
    if (shape != NULL) {
        arena_free(shape->arena);
        free(shape);
    }
}

long long shape_records(const Shape *shape)
{
    return shape->records;
}

int shape_field_count(const Shape *shape)
{
    return shape->field_count;
}

const struct ShapeField *shape_field(const Shape *shape, int place)
{
    return &shape->fields[place];
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

static struct ShapeField *find_field(Shape *shape, const struct Path *path)
{
    size_t bucket = XXH3_64bits(path->text, path->length) % BUCKETS;

    for (; shape->buckets[bucket] != 0; bucket = (bucket + 1) % BUCKETS) {
        struct ShapeField *field = &shape->fields[shape->buckets[bucket] - 1];
        if (strcmp(field->path, path->text) == 0) {
            return field;
        }
    }
    if (shape->field_count == SHAPE_FIELDS_MOST) {
        return NULL;
    }
    struct ShapeField *field = &shape->fields[shape->field_count++];
    field->path = arena_strdup(shape->arena, path->text);
    shape->buckets[bucket] = shape->field_count;
    return field;
}

bool path_add(struct Path *path, const char *key)
{
    if (path->length + 1 + 2 * strlen(key) > SHAPE_PATH_BYTES) {
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

static void walk(Shape *shape, const cJSON *node, struct Path *path, int depth)
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
        if (!path_add(path, is_entry || !mask_is_field(shape->map, child->string)
                                ? "*"
                                : child->string)) {
            continue;
        }
        struct ShapeField *field = find_field(shape, path);
        if (field != NULL) {
            field->seen += field->last != shape->records;
            field->last = shape->records;
            field->kinds |= kind_of(child);
        }
        walk(shape, child, path, depth + 1);
        path->length = length;
        path->text[length] = '\0';
    }
}

void shape_look(Shape *shape, const cJSON *record)
{
    struct Path path = {.length = 0};

    shape->records++;
    walk(shape, record, &path, 0);
}
