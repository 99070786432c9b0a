#include "ingest/settings/sourcefile.h"

#include "common/log.h"
#include "common/program/inifile.h"
#include "common/text.h"
#include "common/utf8.h"
#include "ingest/fetch/auth.h"
#include "ingest/fetch/drop.h"
#include "ingest/fetch/request.h"
#include "ingest/format/format.h"
#include "ingest/settings/sourcedefs.h"
#include "ingest/source/spot.h"

#include <errno.h>
#include <glob.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "common/banned.h"

enum { FIELD_LINES_MAX = ENTITY_COLUMNS_MAX + 1 };

/* [fields] can stand before entity, so its lines wait until the whole file is read. */
struct FieldLine {
    const char *name;
    const char *rule;
    int line;
};

struct Loading {
    Arena *arena;
    enum SourceUse use;
    struct Source *source;
    struct FileFaults *faults;
    int lines[SOURCE_DEFS_MAX]; /* of each setting that the file gives a value; 0 = none */
    bool given[SOURCE_DEFS_MAX];
    bool entity_failed; /* so whose columns [fields] has cannot be told */
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
        utf8_has_control(entry->value, strlen(entry->value))) {
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

static bool take_setting(struct Loading *loading, const struct InifileEntry *entry,
                         struct Error *err)
{
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

static void add_fault(struct FileFaults *faults, const struct Error *err)
{
    if (faults->count < SOURCE_FAULTS_MAX) {
        faults->items[faults->count++] = *err;
    }
}

/* A line that is wrong does not hide the next one. */
static bool take_entry(void *user, const struct InifileEntry *entry, struct Error *err)
{
    struct Loading *loading = user;
    bool taken = text_equal(entry->section, "fields")    ? take_field(loading, entry, err)
                 : text_equal(entry->section, "headers") ? take_header(loading, entry, err)
                                                         : take_setting(loading, entry, err);

    if (!taken) {
        error_prefix(err, "%s:%d", entry->path, entry->line);
        add_fault(loading->faults, err);
        loading->entity_failed = loading->entity_failed || text_equal(entry->name, "entity");
    }
    return true;
}

/* The place in front of a message that begins with the setting that it is about. */
static void add_placed_fault(const struct Loading *loading, struct Error *err)
{
    int line = 0;

    for (int i = 0; source_defs[i].name != NULL && line == 0; i++) {
        const char *setting =
            arena_printf(loading->arena, "[%s] %s:", source_defs[i].section, source_defs[i].name);
        if (strncmp(err->message, setting, strlen(setting)) == 0) {
            line = loading->lines[i];
        }
    }
    if (line > 0) {
        error_prefix(err, "%s:%d", loading->source->path, line);
    } else {
        error_prefix(err, "%s", loading->source->path);
    }
    add_fault(loading->faults, err);
}

static const void *value_at(const struct Source *source, const struct SettingDef *def)
{
    return (const char *)source + def->offset;
}

static bool has_text(const struct Source *source, const struct SettingDef *def)
{
    return (*(const char *const *)value_at(source, def))[0] != '\0';
}

/*
 * A setting that only another kind would read is a slip of the one who wrote the file; but authentication
 * that is switched off may keep its settings for when it is switched on again.
 */
static void check_kind(const struct Loading *loading, const char *selector,
                       const struct Kind *kinds, const struct Kind *kind)
{
    struct Error err;
    bool off = kind == &auth_kinds[AUTH_NONE];

    for (int i = 0; source_defs[i].name != NULL; i++) {
        const struct SettingDef *def = &source_defs[i];
        if (loading->lines[i] > 0 && !off && kind_owns(kinds, def->name) &&
            !kind_lists(kind->uses, def->name) && !request_reads(loading->source, def->name)) {
            kind_refuse(kinds, selector, def->name, &err);
            error_prefix(&err, "[%s] %s", def->section, def->name);
            add_placed_fault(loading, &err);
        }
        if (kind_lists(kind->needs, def->name) && !has_text(loading->source, def)) {
            error_set(&err, EXIT_SETTINGS, "[%s] %s: expected, because %s is %s", def->section,
                      def->name, selector, kind->name);
            add_placed_fault(loading, &err);
        }
    }
}

static void check_kinds(const struct Loading *loading)
{
    const struct Source *source = loading->source;

    check_kind(loading, "url", url_kinds, source_url_kind(source));
    for (const struct SettingDef *def = source_defs; def->name != NULL; def++) {
        if (def->type == SETTING_KIND) {
            check_kind(loading, def->name, def->kinds,
                       *(const struct Kind *const *)value_at(source, def));
        }
    }
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

static void compile_fields(Arena *arena, struct Loading *loading)
{
    struct Source *source = loading->source;
    struct Error err;

    source->map = fieldmap_new(arena, entity_find(source->entity_name));
    if (!fieldmap_skip_when(source->map, source->skip, &err)) {
        error_prefix(&err, "[source] skip");
        add_placed_fault(loading, &err);
    }
    for (int i = 0; i < loading->field_count && !loading->entity_failed; i++) {
        const struct FieldLine *field = &loading->fields[i];
        if (!fieldmap_add(source->map, field->name, field->rule, &err)) {
            error_prefix(&err, "%s:%d", source->path, field->line);
            add_fault(loading->faults, &err);
        }
    }
}

static bool compile_answer(Arena *arena, struct Source *source, struct Error *err)
{
    if (!pointer_compile(arena, source->records, &source->records_pointer, err)) {
        return error_prefix(err, "[source] records");
    }
    if (!pointer_compile(arena, source->message, &source->message_pointer, err)) {
        return error_prefix(err, "[source] message");
    }
    return spot_compile(arena, source, "[source] total", source->total, &source->total_spot, err) &&
           source_condition(arena, "[source] success", source->success, &source->success_condition,
                            err);
}

static bool compile_incremental(Arena *arena, struct Source *source, struct Error *err)
{
    (void)arena;
    return compile_date_format(source, err) && compile_first_since(source, err);
}

static bool compile_drop(Arena *arena, struct Source *source, struct Error *err)
{
    (void)arena;
    return drop_compile(source, err);
}

static bool compile_auth(Arena *arena, struct Source *source, struct Error *err)
{
    return source->is_unarmed || auth_compile(arena, source, err);
}

/* What several settings come to. Requests come before what looks for placeholders in them. */
static void compile_settings(Arena *arena, struct Loading *loading)
{
    static bool (*const compilers[])(Arena *, struct Source *, struct Error *) = {
        compile_answer, request_compile, compile_incremental,
        paging_compile, compile_drop,    compile_auth,
    };
    struct Source *source = loading->source;
    struct Error err;

    sourcedefs_read_offset(source->utc_offset, &source->utc_offset_s);
    source->thousands = (char)source->thousands_kind->number;
    source->limits.gzip = format_has_end(source);
    if (format_has_header(source)) {
        fieldmap_take_header(source->map);
    }
    for (size_t i = 0; i < sizeof compilers / sizeof compilers[0]; i++) {
        if (!compilers[i](arena, source, &err)) {
            add_placed_fault(loading, &err);
        }
    }
}

/* Each part wants the one before it whole: what follows from one fault is no fault of its own. */
static bool finish(Arena *arena, struct Loading *loading)
{
    const struct FileFaults *faults = loading->faults;
    struct Error err;

    compile_fields(arena, loading);
    if (faults->count == 0) {
        check_kinds(loading);
        if (loading->use != SOURCE_DRAFT && !fieldmap_check(loading->source->map, &err)) {
            add_placed_fault(loading, &err);
        }
    }
    if (faults->count == 0) {
        compile_settings(arena, loading);
    }
    return faults->count == 0;
}

static const char *name_of(Arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash != NULL ? slash + 1 : path;
    const char *end = strrchr(base, '.');

    return arena_strndup(arena, base, end != NULL ? (size_t)(end - base) : strlen(base));
}

struct Source *sourcefile_read(Arena *arena, const char *path, enum SourceUse use,
                               struct FileFaults *faults)
{
    struct Loading *loading = arena_alloc(arena, sizeof *loading);
    struct Source *source = arena_alloc(arena, sizeof *source);
    struct Error err;

    loading->arena = arena;
    loading->use = use;
    loading->source = source;
    loading->faults = faults;
    source->path = arena_strdup(arena, path);
    source->name = name_of(arena, path);
    source->is_unarmed = use == SOURCE_TO_LOOK;
    *faults = (struct FileFaults){.name = source->name};
    if (!settings_set_defaults(arena, source, source_defs, &err) ||
        !inifile_read(path, take_entry, loading, &err)) {
        add_fault(faults, &err);
        return NULL;
    }
    return finish(arena, loading) ? source : NULL;
}

static void add_path(Arena *arena, struct NameList *list, size_t capacity, const char *path)
{
    if (list->items == NULL) {
        list->items = arena_alloc(arena, capacity * sizeof(const char *));
    }
    list->items[list->count++] = arena_strdup(arena, path);
}

/* A name that was mistyped is no source that failed: the right one is among these. */
static bool check_there(Arena *arena, const char *directory, const char *path, const char *name,
                        struct Error *err)
{
    struct NameList names;
    const char *list = "";

    if (access(path, F_OK) == 0 || errno != ENOENT) {
        return true;
    }
    if (!sourcefile_names(arena, directory, &names, err)) {
        return false;
    }
    for (size_t i = 0; i < names.count; i++) {
        list = arena_printf(arena, "%s%s%s", list, i > 0 ? ", " : "", names.items[i]);
    }
    error_set(err, EXIT_SETTINGS, "no source '%s': there is no file '%s'", name, path);
    return error_hint(err, "a source is named as its file, without .conf; there are: %s", list);
}

/* The paths of all *.conf in the directory, or of those named. */
static bool list_paths(Arena *arena, const char *directory, const char *const *names, size_t count,
                       struct NameList *list, struct Error *err)
{
    glob_t found = {0};

    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(arena, "%s/%s.conf", directory, names[i]);
        if (!check_there(arena, directory, path, names[i], err)) {
            return false;
        }
        add_path(arena, list, count, path);
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

bool sourcefile_names(Arena *arena, const char *directory, struct NameList *names,
                      struct Error *err)
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

bool sourcefile_read_all(Arena *arena, const char *directory, const char *const *names,
                         size_t count, enum SourceUse use, struct SourceList *list,
                         struct Error *err)
{
    struct NameList paths = {NULL, 0};

    *list = (struct SourceList){.count = 0};
    if (!list_paths(arena, directory, names, count, &paths, err)) {
        return false;
    }
    list->items = arena_alloc(arena, paths.count * sizeof(struct Source *));
    list->broken = arena_alloc(arena, paths.count * sizeof *list->broken);
    for (size_t i = 0; i < paths.count; i++) {
        struct Source *source =
            sourcefile_read(arena, paths.items[i], use, &list->broken[list->broken_count]);
        if (source != NULL) {
            list->items[list->count++] = source;
        } else {
            list->broken_count++;
        }
    }
    return true;
}

void sourcefile_tell_faults(const struct SourceList *list)
{
    for (size_t i = 0; i < list->broken_count; i++) {
        const struct FileFaults *faults = &list->broken[i];
        for (int k = 0; k < faults->count; k++) {
            struct Error fault = faults->items[k];
            error_prefix(&fault, "source '%s'", faults->name);
            log_failure(&fault);
        }
    }
}
