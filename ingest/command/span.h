/*
 * What part of a source's list is asked for: all of it, what has changed since the last complete run,
 * or the days that the operator names, in slices.
 */
#ifndef MOTCUA_INGEST_COMMAND_SPAN_H
#define MOTCUA_INGEST_COMMAND_SPAN_H

#include "common/database/db.h"
#include "ingest/command/options.h"
#include "ingest/fetch/request.h"

struct Span {
    struct Window window;
    bool whole;             /* all that the source has, or has since first_since */
    const char *read_until; /* where a complete run moves the watermark; NULL = it stays */
};

/* Slices of a long span, oldest first; one run each. */
struct SpanList {
    struct Span *items;
    size_t count;
};

/* What is asked for when nothing has been read yet; now is the upper bound. */
struct Window span_first(const struct Source *source, Instant now);

/*
 * Plans the runs of a source; everything lives in job's arena. The upper bound is now: what changes
 * while the list is read belongs to the next run. EXIT_USAGE when the source cannot be asked for what
 * the operator wants.
 */
bool span_plan(const struct Job *job, Db *db, const struct Source *source, struct SpanList *list,
               struct Error *err) MUST_CHECK;

#endif
