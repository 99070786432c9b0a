#include "stats/page/onefile.h"

#include "common/digest.h"
#include "common/log.h"
#include "common/memory.h"
#include "stats/page/content.h"
#include "stats/page/detail.h"
#include "stats/page/start.h"
#include "stats/page/tables.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/banned.h"

enum { FILE_MODE = 0644 };

/* Elements of one kind, and what a Content-Security-Policy allows them by. */
struct Elements {
    FILE *out;
    char *text;
    size_t length;
    const char *sources;
};

static void begin_elements(struct Elements *elements)
{
    *elements = (struct Elements){.sources = ""};
    elements->out = memory_need(open_memstream(&elements->text, &elements->length));
}

static void end_elements(struct Elements *elements)
{
    if (fclose(elements->out) != 0) {
        memory_out();
    }
}

/* Content is what stands between the tags, to the byte. */
static bool add_element(Arena *arena, struct Elements *elements, const char *tag,
                        const char *content, const char *name, struct Error *err)
{
    size_t length = strlen(content);

    if (strcasestr(content, "</script") != NULL || strcasestr(content, "</style") != NULL ||
        strstr(content, "<!--") != NULL) {
        return error_set(err, EXIT_SETTINGS, "'%s' cannot stand inside of a page", name);
    }
    fprintf(elements->out, "<%s>", tag);
    fwrite(content, 1, length, elements->out);
    fprintf(elements->out, "</%s>\n", tag);
    elements->sources =
        arena_printf(arena, "%s %s", elements->sources, digest_source(arena, content, length));
    return true;
}

static bool add_data(Arena *arena, struct Elements *scripts, const cJSON *data,
                     const char *function, const char *code, struct Error *err)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = memory_need(open_memstream(&text, &length));

    content_print(out, data, function, code);
    if (fclose(out) != 0) {
        memory_out();
    }
    bool ok = add_element(arena, scripts, "script", text, function, err);
    free(text);
    return ok;
}

static bool add_assets(const struct Content *content, struct Elements *styles,
                       struct Elements *scripts, struct Error *err)
{
    for (int i = 0; i < content->assets.count; i++) {
        const struct Asset *asset = &content->assets.files[i];
        if (!add_element(content->arena, asset->is_script ? scripts : styles,
                         asset->is_script ? "script" : "style", asset->text, asset->name, err)) {
            return false;
        }
    }
    return true;
}

static const char *policy(Arena *arena, const struct Elements *styles,
                          const struct Elements *scripts)
{
    return arena_printf(arena,
                        "default-src 'none'; script-src%s; style-src%s; img-src data:;"
                        " base-uri 'none'; form-action 'none'",
                        scripts->sources, styles->sources);
}

/* Fills start with the offices that concern this one, and finds its own data on the way. */
static cJSON *walk(struct Content *content, int office, cJSON *start)
{
    cJSON *detail = NULL;

    for (int i = 0; i < content->family.count; i++) {
        sets_go_to(&content->sets, i);
        if (content->family.members[i].is_shown && family_concerns(&content->family, office, i)) {
            start_add_office(start, &content->sets, &content->family, i);
        }
        if (i == office) {
            detail =
                detail_new(content->arena, &content->sets, &content->family, &content->stories, i);
        }
    }
    return detail;
}

static bool print_page(struct Content *content, const char *code, FILE *out, struct Error *err)
{
    Arena *arena = content->arena;
    cJSON *start = start_new(arena, &content->sets, &content->family, code);
    cJSON *detail = walk(content, family_place(&content->family, code), start);
    struct Elements styles, scripts;

    begin_elements(&styles);
    begin_elements(&scripts);
    bool ok = add_assets(content, &styles, &scripts, err) &&
              add_data(arena, &scripts, start, "start", NULL, err) &&
              add_data(arena, &scripts, detail, "office", code, err);
    end_elements(&styles);
    end_elements(&scripts);
    struct TablesFrame frame = {policy(arena, &styles, &scripts), styles.text, scripts.text};
    ok = ok && tables_write(arena, out, &content->assets, &frame, start, err);
    free(styles.text);
    free(scripts.text);
    cJSON_Delete(start);
    cJSON_Delete(detail);
    return ok;
}

static bool fail(struct Error *err, const char *path)
{
    return error_set(err, EXIT_INTERNAL, "cannot write '%s': %s", path, strerror(errno));
}

/* A new file beside it, on the disk before it takes the other one's place. */
static bool replace(const char *path, const char *text, size_t length, struct Error *err)
{
    char fresh[PATH_MAX];

    if (snprintf(fresh, sizeof fresh, "%s.XXXXXX", path) >= (int)sizeof fresh) {
        return error_set(err, EXIT_USAGE, "'%s' is too long", path);
    }
    int descriptor = mkstemp(fresh);
    if (descriptor < 0) {
        return fail(err, path);
    }
    FILE *out = memory_need(fdopen(descriptor, "w"));
    bool ok = fwrite(text, 1, length, out) == length && fflush(out) == 0 &&
              fchmod(descriptor, FILE_MODE) == 0 && fsync(descriptor) == 0;
    ok = (fclose(out) == 0) && ok && rename(fresh, path) == 0;
    if (!ok) {
        fail(err, path);
        unlink(fresh);
    }
    return ok;
}

bool onefile_write(const struct Context *context, const char *path, struct Error *err)
{
    struct Content content;
    char *text = NULL;
    size_t length = 0;
    FILE *out = memory_need(open_memstream(&text, &length));

    bool ok = content_read(context, &content, err) &&
              print_page(&content, context->options->office, out, err);
    if (fclose(out) != 0) {
        memory_out();
    }
    ok = ok && replace(path, text, length, err);
    if (ok) {
        log_info("report written: file=%s bytes=%zu", path, length);
    }
    free(text);
    content_release(&content);
    return ok;
}
