#include "ingest/source.h"

#include "common/inifile.h"
#include "common/text.h"
#include "ingest/auth.h"
#include "ingest/drop.h"
#include "ingest/format.h"
#include "ingest/number.h"
#include "ingest/request.h"
#include "ingest/sourcedefs.h"
#include "ingest/words.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "common/banned.h"

enum { FIELD_LINES_MAX = ENTITY_COLUMNS_MAX + 1, SETTING_NAME_BYTES = 64 };

/* [fields] can stand before entity, so its lines wait until the whole file is read. */
struct FieldLine {
    const char *name;
    const char *rule;
    int line;
};

struct Loading {
    Arena *arena;
    bool draft;
    struct Source *source;
    int lines[SOURCE_DEFS_MAX]; /* of each setting that the file gives a value; 0 = none */
    bool given[SOURCE_DEFS_MAX];
    struct FieldLine fields[FIELD_LINES_MAX];
    int field_count;
};

/* Those that libcurl or other settings make. */
static bool is_own_header(const char *name)
{
    static const char *const own[] = {"Authorization",     "Content-Length", "Content-Type", "Host",
                                      "Transfer-Encoding", "Connection",     "Cookie"};

    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (strcasecmp(own[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static bool take_header(struct Loading *loading, const struct InifileEntry *entry,
                        struct Error *err)
{
    struct Source *source = loading->source;

    if (source->header_count == SOURCE_HEADERS_MAX) {
        return error_set(err, EXIT_SETTINGS, "[headers]: expected at most %d",
                         (int)SOURCE_HEADERS_MAX);
    }
    if (is_own_header(entry->name)) {
        return error_set(err, EXIT_SETTINGS,
                         "[headers] %s: expected another name; [source] auth and [request] make it",
                         entry->name);
    }
    if (strpbrk(entry->name, " \t:") != NULL || entry->value[0] == '\0' ||
        text_has_control(entry->value, strlen(entry->value))) {
        return error_set(err, EXIT_SETTINGS, "[headers] %s: expected NAME = VALUE", entry->name);
    }
    source->headers[source->header_count++] =
        arena_printf(loading->arena, "%s: %s", entry->name, entry->value);
    return true;
}

static bool take_field(struct Loading *loading, const struct InifileEntry *entry, struct Error *err)
{
    if (loading->field_count == FIELD_LINES_MAX) {
        return error_set(err, EXIT_SETTINGS, "expected fewer fields");
    }
    loading->fields[loading->field_count++] =
        (struct FieldLine){arena_strdup(loading->arena, entry->name),
                           arena_strdup(loading->arena, entry->value), entry->line};
    return true;
}

/* Rules quote a date format; who quotes a setting means the same. */
static const char *without_quotes(Arena *arena, const char *value)
{
    size_t length = strlen(value);
    bool quoted = length > 2 && value[0] == '"' && strchr(value + 1, '"') == value + length - 1;

    return quoted ? arena_strndup(arena, value + 1, length - 2) : value;
}

static bool take_entry(void *user, const struct InifileEntry *entry, struct Error *err)
{
    struct Loading *loading = user;

    if (text_equal(entry->section, "fields")) {
        return take_field(loading, entry, err);
    }
    if (text_equal(entry->section, "headers")) {
        return take_header(loading, entry, err);
    }
    const struct SettingDef *def = settings_find(source_defs, entry->section, entry->name, err);
    if (def == NULL) {
        return false;
    }
    if (loading->given[def - source_defs]) {
        error_set(err, EXIT_SETTINGS, "expected only once in the file");
        return error_prefix(err, "[%s] %s", def->section, def->name);
    }
    loading->given[def - source_defs] = true;
    const char *value = without_quotes(loading->arena, entry->value);
    loading->lines[def - source_defs] = value[0] != '\0' ? entry->line : 0;
    return settings_store(loading->arena, loading->source, def, value, err) ||
           error_prefix(err, "[%s] %s", def->section, def->name);
}

static const char *value_of(const struct Source *source, const struct SettingDef *def)
{
    return *(const char *const *)(const void *)((const char *)source + def->offset);
}

/*
 * A setting that only another kind would read is a slip of the one who wrote the file; but what is
 * switched off with "none" may keep its settings for when it is switched on again.
 */
static bool check_choice(const struct Loading *loading, const struct Choice *choice,
                         struct Error *err)
{
    const struct SettingDef *selector =
        settings_find(source_defs, choice->section, choice->name, err);
    const char *value = value_of(loading->source, selector);
    const struct Kind *kind =
        kind_find(choice->kinds, choice->kind_name != NULL ? choice->kind_name(value) : value);
    bool off = text_equal(kind->name, "none");

    for (int i = 0; source_defs[i].name != NULL; i++) {
        const struct SettingDef *def = &source_defs[i];
        if (loading->lines[i] > 0 && !off && kind_owns(choice->kinds, def->name) &&
            !kind_lists(kind->uses, def->name)) {
            kind_refuse(choice->kinds, choice->name, def->name, err);
            return error_prefix(err, "%s:%d: [%s] %s", loading->source->path, loading->lines[i],
                                def->section, def->name);
        }
        if (kind_lists(kind->needs, def->name) && value_of(loading->source, def)[0] == '\0') {
            return error_set(err, EXIT_SETTINGS, "%s: [%s] %s: expected, because %s is %s",
                             loading->source->path, def->section, def->name, choice->name,
                             kind->name);
        }
    }
    return true;
}

static bool check_choices(const struct Loading *loading, struct Error *err)
{
    for (const struct Choice *choice = source_choices; choice->name != NULL; choice++) {
        if (!check_choice(loading, choice, err)) {
            return false;
        }
    }
    return true;
}

bool source_condition(Arena *arena, const char *setting, const char *text,
                      struct Condition *condition, struct Error *err)
{
    struct Words words;

    return (words_split(arena, text, &words, err) &&
            condition_compile(arena, words.items, words.count, condition, err)) ||
           error_prefix(err, "%s", setting);
}

struct StepContext source_context(const struct Source *source, Arena *arena, struct Codes *codes)
{
    return (struct StepContext){.arena = arena,
                                .utc_offset_s = source->utc_offset_s,
                                .thousands = source->thousands,
                                .codes = codes};
}

bool source_takes_since(const struct Source *source)
{
    return source->since_param[0] != '\0' || template_has(&source->body_template, "since");
}

bool source_takes_until(const struct Source *source)
{
    return source->until_param[0] != '\0' || template_has(&source->body_template, "until");
}

static bool compile_date_format(struct Source *source, struct Error *err)
{
    return dateformat_compile(source->date_format_text, &source->date_format, err) ||
           error_prefix(err, "[incremental] date_format");
}

static bool compile_first_since(struct Source *source, struct Error *err)
{
    if (source->first_since_text[0] == '\0') {
        return true;
    }
    if (!source_takes_since(source)) {
        return error_set(err, EXIT_SETTINGS,
                         "[incremental] first_since: expected only with since_param, or {since} in "
                         "[request] body");
    }
    return clock_parse(source->first_since_text, DATE_YMD, CLOCK_VIETNAM_OFFSET_S,
                       &source->first_since) == NULL ||
           error_set(err, EXIT_SETTINGS, "[incremental] first_since: expected a day");
}

static bool compile_fields(Arena *arena, struct Loading *loading, struct Error *err)
{
    struct Source *source = loading->source;

    source->map = fieldmap_new(arena, entity_find(source->entity_name));
    if (!fieldmap_skip_when(source->map, source->skip, err)) {
        return error_prefix(err, "%s: [source] skip", source->path);
    }
    for (int i = 0; i < loading->field_count; i++) {
        const struct FieldLine *field = &loading->fields[i];
        if (!fieldmap_add(source->map, field->name, field->rule, err)) {
            return error_prefix(err, "%s:%d", source->path, field->line);
        }
    }
    return loading->draft || fieldmap_check(source->map, err) ||
           error_prefix(err, "%s", source->path);
}

/* Puts the place of the setting that the message begins with in front of it. */
static bool place_error(const struct Loading *loading, struct Error *err)
{
    char name[SETTING_NAME_BYTES];

    for (int i = 0; source_defs[i].name != NULL; i++) {
        int length =
            snprintf(name, sizeof name, "[%s] %s:", source_defs[i].section, source_defs[i].name);
        if (loading->lines[i] > 0 && strncmp(err->message, name, (size_t)length) == 0) {
            return error_prefix(err, "%s:%d", loading->source->path, loading->lines[i]);
        }
    }
    return error_prefix(err, "%s", loading->source->path);
}

/* Secrets come last, so that a file can be checked before they are in place. */
static bool compile_settings(Arena *arena, const struct Loading *loading, struct Error *err)
{
    struct Source *source = loading->source;
    const char *sign = kind_find(number_kinds, source->thousands_name)->ways;
    sourcedefs_read_offset(source->utc_offset, &source->utc_offset_s);
    source->thousands = sign[0];
    source->format = kind_find(format_kinds, source->format_name);
    source->limits.gzip = format_has_end(source);
    if (format_has_header(source)) {
        fieldmap_take_header(source->map);
    }
    return (pointer_compile(arena, source->records, &source->records_pointer, err) &&
            spot_compile(arena, source, "[source] total", source->total, &source->total_spot,
                         err) &&
            pointer_compile(arena, source->message, &source->message_pointer, err) &&
            source_condition(arena, "[source] success", source->success, &source->success_condition,
                             err) &&
            compile_date_format(source, err) && request_compile(arena, source, err) && compile_first_since(source, err) &&
            paging_compile(arena, source, err) && drop_compile(source, err) &&
            auth_compile(arena, source, err)) ||
           place_error(loading, err);
}

static bool finish(Arena *arena, struct Loading *loading, struct Error *err)
{
    return check_choices(loading, err) && compile_fields(arena, loading, err) &&
           compile_settings(arena, loading, err);
}

static const char *name_of(Arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash != NULL ? slash + 1 : path;
    const char *end = strrchr(base, '.');

    return arena_strndup(arena, base, end != NULL ? (size_t)(end - base) : strlen(base));
}

struct Source *source_load(Arena *arena, const char *path, bool draft, struct Error *err)
{
    struct Loading *loading = arena_alloc(arena, sizeof *loading);
    struct Source *source = arena_alloc(arena, sizeof *source);

    loading->arena = arena;
    loading->draft = draft;
    loading->source = source;
    source->path = arena_strdup(arena, path);
    source->name = name_of(arena, path);
    if (!settings_set_defaults(arena, source, source_defs, err) ||
        !inifile_read(path, take_entry, loading, err) || !finish(arena, loading, err)) {
        return NULL;
    }
    return source;
}

static void add_path(Arena *arena, struct NameList *list, size_t capacity, const char *path)
{
    if (list->items == NULL) {
        list->items = arena_alloc(arena, capacity * sizeof(const char *));
    }
    list->items[list->count++] = arena_strdup(arena, path);
}

/* The paths of all *.conf in the directory, or of those named. */
static bool list_paths(Arena *arena, const char *directory, const char *const *names, size_t count,
                       struct NameList *list, struct Error *err)
{
    glob_t found = {0};

    for (size_t i = 0; i < count; i++) {
        add_path(arena, list, count, arena_printf(arena, "%s/%s.conf", directory, names[i]));
    }
    if (count > 0) {
        return true;
    }
    if (glob(arena_printf(arena, "%s/*.conf", directory), 0, NULL, &found) != 0) {
        error_set(err, EXIT_SETTINGS, "no source in '%s'", directory);
        return error_hint(err, "copy an example there to NAME.conf and fill it in");
    }
    for (size_t i = 0; i < found.gl_pathc; i++) {
        add_path(arena, list, found.gl_pathc, found.gl_pathv[i]);
    }
    globfree(&found);
    return true;
}

bool source_names(Arena *arena, const char *directory, struct NameList *names, struct Error *err)
{
    *names = (struct NameList){NULL, 0};
    if (!list_paths(arena, directory, NULL, 0, names, err)) {
        return false;
    }
    for (size_t i = 0; i < names->count; i++) {
        names->items[i] = name_of(arena, names->items[i]);
    }
    return true;
}

bool source_load_all(Arena *arena, const char *directory, const char *const *names, size_t count,
                     bool draft, struct SourceList *list, struct Error *err)
{
    struct NameList paths = {NULL, 0};

    *list = (struct SourceList){NULL, 0};
    if (!list_paths(arena, directory, names, count, &paths, err)) {
        return false;
    }
    list->items = arena_alloc(arena, paths.count * sizeof(struct Source *));
    for (size_t i = 0; i < paths.count; i++) {
        list->items[i] = source_load(arena, paths.items[i], draft, err);
        if (list->items[i] == NULL) {
            return false;
        }
        list->count++;
    }
    return true;
}
