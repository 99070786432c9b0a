#include "stats/page/template.h"

#include "common/text.h"
#include "stats/mail/html.h"

#include <string.h>

#include "common/banned.h"

enum { ESCAPED_MAX = 64 * 1024 };

static void write_value(FILE *out, const struct TemplateValue *value)
{
    struct Buf buf;

    if (value->text == NULL) {
        return;
    }
    if (value->is_html) {
        fputs(value->text, out);
        return;
    }
    buf_init(&buf, ESCAPED_MAX);
    html_append(&buf, value->text);
    fwrite(buf.data, 1, buf.length, out);
    buf_release(&buf);
}

static const struct TemplateValue *find(const struct TemplateValue *values, const char *name,
                                        size_t length)
{
    for (; values->name != NULL; values++) {
        if (strlen(values->name) == length && strncmp(values->name, name, length) == 0) {
            return values;
        }
    }
    return NULL;
}

bool template_write(FILE *out, const char *file, const char *text,
                    const struct TemplateValue *values, struct Error *err)
{
    const char *open, *close;

    while ((open = strstr(text, "{{")) != NULL && (close = strstr(open, "}}")) != NULL) {
        const struct TemplateValue *value = find(values, open + 2, (size_t)(close - open - 2));
        if (value == NULL) {
            return error_set(err, EXIT_INTERNAL, "%s: nothing is called '%.*s'", file,
                             (int)(close - open - 2), open + 2);
        }
        fwrite(text, 1, (size_t)(open - text), out);
        write_value(out, value);
        text = close + 2;
    }
    fputs(text, out);
    return true;
}
