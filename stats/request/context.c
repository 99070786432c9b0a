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

void context_print(const struct Context *context, const struct Report *report, const void *figures)
{
    report->print[context->options->format](figures);
}
