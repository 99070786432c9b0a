#include "stats/page/page.h"

#include "common/log.h"
#include "common/memory.h"
#include "common/text.h"
#include "common/time/clock.h"
#include "stats/page/assets.h"
#include "stats/page/detail.h"
#include "stats/page/directory.h"
#include "stats/page/family.h"
#include "stats/page/sets.h"
#include "stats/page/start.h"
#include "stats/page/stories.h"
#include "stats/page/tables.h"
#include "stats/print/jsonout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { PERIOD_SIZE = 32 };

static const char mark[] = "data/start.js"; /* tells a directory of ours from any other */

/* All that a page is made of, whatever shape it takes. */
struct Page {
    const struct Context *context;
    Arena *arena;
    struct Assets assets;
    struct Sets sets;
    struct Stories stories;
    struct Family family;
    char period[PERIOD_SIZE]; /* when none was asked for */
};

/* Without a period: the reporting year, as the alerts have it. */
static bool find_period(struct Page *page, struct SetsRequest *request, struct Error *err)
{
    const char *values[] = {page->context->settings->year_start};

    if (request->asked.period != NULL) {
        return true;
    }
    request->asked.period = page->period;
    return db_query_value(page->context->db,
                          "SELECT y.period_from || '..' || y.period_to"
                          " FROM motcua.year_of(motcua.today(), $1) AS y",
                          1, values, page->period, sizeof page->period, err);
}

static bool read_page(struct Page *page, struct Error *err)
{
    const struct Context *context = page->context;
    struct SetsRequest request = {
        .asked = context->options->asked,
        .office = context->options->office,
        .profile = context_profile(context),
        .scoring = context_scoring(context),
        .ceiling = context->settings->late_percent,
        .is_public = false,
    };

    return assets_read(page->arena, &page->assets, err) && find_period(page, &request, err) &&
           sets_read(context->db, &request, &page->sets, err) &&
           (request.is_public || stories_read(context->db, &page->sets, &page->stories, err)) &&
           db_run(context->db, "COMMIT", err);
}

static void release(struct Page *page)
{
    sets_release(&page->sets);
    stories_release(&page->stories);
}

/* {"code": ...} becomes motcua.office("code", {...}); and start motcua.start({...}). */
static void print_call(FILE *out, const cJSON *data, const char *function, const char *code)
{
    fprintf(out, "motcua.%s(", function);
    if (code != NULL) {
        cJSON *name = memory_need(cJSON_CreateString(code));
        jsonout_print_script(name, out);
        cJSON_Delete(name);
        fputs(", ", out);
    }
    jsonout_print_script(data, out);
    fputs(");\n", out);
}

static bool write_data(struct Directory *directory, const char *name, const cJSON *data,
                       const char *function, const char *code, struct Error *err)
{
    FILE *out = directory_open(directory, name, err);

    if (out == NULL) {
        return false;
    }
    print_call(out, data, function, code);
    return directory_close(directory, out, name, err);
}

static bool write_assets(const struct Page *page, struct Directory *directory, struct Error *err)
{
    for (int i = 0; i < page->assets.count; i++) {
        const struct Asset *asset = &page->assets.files[i];
        const char *name = arena_printf(page->arena, "assets/%s", asset->name);
        FILE *out = directory_open(directory, name, err);
        if (out == NULL) {
            return false;
        }
        fwrite(asset->text, 1, asset->length, out);
        if (!directory_close(directory, out, name, err)) {
            return false;
        }
    }
    return true;
}

/* One walk over the offices: what start has of each, and its own file. */
static bool write_offices(struct Page *page, struct Directory *directory, cJSON *start,
                          struct Error *err)
{
    for (int i = 0; i < page->family.count; i++) {
        const struct Member *member = &page->family.members[i];
        sets_go_to(&page->sets, i);
        if (!member->is_shown) {
            continue;
        }
        start_add_office(start, &page->sets, &page->family, i);
        cJSON *detail = detail_new(page->arena, &page->sets, &page->family, &page->stories, i);
        bool ok = write_data(directory, arena_printf(page->arena, "data/office/%s", member->file),
                             detail, "office", member->code, err);
        cJSON_Delete(detail);
        if (!ok) {
            return false;
        }
    }
    return true;
}

/* Of as_of the digits: a browser must not mix the scripts of two nights. */
static const char *stamp_of(const struct Page *page)
{
    char *stamp = arena_strdup(page->arena, page->sets.reading.as_of), *to = stamp;

    for (const char *from = stamp; *from != '\0'; from++) {
        if (*from >= '0' && *from <= '9') {
            *to++ = *from;
        }
    }
    *to = '\0';
    return stamp;
}

static void link_assets(const struct Page *page, struct TablesFrame *frame)
{
    const char *stamp = stamp_of(page);

    frame->styles = frame->scripts = "";
    for (int i = 0; i < page->assets.count; i++) {
        const struct Asset *asset = &page->assets.files[i];
        if (asset->is_script) {
            frame->scripts =
                arena_printf(page->arena, "%s<script src=\"assets/%s?%s\" defer></script>\n",
                             frame->scripts, asset->name, stamp);
        } else {
            frame->styles =
                arena_printf(page->arena, "%s<link rel=\"stylesheet\" href=\"assets/%s?%s\">\n",
                             frame->styles, asset->name, stamp);
        }
    }
    frame->scripts = arena_printf(page->arena, "%s<script src=\"%s?%s\" defer></script>",
                                  frame->scripts, mark, stamp);
    frame->csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                 "base-uri 'none'; form-action 'none'";
}

static bool write_index(struct Page *page, struct Directory *directory, const cJSON *start,
                        struct Error *err)
{
    struct TablesFrame frame;

    link_assets(page, &frame);
    FILE *out = directory_open(directory, "index.html", err);
    if (out == NULL) {
        return false;
    }
    bool ok = tables_write(page->arena, out, &page->assets, &frame, start, err);
    if (!ok) {
        fclose(out);
        return false;
    }
    return directory_close(directory, out, "index.html", err);
}

static bool write_all(struct Page *page, struct Directory *directory, struct Error *err)
{
    family_find(page->arena, &page->sets, page->context->options->office, &page->family);
    cJSON *start = start_new(page->arena, &page->sets, &page->family, NULL);

    bool ok = directory_make(directory, "assets", err) && directory_make(directory, "data", err) &&
              directory_make(directory, "data/office", err) && write_assets(page, directory, err) &&
              write_offices(page, directory, start, err) &&
              write_data(directory, mark, start, "start", NULL, err) &&
              write_index(page, directory, start, err) && directory_publish(directory, err);
    cJSON_Delete(start);
    return ok;
}

bool page_write_directory(const struct Context *context, const char *output, struct Error *err)
{
    struct Page page = {.context = context, .arena = arena_new()};
    struct Directory directory;
    int64_t started = clock_elapsed_ms();

    bool ok = directory_begin(&directory, output, mark, err) && read_page(&page, err) &&
              write_all(&page, &directory, err);
    directory_discard(&directory);
    if (ok) {
        log_info("report written: %s ms=%lld", output, (long long)(clock_elapsed_ms() - started));
    }
    release(&page);
    arena_free(page.arena);
    return ok;
}

bool page_write_file(const struct Context *context, const char *output, struct Error *err)
{
    (void)context;
    return error_set(err, EXIT_USAGE, "'%s' cannot be written yet", output);
}
