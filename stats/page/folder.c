#include "stats/page/folder.h"

#include "common/log.h"
#include "common/time/clock.h"
#include "stats/page/content.h"
#include "stats/page/detail.h"
#include "stats/page/directory.h"
#include "stats/page/start.h"
#include "stats/page/tables.h"

#include <ctype.h>

#include "common/banned.h"

static const char start_file[] = "data/start.js"; /* tells a page from any other directory */

struct Folder {
    struct Content content;
    struct Directory directory;
    cJSON *start;
};

static bool write_data(struct Folder *folder, const char *name, const cJSON *data,
                       const char *function, const char *code, struct Error *err)
{
    FILE *out = directory_open(&folder->directory, name, err);

    if (out == NULL) {
        return false;
    }
    content_print(out, data, function, code);
    return directory_close(out, name, err);
}

static bool write_assets(struct Folder *folder, struct Error *err)
{
    const struct Assets *assets = &folder->content.assets;

    for (int i = 0; i < assets->count; i++) {
        const char *name = arena_printf(folder->content.arena, "assets/%s", assets->files[i].name);
        FILE *out = directory_open(&folder->directory, name, err);
        if (out == NULL) {
            return false;
        }
        fwrite(assets->files[i].text, 1, assets->files[i].length, out);
        if (!directory_close(out, name, err)) {
            return false;
        }
    }
    return true;
}

/* The office at hand. */
static bool write_office(struct Folder *folder, int office, struct Error *err)
{
    struct Content *content = &folder->content;
    const struct Member *member = &content->family.members[office];
    cJSON *detail =
        detail_new(content->arena, &content->sets, &content->family, &content->stories, office);

    start_add_office(folder->start, &content->sets, &content->family, office);
    bool ok = write_data(folder, arena_printf(content->arena, "data/office/%s", member->file),
                         detail, "office", member->code, err);
    cJSON_Delete(detail);
    return ok;
}

/* One walk: what start has of each office, and its own file. */
static bool write_offices(struct Folder *folder, struct Error *err)
{
    struct Content *content = &folder->content;

    for (int i = 0; i < content->family.count; i++) {
        sets_go_to(&content->sets, i);
        if (content->family.members[i].is_shown && !write_office(folder, i, err)) {
            return false;
        }
    }
    return write_data(folder, start_file, folder->start, "start", NULL, err);
}

/* Of the moment the digits: a browser must not mix the files of two nights. */
static const char *stamp_of(const struct Content *content)
{
    char *stamp = arena_strdup(content->arena, content->sets.reading.as_of), *to = stamp;

    for (const char *from = stamp; *from != '\0'; from++) {
        if (isdigit((unsigned char)*from)) {
            *to++ = *from;
        }
    }
    *to = '\0';
    return stamp;
}

static struct TablesFrame link_assets(const struct Content *content)
{
    struct TablesFrame frame = {
        .csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
               " base-uri 'none'; form-action 'none'",
        .styles = "",
        .scripts = "",
    };
    const char *stamp = stamp_of(content);
    Arena *arena = content->arena;

    for (int i = 0; i < content->assets.count; i++) {
        const struct Asset *asset = &content->assets.files[i];
        if (asset->is_script) {
            frame.scripts = arena_printf(arena, "%s<script src=\"assets/%s?%s\" defer></script>\n",
                                         frame.scripts, asset->name, stamp);
        } else {
            frame.styles =
                arena_printf(arena, "%s<link rel=\"stylesheet\" href=\"assets/%s?%s\">\n",
                             frame.styles, asset->name, stamp);
        }
    }
    frame.scripts = arena_printf(arena, "%s<script src=\"%s?%s\" defer></script>", frame.scripts,
                                 start_file, stamp);
    return frame;
}

static bool write_index(struct Folder *folder, struct Error *err)
{
    const struct Content *content = &folder->content;
    struct TablesFrame frame = link_assets(content);
    FILE *out = directory_open(&folder->directory, "index.html", err);

    if (out == NULL) {
        return false;
    }
    if (!tables_write(content->arena, out, &content->assets, &frame, folder->start, err)) {
        fclose(out);
        return false;
    }
    return directory_close(out, "index.html", err);
}

static bool write_all(struct Folder *folder, struct Error *err)
{
    struct Directory *directory = &folder->directory;
    const struct Content *content = &folder->content;

    folder->start = start_new(content->arena, &content->sets, &content->family, NULL);
    return directory_make(directory, "assets", err) && directory_make(directory, "data", err) &&
           directory_make(directory, "data/office", err) && write_assets(folder, err) &&
           write_offices(folder, err) && write_index(folder, err) &&
           directory_publish(directory, err);
}

/* Whether it may be written at all is settled before figures are asked for. */
bool folder_write(const struct Context *context, const char *path, struct Error *err)
{
    struct Folder folder = {0};
    int64_t started = clock_elapsed_ms();

    bool ok = directory_begin(&folder.directory, path, start_file, err) &&
              content_read(context, &folder.content, err) && write_all(&folder, err);
    directory_discard(&folder.directory);
    if (ok) {
        log_info("report written: directory=%s offices=%d ms=%lld", path,
                 cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(folder.start, "offices")),
                 (long long)(clock_elapsed_ms() - started));
    }
    cJSON_Delete(folder.start);
    content_release(&folder.content);
    return ok;
}
