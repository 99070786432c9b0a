/* What both programs do before and after their commands: options, log level, settings, exit code. */
#ifndef MOTCUA_COMMON_PROGRAM_PROGRAM_H
#define MOTCUA_COMMON_PROGRAM_PROGRAM_H

#include "common/arena.h"
#include "common/program/cli.h"
#include "common/program/settings.h"

/* The options that every command takes; the program's own option struct begins with them. */
struct CommonOptions {
    const char
        *config; /* NULL: /etc/motcua/motcua.conf, and the environment alone where there is none */
    bool verbose;
    bool quiet;
};

/* Rows of the program's option table for these; type is the program's option struct. */
#define PROGRAM_OPTIONS(type)                                                                      \
    {"config", CLI_TEXT, offsetof(type, common.config), "FILE",                                    \
     "settings file (/etc/motcua/motcua.conf)"},                                                   \
        {"verbose", CLI_FLAG, offsetof(type, common.verbose), NULL, "log every step"},             \
    {                                                                                              \
        "quiet", CLI_FLAG, offsetof(type, common.quiet), NULL, "log only warnings and errors"      \
    }

/* Names of these, for CliProgram.common. */
extern const char *const program_options[];

struct Program {
    const struct CliProgram *cli;
    /* Carries a command out. The result is the exit code; when it is neither EXIT_DONE nor
     * EXIT_REJECTS and err is filled, err is printed. */
    enum ExitCode (*execute)(const struct CliCommand *command, Arena *arena,
                             const struct Settings *settings, void *options, struct Error *err);
    /* Has the last word when that, or what comes before it, has failed: the exit code. NULL = code stays. */
    enum ExitCode (*failed)(const void *options, const struct Error *err, enum ExitCode code);
};

/* The whole of main. options is zeroed by the caller and begins with struct CommonOptions. */
int program_main(const struct Program *program, int argc, char **argv, void *options);

#endif
