/* The command line of motcua-ingest, and what every command is given. */
#ifndef MOTCUA_INGEST_COMMAND_OPTIONS_H
#define MOTCUA_INGEST_COMMAND_OPTIONS_H

#include "common/program/program.h"

struct Options {
    struct CommonOptions common;
    struct CliList sources;
    bool full;
    const char *since;
    const char *until;
    bool dry_run;
    const char *old_name;
    const char *new_name;
    bool accept_smaller;
    bool check;
    const char *before;
    const char *max_age; /* NULL = 26h */
    const char *format;  /* NULL = text */
};

struct Job {
    Arena *arena; /* of the whole program */
    const struct Options *options;
    const struct Settings *settings;
};

#endif
