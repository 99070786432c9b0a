#include "ingest/command/unread.h"

#include "common/program/table.h"
#include "common/text.h"
#include "ingest/command/choices.h"
#include "ingest/privacy/mask.h"
#include "ingest/source/spot.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "common/banned.h"

enum { FORM_LETTERS_MOST = 30 };

/* Tokens that are places in a list count for every entry of it. */
static bool add_pointer(struct Path *path, const struct Pointer *pointer)
{
    for (int i = 0; i < pointer->count; i++) {
        const char *token = pointer->tokens[i];
        bool is_place = token[0] != '\0' && token[strspn(token, "0123456789")] == '\0';
        if (!path_add(path, is_place ? "*" : token)) {
            return false;
        }
    }
    return true;
}

/* True when the way to what is read is, or leads through, the field. */
static bool leads_through(const struct Path *way, const char *field)
{
    size_t length = strlen(field);

    return strncmp(way->text, field, length) == 0 &&
           (way->text[length] == '\0' || way->text[length] == '/');
}

static bool entry_reads(const struct Path *list, const struct Pointer *pointer, const char *field)
{
    struct Path way = *list;

    return path_add(&way, "*") && add_pointer(&way, pointer) && leads_through(&way, field);
}

/* Conditions on the entries of a list, or (list NULL) on the record. */
static bool condition_reads(const struct Condition *condition, const struct Path *list,
                            const char *field)
{
    for (; condition != NULL && condition->given; condition = condition->also) {
        struct Path way = {.length = 0};
        if (list != NULL ? entry_reads(list, &condition->pointer, field)
                         : add_pointer(&way, &condition->pointer) && leads_through(&way, field)) {
            return true;
        }
    }
    return false;
}

/* way leads to the list of the steps that have one. */
static bool step_reads(const struct Step *step, const struct Path *way, const char *field)
{
    return !step_is_set(step) && (entry_reads(way, &step->pointer, field) ||
                                  condition_reads(&step->condition, way, field));
}

static bool rule_reads(const struct Rule *rule, const char *field)
{
    for (int k = 0; k < rule->step_count; k++) {
        const struct Step *step = &rule->steps[k];
        if (step_is_set(step) && condition_reads(&step->condition, NULL, field)) {
            return true;
        }
    }
    for (int i = 0; i < rule->pointer_count; i++) {
        struct Path way = {.length = 0};
        if (!add_pointer(&way, &rule->pointers[i])) {
            continue;
        }
        if (leads_through(&way, field)) {
            return true;
        }
        for (int k = 0; k < rule->step_count; k++) {
            if (step_reads(&rule->steps[k], &way, field)) {
                return true;
            }
        }
    }
    return false;
}

static bool spot_reads(const struct Spot *spot, const char *field)
{
    struct Path way = {.length = 0};

    return (spot->kind == SPOT_LINES || spot->kind == SPOT_LAST) &&
           add_pointer(&way, &spot->pointer) && leads_through(&way, field);
}

/* Of an ndjson, paging reads from among the records. */
static bool paging_reads(const struct Source *source, const char *field)
{
    return spot_reads(&source->next_spot, field) || spot_reads(&source->total_spot, field) ||
           (spot_around(source) == SPOT_LINES &&
            condition_reads(&source->end_condition, NULL, field));
}

static bool is_read(const struct Source *source, const char *field)
{
    const FieldMap *map = source->map;
    const struct Column *columns = fieldmap_entity(map)->columns;

    if (condition_reads(fieldmap_skip(map), NULL, field) || paging_reads(source, field)) {
        return true;
    }
    for (int i = 0; columns[i].name != NULL; i++) {
        const struct Rule *rule = fieldmap_rule(map, i);
        if (rule != NULL && rule_reads(rule, field)) {
            return true;
        }
    }
    return false;
}

static const char *kinds_text(Arena *arena, unsigned kinds)
{
    static const char *const names[] = {"chữ", "số", "đúng/sai", "danh sách", "nhóm"};
    const char *text = NULL;

    for (size_t bit = 0; bit < sizeof names / sizeof names[0]; bit++) {
        if ((kinds & (1U << bit)) != 0) {
            text = text == NULL ? names[bit] : arena_printf(arena, "%s, %s", text, names[bit]);
        }
    }
    return text;
}

static const char *form_of(Arena *arena, const char *value)
{
    char *form = arena_strdup(arena, mask_value(arena, value));

    for (char *c = form; *c != '\0'; c++) {
        if (isdigit((unsigned char)*c)) {
            *c = '9';
        }
    }
    return strlen(form) <= FORM_LETTERS_MOST
               ? form
               : arena_printf(arena, "%.*s…", FORM_LETTERS_MOST, form);
}

/* Of the first sample that has a value there; of a list its first entry stands for all. */
static const char *form_in(Arena *arena, const char *field, const cJSON *const *samples, int count)
{
    struct ItemContext context = {.arena = arena};
    struct Pointer pointer;
    struct Error unused;

    if (!pointer_compile(arena, field, &pointer, &unused)) {
        return NULL;
    }
    for (int i = 0; i < pointer.count; i++) {
        pointer.tokens[i] = text_equal(pointer.tokens[i], "*") ? "0" : pointer.tokens[i];
    }
    for (int i = 0; i < count; i++) {
        bool twice = false;
        struct Item item;
        const cJSON *node = pointer_follow(&pointer, 0, samples[i], &twice);
        if (item_read(&context, node, &item) == NULL && item.kind == ITEM_TEXT) {
            return form_of(arena, item.text);
        }
    }
    return NULL;
}

static const char *values_in(const struct Findings *findings, const char *field)
{
    return findings->on_terminal
               ? choices_text(findings->arena, field, findings->samples, findings->sample_count)
               : NULL;
}

void unread_print(const struct Findings *findings, const struct Source *source)
{
    Arena *arena = findings->arena;
    const Shape *shape = findings->shape;
    Table *table =
        findings->on_terminal ? table_new(arena, "llrll", 4) : table_new(arena, "llrl", 0);
    int count = 0;

    table_add(table, (const char *const[]){"Trường", "Kiểu", "Bản ghi có", "Dạng giá trị",
                                           "Các giá trị (chỉ hiện trên màn hình này)"});
    table_rule(table);
    for (int i = 0; i < shape_field_count(shape); i++) {
        const struct ShapeField *field = shape_field(shape, i);
        if (is_read(source, field->path)) {
            continue;
        }
        count++;
        table_add(table, (const char *const[]){
                             field->path, kinds_text(arena, field->kinds),
                             arena_printf(arena, "%lld/%lld", field->seen, shape_records(shape)),
                             form_in(arena, field->path, findings->samples, findings->sample_count),
                             values_in(findings, field->path)});
    }
    printf("\nTrường không đọc (không lưu; x: chữ, 9: số)\n");
    if (count > 0) {
        table_print(table, stdout);
    } else {
        printf("Không có.\n");
    }
    printf("\n");
}
