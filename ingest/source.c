#include "ingest/source.h"

#include "common/inifile.h"
#include "common/secret.h"
#include "common/settings.h"
#include "common/text.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "common/banned.h"

static bool is_entity(const char *text)
{
    return entity_find(text) != NULL;
}

/* An '@' would be a user, perhaps with a password: those belong into a guarded file. */
static bool is_url(const char *text)
{
    return (strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0) &&
           strchr(text, '@') == NULL;
}

static bool is_pointer(const char *text)
{
    return text[0] == '\0' || text[0] == '/';
}

static bool is_auth(const char *text)
{
    return text_equal(text, "none") || text_equal(text, "bearer");
}

static bool is_paging(const char *text)
{
    return text_equal(text, "none") || text_equal(text, "page");
}

static bool is_date_format(const char *text)
{
    enum DateFormat unused;

    return clock_format_from_name(text, &unused);
}

/* Seconds east of UTC of +HH:MM or -HH:MM; false for anything else. */
static bool read_offset(const char *text, int *seconds)
{
    int hours;
    int minutes;
    int used = 0;

    if (strlen(text) != 6 || sscanf(text + 1, "%2d:%2d%n", &hours, &minutes, &used) != 2 ||
        used != 5 || hours > 14 || minutes > 59 || hours < 0 || minutes < 0 ||
        (text[0] != '+' && text[0] != '-')) {
        return false;
    }
    *seconds = (hours * 60 + minutes) * (text[0] == '-' ? -60 : 60);
    return true;
}

static bool is_offset(const char *text)
{
    int unused;

    return read_offset(text, &unused);
}

#define TEXT(section, name, fallback, member, accepts, expected, help)                             \
    {                                                                                              \
        section, name, SETTING_TEXT, fallback, 0, 0, offsetof(struct Source, member), accepts,     \
            expected, help                                                                         \
    }
#define INT(section, name, fallback, lowest, highest, member, help)                                \
    {                                                                                              \
        section, name, SETTING_INT, fallback, lowest, highest, offsetof(struct Source, member),    \
            NULL, NULL, help                                                                       \
    }

/* clang-format off */
static const struct SettingDef source_defs[] = {
    TEXT("source", "entity", "dossier", entity_name, is_entity, "dossier", "what the records are"),
    TEXT("source", "url", "http://localhost/", url, is_url, "http://... or https://... without a user", "address of the list"),
    TEXT("source", "records", "", records, is_pointer, "a JSON Pointer or nothing", "where the list is in the answer"),
    TEXT("source", "total", "", total, is_pointer, "a JSON Pointer or nothing", "where the answer states the number of records"),
    TEXT("source", "success", "", success, is_pointer, "POINTER = VALUE ... or nothing", "what a good answer says"),
    TEXT("source", "message", "", message, is_pointer, "a JSON Pointer or nothing", "where a bad answer explains itself"),
    TEXT("source", "auth", "none", auth, is_auth, "none or bearer", "how the program identifies itself"),
    TEXT("source", "token_file", "", token_file, NULL, NULL, "file of mode 0600, or systemd credential, with the token"),
    TEXT("source", "ca_file", "", ca_file, NULL, NULL, "authorities that sign the server's certificate"),
    TEXT("source", "utc_offset", "+07:00", utc_offset, is_offset, "+HH:MM or -HH:MM", "zone of times that have none"),
    TEXT("paging", "kind", "page", paging, is_paging, "none or page", "how the list is cut"),
    TEXT("paging", "page_param", "page", page_param, NULL, NULL, "name of the parameter for the page"),
    TEXT("paging", "size_param", "size", size_param, NULL, NULL, "name of the parameter for the page size; empty = none"),
    INT("paging", "size", "1000", 1, 100000, size, "records asked for in a page"),
    INT("paging", "first", "1", 0, 1, first, "number of the first page"),
    TEXT("incremental", "since_param", "", since_param, NULL, NULL, "name of the parameter for 'changed since'; empty = none"),
    TEXT("incremental", "until_param", "", until_param, NULL, NULL, "name of the parameter for 'changed until'; empty = none"),
    TEXT("incremental", "date_format", "yyyyMMddHHmmss", date_format_name, is_date_format, "a date format", "how these are written"),
    INT("incremental", "overlap_minutes", "1440", 0, 525600, overlap_minutes, "asked again before the last run's start"),
    INT("limits", "connect_timeout_s", "10", 1, 600, connect_timeout_s, "seconds to connect"),
    INT("limits", "timeout_s", "300", 1, 86400, timeout_s, "seconds for one page"),
    INT("limits", "stall_s", "30", 1, 3600, stall_s, "seconds below 100 bytes a second"),
    INT("limits", "tries", "4", 1, 20, tries, "attempts for one page"),
    INT("limits", "retry_wait_ms", "1000", 1, 600000, retry_wait_ms, "wait before the second attempt; doubles"),
    INT("limits", "max_page_mb", "32", 1, 1024, max_page_mb, "largest page, unpacked"),
    {0},
};
/* clang-format on */

enum {
    SOURCE_DEF_COUNT = sizeof source_defs / sizeof source_defs[0] - 1,
    FIELD_LINES_MAX = ENTITY_COLUMNS_MAX + 1
};

