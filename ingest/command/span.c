#include "ingest/command/span.h"

#include "common/log.h"
#include "common/time/clock.h"

#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

static const Instant minute_us = INT64_C(60000000);
static const Instant day_us = INT64_C(86400000000);

static void tell_mark(const struct Source *source, const char *mark, const char *credible)
{
    log_warning("source '%s': it is marked as read until %s, which lies in the future: a clock was "
                "wrong; reads %s%s",
                source->name, mark, credible != NULL ? "what changed since " : "the whole list",
                credible != NULL ? credible : "");
}

/*
 * Where the last complete run began, less the overlap: what changed while it ran is asked for again.
 * Of a mark that lies in the future the one before it.
 */
static bool read_watermark(Db *db, const struct Source *source, const char *now, Instant *since,
                           struct Error *err)
{
    const char *values[] = {source->name, now};
    DbRows *rows = db_query(
        db,
        "SELECT (extract(epoch FROM c.mark - timestamptz '2000-01-01 00:00Z') * 1000000)::bigint,"
        " to_char(w.read_until, 'YYYY-MM-DD HH24:MI'), to_char(c.mark, 'YYYY-MM-DD HH24:MI'),"
        " c.mark IS NOT DISTINCT FROM w.read_until FROM motcua.watermark AS w"
        " CROSS JOIN LATERAL motcua.credible_mark(w.source, $2) AS c (mark) WHERE w.source = $1",
        2, values, err);
    bool found = rows != NULL && db_row_count(rows) > 0;

    *since = 0;
    if (found && db_value(rows, 0, 0) != NULL) {
        *since = strtoll(db_value(rows, 0, 0), NULL, 10) - source->overlap_minutes * minute_us;
    }
    if (found && strcmp(db_value(rows, 0, 3), "f") == 0) {
        tell_mark(source, db_value(rows, 0, 1), db_value(rows, 0, 2));
    }
    db_rows_free(rows);
    return rows != NULL;
}

static bool read_day(const char *text, const char *option, int add_days, Instant *instant,
                     struct Error *err)
{
    if (text == NULL) {
        *instant = 0;
        return true;
    }
    bool good = clock_parse(text, DATE_YMD, CLOCK_VIETNAM_OFFSET_S, instant) == NULL;
    *instant += (Instant)add_days * day_us;
    return good ||
           error_set(err, EXIT_USAGE, "--%s '%s': expected a day, yyyy-MM-dd", option, text);
}

/* The first instant that is not before `instant` and that the source's date format can tell. */
static Instant round_up(const struct Source *source, Instant instant)
{
    Instant unit = source->date_format.by_day ? day_us : INT64_C(1000000);
    Instant local = instant + CLOCK_VIETNAM_OFFSET_S * INT64_C(1000000);
    Instant beyond = (local % unit + unit) % unit;

    return beyond == 0 ? instant : instant + unit - beyond;
}

static struct Window window_from(const struct Source *source, Instant since, Instant now)
{
    return (struct Window){since, source_takes_until(source) ? round_up(source, now) : 0};
}

struct Window span_first(const struct Source *source, Instant now)
{
    return source->first_since != 0 && source_takes_since(source)
               ? window_from(source, source->first_since, now)
               : (struct Window){0, 0};
}

/* One run for what the source has, or for what has changed in it. */
static bool plan_night(const struct Job *job, Db *db, const struct Source *source, Instant now,
                       struct SpanList *list, struct Error *err)
{
    char read_until[CLOCK_TEXT_SIZE];
    struct Span *span = &list->items[list->count++];

    clock_to_iso(now, read_until);
    span->read_until = arena_strdup(job->arena, read_until);
    span->window = span_first(source, now);
    span->whole = true;
    if (job->options->full || !source_takes_since(source)) {
        return true;
    }
    Instant since;
    if (!read_watermark(db, source, span->read_until, &since, err)) {
        return false;
    }
    if (since != 0) {
        span->window = window_from(source, since, now);
        span->whole = false;
    }
    return true;
}

static bool plan_days(const struct Job *job, const struct Source *source, Instant now,
                      struct SpanList *list, struct Error *err)
{
    const struct Options *options = job->options;
    struct Window whole;

    if ((options->since != NULL && !source_takes_since(source)) ||
        (options->until != NULL && !source_takes_until(source))) {
        error_set(err, EXIT_USAGE, "it cannot be asked for a span of days");
        return error_hint(err, "set since_param and until_param in [incremental] of its file");
    }
    if (!read_day(options->since, "since", 0, &whole.since, err) ||
        !read_day(options->until, "until", 1, &whole.until, err)) {
        return false;
    }
    if (whole.until != 0 && whole.until <= whole.since) {
        return error_set(err, EXIT_USAGE, "--until '%s': a day not before --since '%s' is expected",
                         options->until, options->since);
    }
    Instant end = whole.until != 0 ? whole.until : round_up(source, now);
    Instant step = source->slice_days * day_us;
    if (step == 0 || whole.since == 0 || !source_takes_until(source) || end <= whole.since) {
        list->items[list->count++].window = whole;
        return true;
    }
    size_t count = (size_t)((end - whole.since + step - 1) / step);
    list->items = arena_alloc(job->arena, count * sizeof *list->items);
    for (Instant since = whole.since; since < end; since += step) {
        Instant until = since + step < end ? since + step : end;
        list->items[list->count++].window = (struct Window){since, until};
    }
    return true;
}

bool span_plan(const struct Job *job, Db *db, const struct Source *source, struct SpanList *list,
               struct Error *err)
{
    Instant now = clock_now();

    *list = (struct SpanList){arena_alloc(job->arena, sizeof *list->items), 0};
    if (job->options->since != NULL || job->options->until != NULL) {
        return plan_days(job, source, now, list, err);
    }
    return plan_night(job, db, source, now, list, err);
}
