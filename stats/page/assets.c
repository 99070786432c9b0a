#include "stats/page/assets.h"

#include "common/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { FILE_MAX = 4 * 1024 * 1024 };

static const char chart_path[] = "/usr/share/javascript/chart.js/chart.min.js";
static const char chart_name[] = "chart.js";

static const char *const template_names[] = {
    [ASSET_INDEX] = "index.html", [ASSET_HEADING] = "heading.html", [ASSET_ROW] = "row.html",
    [ASSET_CELL] = "cell.html",   [ASSET_OFFICE] = "office.html",   [ASSET_FIGURE] = "figure.html",
};

_Static_assert(sizeof template_names / sizeof template_names[0] == ASSET_TEMPLATES,
               "every template has a file");

const char *assets_template_name(enum AssetTemplate which)
{
    return template_names[which];
}

static char *read_stream(Arena *arena, FILE *file, size_t *length)
{
    char *text = arena_alloc_raw(arena, FILE_MAX + 1);

    *length = fread(text, 1, FILE_MAX + 1, file);
    return arena_strndup(arena, text, *length);
}

static bool read_file(Arena *arena, const char *path, const char **text, size_t *length,
                      struct Error *err)
{
    FILE *file = fopen(path, "re");

    if (file != NULL) {
        *text = read_stream(arena, file, length);
        bool ok = ferror(file) == 0 && *length <= FILE_MAX && strlen(*text) == *length;
        fclose(file);
        return ok || error_set(err, EXIT_SETTINGS, "'%s' is no text of the page", path);
    }
    return error_set(err, EXIT_SETTINGS, "cannot read '%s': %s", path, strerror(errno));
}

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name), tail = strlen(end);

    return length > tail && text_equal(name + length - tail, end);
}

static bool add_file(Arena *arena, struct Assets *assets, const char *path, const char *name,
                     struct Error *err)
{
    struct Asset *asset = &assets->files[assets->count];

    if (assets->count == ASSETS_MAX || strchr(name, '/') != NULL ||
        (!ends_with(name, ".js") && !ends_with(name, ".css"))) {
        return error_set(err, EXIT_SETTINGS, "'%s' is no style or script of the page", path);
    }
    asset->name = name;
    asset->is_script = ends_with(name, ".js");
    assets->count++;
    return read_file(arena, path, &asset->text, &asset->length, err);
}

/* Chart.js draws for the other scripts, so it comes before them. */
static bool add_chart(Arena *arena, struct Assets *assets, struct Error *err)
{
    return add_file(arena, assets, chart_path, chart_name, err) ||
           error_hint(err, "it comes with the package libjs-chart.js");
}

static bool read_listed(Arena *arena, const char *folder, struct Assets *assets, struct Error *err)
{
    const char *list;
    size_t length;

    if (!read_file(arena, arena_printf(arena, "%s/assets.list", folder), &list, &length, err)) {
        return error_hint(err, "MOTCUA_PAGE_DIR names the folder page/ of a program that is not "
                               "installed");
    }
    for (const char *line = list; *line != '\0';) {
        size_t end = strcspn(line, "\n");
        const char *name = arena_strndup(arena, line, end);
        line += end + (line[end] == '\n');
        if (name[0] != '\0' &&
            !add_file(arena, assets, arena_printf(arena, "%s/assets/%s", folder, name), name,
                      err)) {
            return false;
        }
    }
    return true;
}

bool assets_read(Arena *arena, struct Assets *assets, struct Error *err)
{
    const char *named = getenv("MOTCUA_PAGE_DIR");
    const char *folder = named != NULL && named[0] != '\0' ? named : MOTCUA_SHAREDIR "/page";
    size_t length;

    assets->count = 0;
    if (!add_chart(arena, assets, err) || !read_listed(arena, folder, assets, err)) {
        return false;
    }
    for (int i = 0; i < ASSET_TEMPLATES; i++) {
        if (!read_file(arena, arena_printf(arena, "%s/%s", folder, template_names[i]),
                       &assets->templates[i], &length, err)) {
            return false;
        }
    }
    return true;
}
