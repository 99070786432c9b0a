#include "stats/request/context.h"

#include "common/banned.h"

static const char *asked_or_set(const char *asked, const char *set)
{
    return asked != NULL ? asked : set;
}

const char *context_profile(const struct Context *context)
{
    return asked_or_set(context->options->profile, context->settings->profile);
}

const char *context_scoring(const struct Context *context)
{
    return asked_or_set(context->options->scoring, context->settings->scoring);
}

const char *context_target_set(const struct Context *context)
{
    const char *set = asked_or_set(context->options->target_set, context->settings->target_set);

    return set[0] != '\0' ? set : NULL;
}

/* Sorted by column, as rowout wants them. */
static bool read_labels(Db *db, struct RowLabels *labels, DbRows **columns, DbRows **values,
                        struct Error *err)
{
    *columns = db_query(db, "SELECT name, text_vi FROM motcua.column_label", 0, NULL, err);
    if (*columns != NULL) {
        *values = db_query(db, "SELECT name, value, text_vi FROM motcua.value_label ORDER BY name",
                           0, NULL, err);
    }
    *labels = (struct RowLabels){*columns, *values};
    return *values != NULL;
}

bool context_print(const struct Context *context, const struct Report *report, const void *figures,
                   struct Error *err)
{
    const struct Options *options = context->options;
    struct ReportTarget target = {options->format, options->output, options->separator, NULL};
    struct RowLabels labels;
    DbRows *columns = NULL, *values = NULL;

    bool ok = !options->labels || read_labels(context->db, &labels, &columns, &values, err);
    if (ok) {
        target.labels = options->labels ? &labels : NULL;
        ok = report_write(report, figures, &target, context->arena, err);
    }
    db_rows_free(columns);
    db_rows_free(values);
    return ok;
}
