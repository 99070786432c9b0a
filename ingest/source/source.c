#include "ingest/source/source.h"

#include "ingest/map/words.h"

#include <string.h>

#include "common/banned.h"

bool source_condition(Arena *arena, const char *setting, const char *text,
                      struct Condition *condition, struct Error *err)
{
    struct Words words;

    return (words_split(arena, text, &words, err) &&
            condition_compile(arena, words.items, words.count, condition, err)) ||
           error_prefix(err, "%s", setting);
}

struct ItemContext source_context(const struct Source *source, Arena *arena, struct Codes *codes)
{
    return (struct ItemContext){.arena = arena,
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

const struct Kind *source_url_kind(const struct Source *source)
{
    for (const struct Kind *kind = url_kinds; kind->name != NULL; kind++) {
        size_t length = strlen(kind->name);
        if (strncmp(source->url, kind->name, length) == 0 && source->url[length] == ':') {
            return kind;
        }
    }
    return &url_kinds[URL_HTTP]; /* https, and what tests leave out */
}

bool source_is_folder(const struct Source *source)
{
    return source_url_kind(source)->number != URL_HTTP;
}
