#include "common/program/program.h"

#include "common/log.h"
#include "common/program/output.h"
#include "common/stop.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/banned.h"

static const char default_config[] = "/etc/motcua/motcua.conf";

const char *const program_options[] = {"config", "verbose", "quiet", NULL};

/* Without --config a machine that has no settings file runs on the environment alone. */
static const char *settings_path(const struct CommonOptions *options)
{
    if (options->config != NULL) {
        return options->config;
    }
    return access(default_config, F_OK) != 0 && errno == ENOENT ? NULL : default_config;
}

static enum LogLevel level_of(const struct CommonOptions *options)
{
    if (options->quiet) {
        return LOG_LEVEL_WARNING;
    }
    return options->verbose ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO;
}

static enum ExitCode execute(const struct Program *program, const struct CliCommand *command,
                             void *options, struct Error *err)
{
    const struct CommonOptions *common = options;
    struct Settings settings;
    enum ExitCode code;

    if (common->verbose && common->quiet) {
        error_set(err, EXIT_USAGE, "--verbose and --quiet exclude each other");
        return EXIT_USAGE;
    }
    log_open(program->cli->name, level_of(common));
    Arena *arena = arena_new();
    if (settings_load(arena, settings_path(common), &settings, err)) {
        code = program->execute(command, arena, &settings, options, err);
        settings_place(&settings, err);
    } else {
        code = err->code;
    }
    arena_free(arena);
    return code;
}

/* A full disk may show only when the last bytes leave: a result that is cut must not look whole. */
static enum ExitCode close_output(enum ExitCode code)
{
    int failed_with = output_close();

    if (failed_with == 0) {
        return code;
    }
    log_error("cannot write the result: %s", strerror(failed_with));
    return code == EXIT_DONE ? EXIT_INTERNAL : code;
}

int program_main(const struct Program *program, int argc, char **argv, void *options)
{
    struct Error err = {.code = EXIT_DONE};
    enum ExitCode code = EXIT_DONE;
    bool wants_help;
    bool wants_version;

    output_open();
    stop_install();
    setlocale(LC_CTYPE, "C.UTF-8");
    log_open(program->cli->name, LOG_LEVEL_INFO);
    const struct CliCommand *command =
        cli_parse(program->cli, argc, argv, options, &wants_help, &wants_version, &err);
    if (err.code != EXIT_DONE) {
        code = err.code;
    } else if (wants_help) {
        cli_print_help(program->cli, command);
    } else if (wants_version) {
        printf("%s %s\n", program->cli->name, MOTCUA_VERSION);
    } else {
        code = execute(program, command, options, &err);
    }
    if (err.code != EXIT_DONE) {
        if (!err.told) {
            log_failure(&err);
        }
        code = program->failed != NULL ? program->failed(options, &err, code) : code;
    }
    return (int)close_output(code);
}
