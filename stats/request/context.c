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

void context_print(const struct Context *context, const struct Report *report, const void *figures)
{
    report->print[context->options->format](figures);
}
