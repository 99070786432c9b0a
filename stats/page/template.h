/* The templates of page/: text with {{names}} in it. */
#ifndef MOTCUA_STATS_PAGE_TEMPLATE_H
#define MOTCUA_STATS_PAGE_TEMPLATE_H

#include "common/error.h"

#include <stdbool.h>
#include <stdio.h>

struct TemplateValue {
    const char *name; /* NULL ends a list */
    const char *text; /* NULL: nothing */
    bool
        is_html; /* it stands as it is; else it is escaped, for content and for quoted attributes */
};

/* Writes text with its names replaced. EXIT_INTERNAL for a name that values lack; file says where. */
bool template_write(FILE *out, const char *file, const char *text,
                    const struct TemplateValue *values, struct Error *err) MUST_CHECK;

#endif
