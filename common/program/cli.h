/* Command lines of both programs: one table of commands, one table of options each. */
#ifndef MOTCUA_COMMON_PROGRAM_CLI_H
#define MOTCUA_COMMON_PROGRAM_CLI_H

#include "common/error.h"

#include <stdbool.h>
#include <stddef.h>

enum CliKind { CLI_FLAG, CLI_TEXT, CLI_WORD, CLI_LIST };

/* CLI_FLAG sets a bool, CLI_TEXT a const char *, CLI_LIST appends to a struct CliList. CLI_WORD is a
 * CLI_TEXT whose value may also stand alone, without the name; of several in the order of the table. */
struct CliOption {
    const char *name; /* without the dashes; NULL ends a table */
    enum CliKind kind;
    size_t offset; /* of the target in the program's option struct */
    const char *value_name;
    const char *help;
};

enum { CLI_LIST_MAX = 32 };

struct CliList {
    const char *items[CLI_LIST_MAX];
    size_t count;
};

struct CliCommand {
    const char *name; /* one word, or two such as "rejects list"; NULL ends a table */
    const char *help;
    const char *const *options; /* names that it takes besides the common ones; NULL ends */
    int tag;                    /* the program's own number of the command */
};

/* Shown by the help of the program and of the command. */
struct CliExample {
    const char *command; /* its name; NULL ends a table */
    const char *options; /* as they are typed behind it */
    const char *meaning;
};

struct CliProgram {
    const char *name;
    const char *summary;
    const struct CliCommand *commands;
    const struct CliOption *options; /* all options of the program */
    const char *const *common;       /* names of those that every command takes; ends with NULL */
    const struct CliExample *examples;
};

/*
 * Reads argv: COMMAND, and options behind it as --name VALUE or --name=VALUE; those of every command may
 * also stand before it. Fills target.
 * Returns the command, or NULL with EXIT_USAGE in err. --help and --version are left to the caller:
 * wants_help / wants_version are set, and the command may then be NULL with err->code EXIT_DONE.
 */
const struct CliCommand *cli_parse(const struct CliProgram *program, int argc, char **argv,
                                   void *target, bool *wants_help, bool *wants_version,
                                   struct Error *err) MUST_CHECK;

/* Writes the help of the program, or of one command when it is not NULL, to stdout. */
void cli_print_help(const struct CliProgram *program, const struct CliCommand *command);

#endif
