#include "common/program/cli.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/support.h"

#include "common/banned.h"

struct Target {
    const char *config;
    bool verbose;
    bool full;
    struct CliList sources;
    const char *code;
};

static const struct CliOption options[] = {
    {"config", CLI_TEXT, offsetof(struct Target, config), "FILE", "settings file"},
    {"verbose", CLI_FLAG, offsetof(struct Target, verbose), NULL, "say more"},
    {"full", CLI_FLAG, offsetof(struct Target, full), NULL, "read everything"},
    {"source", CLI_LIST, offsetof(struct Target, sources), "NAME", "only this source"},
    {"code", CLI_WORD, offsetof(struct Target, code), "CODE", "code of a dossier"},
    {0},
};
static const char *const run_options[] = {"full", "source", NULL};
static const char *const explain_options[] = {"code", "source", NULL};
static const char *const common_options[] = {"config", "verbose", NULL};
static const struct CliCommand commands[] = {
    {"run", "read all sources", run_options, 11},
    {"status", "show the last runs", NULL, 12},
    {"explain", "tell of one dossier", explain_options, 13},
    {"rejects list", "show what was refused", run_options, 14},
    {"rejects replay", "try it again", run_options, 15},
    {0},
};
static const struct CliExample no_examples[] = {{0}};

static const struct CliProgram program = {"motcua-test", "Tests things.", commands,
                                          options,       common_options,  no_examples};

static struct Target target;
static struct Error err;
static bool wants_help, wants_version;

/* Splits a line at its blanks and reads it. */
static const struct CliCommand *parse(const char *line)
{
    static char words[2048];
    char *argv[128] = {(char[]){"motcua-test"}};
    int argc = 1;

    snprintf(words, sizeof words, "%s", line);
    target = (struct Target){0};
    err = (struct Error){0};
    for (char *at = words, *word; (word = strsep(&at, " ")) != NULL;) {
        if (word[0] != '\0') {
            argv[argc++] = word;
        }
    }
    return cli_parse(&program, argc, argv, &target, &wants_help, &wants_version, &err);
}

static void refuses(const char *line, const char *message)
{
    cr_assert_null(parse(line), "%s", line);
    cr_assert_eq(err.code, EXIT_USAGE);
    cr_assert_str_eq(err.message, message);
    cr_assert_str_eq(err.hint, "see 'motcua-test --help'");
}

Test(cli, reads_a_command_with_options)
{
    const struct CliCommand *command =
        parse("run --source a --config=/x=y --full --source=b --verbose");

    cr_assert_not_null(command, "%s", err.message);
    cr_assert_eq(command->tag, 11);
    cr_assert_str_eq(target.config, "/x=y");
    cr_assert(target.full);
    cr_assert(target.verbose);
    cr_assert_eq(target.sources.count, 2);
    cr_assert_str_eq(target.sources.items[0], "a");
    cr_assert_str_eq(target.sources.items[1], "b");
    cr_assert_not(wants_help);
    cr_assert_not(wants_version);
}

Test(cli, reads_common_options_before_the_command_too)
{
    cr_assert_eq(parse("--config /x run --source a")->tag, 11);
    cr_assert_str_eq(target.config, "/x");
    cr_assert_eq(parse("--verbose --config=/y rejects list --source a")->tag, 14);
    cr_assert_str_eq(target.config, "/y");
    cr_assert(target.verbose);
    cr_assert_eq(parse("--config /z status --verbose")->tag, 12);
    cr_assert_str_eq(target.config, "/z");
    cr_assert(target.verbose);
    cr_assert_eq(parse("--config /z help run")->tag, 11);
    cr_assert(wants_help);
    cr_assert_null(parse("--verbose --version"));
    cr_assert(wants_version);
}

Test(cli, reads_commands_of_two_words)
{
    cr_assert_eq(parse("rejects list --source a")->tag, 14);
    cr_assert_eq(target.sources.count, 1);
    cr_assert_eq(parse("rejects replay")->tag, 15);
    cr_assert_eq(parse("help rejects replay")->tag, 15);
    cr_assert(wants_help);
    cr_assert_eq(parse("rejects list --help")->tag, 14);
    cr_assert(wants_help);
    cr_assert_null(parse("rejects --help"));
    cr_assert_eq(err.code, EXIT_DONE);
    cr_assert(wants_help);
    refuses("rejects", "command 'rejects' needs a second word, as in 'rejects list'");
    refuses("rejects burn", "command 'rejects' needs a second word, as in 'rejects list'");
    refuses("rejects --full", "command 'rejects' needs a second word, as in 'rejects list'");
    refuses("reject list", "unknown command 'reject'");
    refuses("list", "unknown command 'list'");
}

Test(cli, leaves_alone_what_is_not_given)
{
    cr_assert_eq(parse("status")->tag, 12);
    cr_assert_null(target.config);
    cr_assert_not(target.full);
    cr_assert_eq(target.sources.count, 0);
}

