/* What every command of motcua-stats is given, and the shape of a command. */
#ifndef MOTCUA_CONTEXT_H
#define MOTCUA_CONTEXT_H

#include "common/arena.h"
#include "common/db.h"
#include "common/error.h"
#include "common/settings.h"
#include "stats/options.h"

struct Context {
    Arena *arena; /* of the whole run of the program */
    const struct Options *options;
    const struct Settings *settings;
    Db *db;
};

/* Writes its result to stdout. Returns false with err filled; err->code is the exit code. */
typedef bool (*CommandFunction)(const struct Context *context, struct Error *err);

#endif
