/* What every command of motcua-stats is given, and the shape of a command. */
#ifndef MOTCUA_STATS_REQUEST_CONTEXT_H
#define MOTCUA_STATS_REQUEST_CONTEXT_H

#include "common/arena.h"
#include "common/database/db.h"
#include "common/error.h"
#include "common/program/settings.h"
#include "stats/request/options.h"

struct Context {
    Arena *arena; /* of the whole run of the program */
    const struct Options *options;
    const struct Settings *settings;
    Db *db;
};

/* The name of the profile or scoring set that was asked for, or else is set. */
const char *context_profile(const struct Context *context);
const char *context_scoring(const struct Context *context);

/* The same of a set of targets; NULL for all that are in force. */
const char *context_target_set(const struct Context *context);

/* Prints what a command has read, in the format and to the place that are asked for. */
bool context_print(const struct Context *context, const struct Report *report, const void *figures,
                   struct Error *err) MUST_CHECK;

/* Prints its result. Returns false with err filled; err->code is the exit code. */
typedef bool (*CommandFunction)(const struct Context *context, struct Error *err);

#endif
