/*
 * Texts with placeholders such as {page}: bodies of requests and lines of headers. A body that begins
 * with '{' or '[' is JSON, any other body is a form (name=value&name=value); each value is escaped for
 * where it stands, so that no value can become more than a value.
 */
#ifndef MOTCUA_INGEST_SOURCE_TEMPLATE_H
#define MOTCUA_INGEST_SOURCE_TEMPLATE_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/error.h"

enum TemplateStyle { TEMPLATE_JSON, TEMPLATE_FORM, TEMPLATE_LINE };

/* What stands for a placeholder. */
struct Slot {
    const char *name;
    const char *text; /* NULL or "": nothing yet; outside quotes JSON then says null */
    bool is_number;   /* outside quotes JSON takes it as it is */
};

struct Part {
    const char *literal;
    const char *name; /* of the placeholder behind it; NULL at the end */
    bool in_text;     /* the placeholder stands within the quotes of a JSON text */
};

struct Template {
    enum TemplateStyle style;
    struct Part *parts;
    size_t count;
};

/*
 * Compiles text; allowed are the names of placeholders, separated by blanks. EXIT_SETTINGS for any
 * other placeholder, and for a JSON body that is none.
 */
bool template_compile_body(Arena *arena, const char *text, const char *allowed,
                           struct Template *template, struct Error *err) MUST_CHECK;

/* The same for one line of text that takes values as they are. */
bool template_compile_line(Arena *arena, const char *text, const char *allowed,
                           struct Template *template, struct Error *err) MUST_CHECK;

bool template_has(const struct Template *template, const char *name);

/* The header line that says what a body is. */
const char *template_content_type(const struct Template *template);

/* Appends the text with values in place; slots ends with name NULL. False when out is full. */
bool template_fill(const struct Template *template, const struct Slot *slots,
                   struct Buf *out) MUST_CHECK;

#endif
