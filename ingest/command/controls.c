#include "ingest/command/controls.h"

#include "common/text.h"
#include "ingest/privacy/mask.h"
#include "ingest/privacy/shape.h"

#include "common/banned.h"

enum { ONE_IN = 4 /* more records are a kind of their own */ };

static struct ControlKey *find_key(struct Controls *controls, const char *name)
{
    for (int i = 0; i < controls->key_count; i++) {
        if (text_equal(controls->keys[i].name, name)) {
            return &controls->keys[i];
        }
    }
    return NULL;
}

static struct ControlKey *add_key(struct Controls *controls, const char *name)
{
    if (controls->key_count == CONTROL_KEYS_MOST) {
        return NULL;
    }
    controls->keys[controls->key_count].name = arena_strdup(controls->arena, name);
    return &controls->keys[controls->key_count++];
}

void controls_look(struct Controls *controls, const cJSON *record, bool learns)
{
    controls->records++;
    controls->learned += learns;
    for (const cJSON *child = cJSON_IsObject(record) ? record->child : NULL; child != NULL;
         child = child->next) {
        struct ControlKey *key = find_key(controls, child->string);
        key = key != NULL ? key : add_key(controls, child->string);
        if (key != NULL) {
            key->seen++;
            key->learned += learns;
        }
    }
}

/* A key that there was no room for may be usual. */
static bool has_usual_key(struct Controls *controls, const cJSON *record)
{
    for (const cJSON *child = record->child; child != NULL; child = child->next) {
        const struct ControlKey *key = find_key(controls, child->string);
        if (key == NULL || 2 * key->learned > controls->learned) {
            return true;
        }
    }
    return false;
}

bool controls_take(struct Controls *controls, const cJSON *record)
{
    if (!cJSON_IsObject(record) || record->child == NULL || has_usual_key(controls, record)) {
        return false;
    }
    controls->found++;
    for (const cJSON *child = record->child; child != NULL; child = child->next) {
        struct ControlKey *key = find_key(controls, child->string);
        key->values_in_controls += cJSON_IsNumber(child) || cJSON_IsBool(child) ||
                                   (cJSON_IsString(child) && child->valuestring[0] != '\0');
    }
    return true;
}

int controls_found(const struct Controls *controls, const FieldMap *map, const char **field)
{
    int found = controls->found * ONE_IN <= controls->records ? controls->found : 0;

    *field = NULL;
    for (int i = 0; found > 0 && *field == NULL && i < controls->key_count; i++) {
        const struct ControlKey *key = &controls->keys[i];
        struct Path path = {.length = 0};
        if (key->seen == found && key->values_in_controls == found &&
            mask_is_field(map, key->name) && path_add(&path, key->name)) {
            *field = arena_strdup(controls->arena, path.text);
        }
    }
    return found;
}