Test(cli, takes_a_value_that_begins_with_dashes_after_an_equals_sign)
{
    cr_assert_not_null(parse("run --source=--odd"));
    cr_assert_str_eq(target.sources.items[0], "--odd");
}

Test(cli, refuses_wrong_commands)
{
    refuses("", "no command given");
    refuses("walk", "unknown command 'walk'");
    refuses("ru", "unknown command 'ru'");
    refuses("--full run", "the command comes before the option --full");
    refuses("--colour run", "unknown option --colour");
    refuses("--verbose", "no command given");
    refuses("--config run", "no command given");
    refuses("-v run", "the command comes before the options");
    refuses("--config a run --config b", "option --config is given twice");
    refuses("help walk", "unknown command 'walk'");
    refuses("--help walk", "unknown command 'walk'");
}

Test(cli, refuses_wrong_options)
{
    refuses("run --nosuch", "unknown option --nosuch");
    refuses("run --ful", "unknown option --ful");
    refuses("run --fullest", "unknown option --fullest");
    refuses("run --", "unknown option --");
    refuses("run -v", "unexpected word '-v'");
    refuses("run extra", "unexpected word 'extra'");
    refuses("status --full", "command 'status' takes no option --full");
    refuses("run --full=yes", "option --full takes no value");
    refuses("run --config a --config b", "option --config is given twice");
}

Test(cli, takes_a_word)
{
    cr_assert_not_null(parse("explain H01-7 --source a"));
    cr_assert_str_eq(target.code, "H01-7");
    cr_assert_not_null(parse("explain --source a H01-7"));
    cr_assert_str_eq(target.code, "H01-7");
    cr_assert_not_null(parse("explain --code=--odd"));
    cr_assert_str_eq(target.code, "--odd");
    refuses("explain H01-7 H01-8", "option --code is given twice");
    refuses("explain H01-7 --code H01-8", "option --code is given twice");
    refuses("status H01-7", "unexpected word 'H01-7'");
}

Test(cli, refuses_missing_values)
{
    refuses("run --config", "option --config needs a value: FILE");
    refuses("run --config=", "option --config needs a value: FILE");
    refuses("run --source --full", "option --source needs a value: NAME");
}

Test(cli, never_repeats_the_value_of_an_unknown_option)
{
    refuses("run --password=geheim", "unknown option --password");
}

Test(cli, bounds_a_list)
{
    char line[1024] = "run";

    for (size_t i = 0; i < 33; i++) {
        snprintf(line + strlen(line), sizeof line - strlen(line), " --source s%zu", i);
    }
    refuses(line, "option --source is given more than 32 times");
}

Test(cli, answers_questions_for_help)
{
    static const char *const general[] = {"help", "--help"};
    static const char *const of_run[] = {"help run", "--help run", "run --help",
                                         "run --full --help --nosuch"};

    for (size_t i = 0; i < 2; i++) {
        cr_assert_null(parse(general[i]));
        cr_assert_eq(err.code, EXIT_DONE);
        cr_assert(wants_help);
        cr_assert_not(wants_version);
    }
    for (size_t i = 0; i < 4; i++) {
        const struct CliCommand *command = parse(of_run[i]);
        cr_assert_not_null(command, "%s", of_run[i]);
        cr_assert_eq(command->tag, 11);
        cr_assert(wants_help);
    }
}

Test(cli, answers_questions_for_the_version)
{
    cr_assert_null(parse("--version"));
    cr_assert_eq(err.code, EXIT_DONE);
    cr_assert(wants_version);
    cr_assert_not(wants_help);
    cr_assert_not_null(parse("run --version"));
    cr_assert(wants_version);
}

Test(cli, prints_help_of_the_program)
{
    support_capture(STDOUT_FILENO);
    cli_print_help(&program, NULL);
    const char *help = support_captured(STDOUT_FILENO);
    static const char *const wanted[] = {
        "Usage: motcua-test COMMAND [OPTION]...\nTests things.\n",
        "  run                    read all sources\n",
        "  status                 show the last runs\n",
        "  --config FILE          settings file\n",
        "  --verbose              say more\n",
        "  --version              show the version\n",
        "   0  done\n",
        "   8  stopped by a signal\n",
        "  70  internal error\n",
    };

    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        cr_assert_not_null(strstr(help, wanted[i]), "%s\n%s", wanted[i], help);
    }
    cr_assert_null(strstr(help, "--full"));
}

Test(cli, prints_help_of_a_command)
{
    support_capture(STDOUT_FILENO);
    cli_print_help(&program, &commands[0]);
    const char *help = support_captured(STDOUT_FILENO);

    cr_assert_not_null(strstr(help, "Usage: motcua-test run [OPTION]...\nread all sources\n"));
    cr_assert_not_null(
        strstr(help, "  --source NAME          only this source (may be repeated)\n"));
    cr_assert_not_null(strstr(help, "  --full                 read everything\n"));
    cr_assert_not_null(strstr(help, "--config FILE"));
}
