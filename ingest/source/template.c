#include "ingest/source/template.h"

#include "common/program/kind.h"
#include "common/text.h"
#include "ingest/map/json.h"
#include "ingest/source/url.h"

#include <string.h>

#include "common/banned.h"

enum { SAMPLE_BYTES = 16384 };

/* Length of {name} at the text's begin, or 0: JSON's own braces never stand around a bare word. */
static size_t placeholder_length(const char *text)
{
    size_t length = strspn(text + 1, "abcdefghijklmnopqrstuvwxyz_");

    return length > 0 && text[1 + length] == '}' ? length + 2 : 0;
}

/* Whether the quotes of a JSON text are open behind the literal. */
static bool in_text_after(const char *literal, bool in_text)
{
    for (const char *c = literal; *c != '\0'; c++) {
        if (in_text && *c == '\\' && c[1] != '\0') {
            c++;
        } else if (*c == '"') {
            in_text = !in_text;
        }
    }
    return in_text;
}

static size_t count_parts(const char *text)
{
    size_t count = 1;

    for (; *text != '\0'; text++) {
        count += *text == '{' && placeholder_length(text) > 0;
    }
    return count;
}

static bool split(Arena *arena, const char *text, const char *allowed, struct Template *template,
                  struct Error *err)
{
    bool in_text = false;
    const char *start = text;

    template->parts = arena_alloc(arena, count_parts(text) * sizeof *template->parts);
    for (const char *c = text; *c != '\0';) {
        size_t length = *c == '{' ? placeholder_length(c) : 0;
        if (length == 0) {
            c++;
            continue;
        }
        struct Part *part = &template->parts[template->count++];
        part->literal = arena_strndup(arena, start, (size_t)(c - start));
        part->name = arena_strndup(arena, c + 1, length - 2);
        in_text = in_text_after(part->literal, in_text);
        part->in_text = in_text;
        if (!kind_lists(allowed, part->name)) {
            error_set(err, EXIT_SETTINGS, "expected no placeholder {%s}", part->name);
            return error_hint(err, "the placeholders here are: %s", allowed);
        }
        c += length;
        start = c;
    }
    template->parts[template->count++].literal = arena_strdup(arena, start);
    return true;
}

/* Filled with nothing at all, the body must still be JSON. */
static bool check_json(Arena *arena, const struct Template *template, struct Error *err)
{
    const struct Slot nothing[] = {{NULL, NULL, false}};
    const char *stop = NULL;
    struct Buf sample;

    buf_init(&sample, SAMPLE_BYTES);
    bool good = template_fill(template, nothing, &sample) &&
                json_parse(arena, sample.data, sample.length, &stop) != NULL &&
                stop[strspn(stop, " \t\r\n")] == '\0';
    buf_release(&sample);
    if (good) {
        return true;
    }
    error_set(err, EXIT_SETTINGS, "expected JSON, or a form such as page={page}&size={size}");
    return error_hint(err, "a text stands in quotes, a number does not: {\"page\": {page}}");
}

bool template_compile_body(Arena *arena, const char *text, const char *allowed,
                           struct Template *template, struct Error *err)
{
    bool is_json = text[0] == '{' || text[0] == '[';

    *template = (struct Template){.style = is_json ? TEMPLATE_JSON : TEMPLATE_FORM};
    return split(arena, text, allowed, template, err) &&
           (!is_json || check_json(arena, template, err));
}

bool template_compile_line(Arena *arena, const char *text, const char *allowed,
                           struct Template *template, struct Error *err)
{
    *template = (struct Template){.style = TEMPLATE_LINE};
    return split(arena, text, allowed, template, err);
}

bool template_has(const struct Template *template, const char *name)
{
    for (size_t i = 0; i < template->count; i++) {
        if (template->parts[i].name != NULL && text_equal(template->parts[i].name, name)) {
            return true;
        }
    }
    return false;
}

const char *template_content_type(const struct Template *template)
{
    return template->style == TEMPLATE_JSON ? "Content-Type: application/json"
                                            : "Content-Type: application/x-www-form-urlencoded";
}

static bool put_json(struct Buf *out, const struct Slot *slot, bool in_text)
{
    if (in_text) {
        return buf_escape_json(out, slot->text, strlen(slot->text));
    }
    if (slot->text[0] == '\0') {
        return buf_puts(out, "null");
    }
    return slot->is_number ? buf_puts(out, slot->text)
                           : buf_put_json(out, slot->text, strlen(slot->text));
}

static bool put_slot(struct Buf *out, const struct Template *template, const struct Part *part,
                     const struct Slot *slots)
{
    struct Slot slot = {.text = ""};

    for (; slots->name != NULL; slots++) {
        if (text_equal(slots->name, part->name) && slots->text != NULL) {
            slot = *slots;
        }
    }
    switch (template->style) {
    case TEMPLATE_JSON:
        return put_json(out, &slot, part->in_text);
    case TEMPLATE_FORM:
        return url_escape(out, slot.text);
    case TEMPLATE_LINE:
        break;
    }
    return buf_puts(out, slot.text);
}

bool template_fill(const struct Template *template, const struct Slot *slots, struct Buf *out)
{
    for (size_t i = 0; i < template->count; i++) {
        const struct Part *part = &template->parts[i];
        if (!buf_puts(out, part->literal) ||
            (part->name != NULL && !put_slot(out, template, part, slots))) {
            return false;
        }
    }
    return true;
}