/* [fields] can stand before entity, so its lines wait until the whole file is read. */
struct FieldLine {
    const char *name;
    const char *rule;
    int line;
};

struct Loading {
    Arena *arena;
    struct Source *source;
    bool given[SOURCE_DEF_COUNT];
    struct FieldLine fields[FIELD_LINES_MAX];
    int field_count;
};

static bool take_entry(void *user, const struct InifileEntry *entry, struct Error *err)
{
    struct Loading *loading = user;

    if (text_equal(entry->section, "fields")) {
        if (loading->field_count == FIELD_LINES_MAX) {
            return error_set(err, EXIT_SETTINGS, "expected fewer fields");
        }
        loading->fields[loading->field_count++] =
            (struct FieldLine){arena_strdup(loading->arena, entry->name),
                               arena_strdup(loading->arena, entry->value), entry->line};
        return true;
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
    return settings_store(loading->arena, loading->source, def, entry->value, err) ||
           error_prefix(err, "[%s] %s", def->section, def->name);
}

static bool compile_success(Arena *arena, struct Source *source, struct Error *err)
{
    const char *words[16];
    int count = 0;
    char *save = NULL;

    for (char *word = strtok_r(arena_strdup(arena, source->success), " ", &save);
         word != NULL && count < 16; word = strtok_r(NULL, " ", &save)) {
        words[count++] = word;
    }
    return condition_compile(arena, words, count, &source->success_condition, err) ||
           error_prefix(err, "[source] success");
}

static bool read_token(Arena *arena, struct Source *source, struct Error *err)
{
    source->token = "";
    if (!text_equal(source->auth, "bearer")) {
        return true;
    }
    if (source->token_file[0] == '\0') {
        return error_set(err, EXIT_SETTINGS,
                         "[source] token_file: expected, because auth is bearer");
    }
    source->token = secret_read(arena, source->token_file, err);
    return source->token != NULL;
}

static bool finish(Arena *arena, struct Loading *loading, struct Error *err)
{
    struct Source *source = loading->source;

    source->map = fieldmap_new(arena, entity_find(source->entity_name));
    for (int i = 0; i < loading->field_count; i++) {
        const struct FieldLine *field = &loading->fields[i];
        if (!fieldmap_add(source->map, field->name, field->rule, err)) {
            return error_prefix(err, "%s:%d", source->path, field->line);
        }
    }
    clock_format_from_name(source->date_format_name, &source->date_format);
    read_offset(source->utc_offset, &source->utc_offset_s);
    return (fieldmap_check(source->map, err) &&
            pointer_compile(arena, source->records, &source->records_pointer, err) &&
            pointer_compile(arena, source->total, &source->total_pointer, err) &&
            pointer_compile(arena, source->message, &source->message_pointer, err) &&
            compile_success(arena, source, err) && read_token(arena, source, err)) ||
           error_prefix(err, "%s", source->path);
}

static const char *name_of(Arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash != NULL ? slash + 1 : path;
    const char *end = strrchr(base, '.');

    return arena_strndup(arena, base, end != NULL ? (size_t)(end - base) : strlen(base));
}

struct Source *source_load(Arena *arena, const char *path, struct Error *err)
{
    struct Loading *loading = arena_alloc(arena, sizeof *loading);
    struct Source *source = arena_alloc(arena, sizeof *source);

    loading->arena = arena;
    loading->source = source;
    source->path = arena_strdup(arena, path);
    source->name = name_of(arena, path);
    if (!settings_set_defaults(arena, source, source_defs, err) ||
        !inifile_read(path, take_entry, loading, err) || !finish(arena, loading, err)) {
        return NULL;
    }
    return source;
}

struct PathList {
    const char **items;
    size_t count;
};

static void add_path(Arena *arena, struct PathList *list, size_t capacity, const char *path)
{
    if (list->items == NULL) {
        list->items = arena_alloc(arena, capacity * sizeof(const char *));
    }
    list->items[list->count++] = arena_strdup(arena, path);
}

/* The paths of all *.conf in the directory, or of those named. */
static bool list_paths(Arena *arena, const char *directory, const char *const *names, size_t count,
                       struct PathList *list, struct Error *err)
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
        return error_hint(err, "copy national.conf.example to NAME.conf there and fill it in");
    }
    for (size_t i = 0; i < found.gl_pathc; i++) {
        add_path(arena, list, found.gl_pathc, found.gl_pathv[i]);
    }
    globfree(&found);
    return true;
}

bool source_load_all(Arena *arena, const char *directory, const char *const *names, size_t count,
                     struct SourceList *list, struct Error *err)
{
    struct PathList paths = {NULL, 0};

    *list = (struct SourceList){NULL, 0};
    if (!list_paths(arena, directory, names, count, &paths, err)) {
        return false;
    }
    list->items = arena_alloc(arena, paths.count * sizeof(struct Source *));
    for (size_t i = 0; i < paths.count; i++) {
        list->items[i] = source_load(arena, paths.items[i], err);
        if (list->items[i] == NULL) {
            return false;
        }
        list->count++;
    }
    return true;
}
