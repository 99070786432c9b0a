#include "stats/page/content.h"

#include "common/memory.h"
#include "stats/page/disclosure.h"
#include "stats/print/jsonout.h"

#include "common/banned.h"

enum { PERIOD_SIZE = 32 };

/* Without a period: the reporting year, as the alerts have it. */
static bool find_period(const struct Context *context, Arena *arena, struct Asked *asked,
                        struct Error *err)
{
    const char *values[] = {context->settings->year_start};
    char *period;

    if (asked->period != NULL) {
        return true;
    }
    asked->period = period = arena_alloc(arena, PERIOD_SIZE);
    return db_query_value(context->db,
                          "SELECT y.period_from || '..' || y.period_to"
                          " FROM motcua.year_of(motcua.today(), $1) AS y",
                          1, values, period, PERIOD_SIZE, err);
}

bool content_read(const struct Context *context, struct Content *content, struct Error *err)
{
    struct SetsRequest request = {
        .asked = context->options->asked,
        .office = context->options->office,
        .profile = context_profile(context),
        .scoring = context_scoring(context),
        .target_set = context->settings->target_set,
        .ceiling = context->settings->late_percent,
        .is_public = context->settings->report_public->number != 0,
    };
    Db *db = context->db;

    *content = (struct Content){.arena = arena_new()};
    if (!assets_read(content->arena, &content->assets, err) ||
        !find_period(context, content->arena, &request.asked, err) ||
        !sets_read(db, &request, &content->sets, err) ||
        !(request.is_public || stories_read(db, &content->sets, &content->stories, err)) ||
        !db_run(db, "COMMIT", err)) {
        return false;
    }
    family_find(content->arena, &content->sets, request.office, &content->family);
    if (request.is_public) {
        content->family.disclosure =
            disclosure_find(content->arena, &content->sets, &content->family);
    }
    return true;
}

void content_release(struct Content *content)
{
    sets_release(&content->sets);
    stories_release(&content->stories);
    arena_free(content->arena);
}

void content_print(FILE *out, const cJSON *data, const char *function, const char *code)
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
