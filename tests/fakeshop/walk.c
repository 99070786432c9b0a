#include "walk.h"

#include <stdio.h>

/* The first row of the next page. */
static uint64_t next_start(const PagePlan *plan)
{
    return plan->next_start > 0 ? plan->next_start : plan->start + plan->limit;
}

static bool has_next(const PagePlan *plan, uint64_t total)
{
    return plan->next_start > 0 || next_start(plan) < total;
}

/* Path and query; relative, as many servers write it, unless a fault names a host. */
static void format_next(char *text, size_t size, const PageQuery *query, const PagePlan *plan)
{
    static const char *const WALKS[] = {
        [WALK_NONE] = "", [WALK_CURSOR] = "cursor", [WALK_NEXT] = "next", [WALK_LINK] = "link"};

    char host[64] = "";

    if (plan->next_host[0] != '\0') {
        snprintf(host, sizeof host, "%s:%u/redirected", plan->next_host, (unsigned)plan->port);
    }
    snprintf(text, size, "%s%s?walk=%s&offset=%llu&limit=%llu", host, plan->next_path,
             WALKS[query->walk], (unsigned long long)next_start(plan),
             (unsigned long long)query->size);
}

void walk_write(Out *out, const PageQuery *query, const PagePlan *plan, uint64_t total)
{
    char next[512];

    if (query->walk == WALK_CURSOR) {
        OUT_LIT(out, ",\"nextCursor\":");
        if (!has_next(plan, total)) {
            OUT_LIT(out, "null");
            return;
        }
        OUT_LIT(out, "\"c/");
        out_padded(out, next_start(plan), 1);
        OUT_LIT(out, "+\"");
    } else if (query->walk == WALK_NEXT && has_next(plan, total)) {
        format_next(next, sizeof next, query, plan);
        OUT_LIT(out, ",\"links\":{\"next\":\"");
        out_text(out, next);
        OUT_LIT(out, "\"}");
    }
}

void walk_write_link(char *text, size_t size, const PageQuery *query, const PagePlan *plan,
                     uint64_t total)
{
    char next[512];

    text[0] = '\0';
    if (query->walk == WALK_LINK) {
        bool more = has_next(plan, total);
        format_next(next, sizeof next, query, plan);
        snprintf(text, size, "<%s?page=1>; rel=\"first\"%s%s%s", plan->next_path, more ? ", <" : "",
                 more ? next : "", more ? ">; title=\"a, b; rel=x\"; rel=\"last next\"" : "");
    }
}
