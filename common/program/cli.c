#include "common/program/cli.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/banned.h"

/* The words of one command line as they are read. */
struct Words {
    int count;
    char **items;
    int next;
};

static bool holds(const char *const *names, const char *name)
{
    for (; names != NULL && *names != NULL; names++) {
        if (strcmp(*names, name) == 0) {
            return true;
        }
    }
    return false;
}

static const struct CliOption *find_option(const struct CliProgram *program, const char *name,
                                           size_t length)
{
    for (const struct CliOption *option = program->options; option->name != NULL; option++) {
        if (strlen(option->name) == length && strncmp(option->name, name, length) == 0) {
            return option;
        }
    }
    return NULL;
}

/* The value after '=' or else the next word; a next word that looks like an option is none. */
static const char *option_value(const char *equals, struct Words *words)
{
    const char *value = NULL;

    if (equals != NULL) {
        value = equals + 1;
    } else if (words->next < words->count && strncmp(words->items[words->next], "--", 2) != 0) {
        value = words->items[words->next++];
    }
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static bool store(const struct CliOption *option, const char *value, void *target, bool seen,
                  struct Error *err)
{
    void *place = (char *)target + option->offset;

    if (option->kind == CLI_FLAG) {
        *(bool *)place = true;
        return true;
    }
    if (value == NULL) {
        return error_set(err, EXIT_USAGE, "option --%s needs a value: %s", option->name,
                         option->value_name);
    }
    if (option->kind != CLI_LIST) {
        if (seen) {
            return error_set(err, EXIT_USAGE, "option --%s is given twice", option->name);
        }
        *(const char **)place = value;
        return true;
    }
    struct CliList *list = place;
    if (list->count == CLI_LIST_MAX) {
        return error_set(err, EXIT_USAGE, "option --%s is given more than %d times", option->name,
                         CLI_LIST_MAX);
    }
    list->items[list->count++] = value;
    return true;
}

/* Before the command (NULL) only those that every command takes. */
static bool check_option(const struct CliProgram *program, const struct CliCommand *command,
                         const struct CliOption *option, struct Error *err)
{
    if (holds(program->common, option->name) ||
        (command != NULL && holds(command->options, option->name))) {
        return true;
    }
    return command == NULL ? error_set(err, EXIT_USAGE, "the command comes before the option --%s",
                                       option->name)
                           : error_set(err, EXIT_USAGE, "command '%s' takes no option --%s",
                                       command->name, option->name);
}

/* Names the option without its value: somebody may have written a password there. */
static bool take_option(const struct CliProgram *program, const struct CliCommand *command,
                        struct Words *words, void *target, uint64_t *seen, struct Error *err)
{
    const char *name = words->items[words->next++] + 2;
    const char *equals = strchr(name, '=');
    size_t length = equals != NULL ? (size_t)(equals - name) : strlen(name);
    const struct CliOption *option = find_option(program, name, length);

    if (option == NULL) {
        return error_set(err, EXIT_USAGE, "unknown option --%.*s", (int)length, name);
    }
    if (!check_option(program, command, option, err)) {
        return false;
    }
    if (option->kind == CLI_FLAG && equals != NULL) {
        return error_set(err, EXIT_USAGE, "option --%s takes no value", option->name);
    }
    const char *value = option->kind == CLI_FLAG ? NULL : option_value(equals, words);
    uint64_t bit = UINT64_C(1) << (option - program->options);
    bool was_seen = (*seen & bit) != 0;
    *seen |= bit;
    return store(option, value, target, was_seen, err);
}

/* A word that is no option is the value of the command's next CLI_WORD. */
static bool take_word(const struct CliProgram *program, const struct CliCommand *command,
                      struct Words *words, void *target, uint64_t *seen, struct Error *err)
{
    const char *word = words->items[words->next];
    const struct CliOption *place = NULL;
    bool was_seen = true;

    for (const struct CliOption *option = program->options; option->name != NULL && was_seen;
         option++) {
        if (option->kind == CLI_WORD && holds(command->options, option->name)) {
            uint64_t bit = UINT64_C(1) << (option - program->options);
            place = option;
            was_seen = (*seen & bit) != 0;
            *seen |= bit;
        }
    }
    if (place == NULL) {
        return error_set(err, EXIT_USAGE, "unexpected word '%s'", word);
    }
    words->next++;
    return store(place, word, target, was_seen, err);
}

/* True when the word asks for help or the version, which ends the reading. */
static bool is_question(const char *word, bool *wants_help, bool *wants_version)
{
    *wants_help = strcmp(word, "--help") == 0;
    *wants_version = strcmp(word, "--version") == 0;
    return *wants_help || *wants_version;
}

/* Whether what stands where the command should is an option, which then may be one of every command. */
static bool is_option_before(const char *word)
{
    bool help;
    bool version;

    return strncmp(word, "--", 2) == 0 && !is_question(word, &help, &version);
}

static bool command_refused(const char *word, const struct CliCommand *group, struct Error *err)
{
    if (group != NULL) {
        return error_set(err, EXIT_USAGE, "command '%s' needs a second word, as in '%s'", word,
                         group->name);
    }
    if (strncmp(word, "-", 1) == 0) {
        return error_set(err, EXIT_USAGE, "the command comes before the options");
    }
    return error_set(err, EXIT_USAGE, "unknown command '%s'", word);
}

/* Takes the words of a command; false on error. A group's name with a question leaves it NULL. */
static bool take_command(const struct CliProgram *program, struct Words *words,
                         const struct CliCommand **command, struct Error *err)
{
    const char *first = words->items[words->next++];
    const char *second = words->next < words->count ? words->items[words->next] : "";
    size_t length = strlen(first);
    const struct CliCommand *group = NULL;

    for (const struct CliCommand *one = program->commands; one->name != NULL; one++) {
        if (strcmp(one->name, first) == 0) {
            *command = one;
            return true;
        }
        if (strncmp(one->name, first, length) != 0 || one->name[length] != ' ') {
            continue;
        }
        if (strcmp(one->name + length + 1, second) == 0) {
            words->next++;
            *command = one;
            return true;
        }
        group = group == NULL ? one : group;
    }
    bool asks_help;
    bool asks_version;
    return (group != NULL && is_question(second, &asks_help, &asks_version)) ||
           command_refused(first, group, err);
}

/* What follows the program's name, up to its end or to a question; false on error. */
static bool read_words(const struct CliProgram *program, struct Words *words, void *target,
                       bool *wants_help, bool *wants_version, const struct CliCommand **command,
                       struct Error *err)
{
    uint64_t seen = 0;

    while (words->next < words->count && is_option_before(words->items[words->next])) {
        if (!take_option(program, NULL, words, target, &seen, err)) {
            return false;
        }
    }
    if (words->next >= words->count) {
        return error_set(err, EXIT_USAGE, "no command given");
    }
    const char *first = words->items[words->next];
    if (is_question(first, wants_help, wants_version) || strcmp(first, "help") == 0) {
        words->next++;
        *wants_help = !*wants_version;
        return *wants_version || words->next == words->count ||
               take_command(program, words, command, err);
    }
    if (!take_command(program, words, command, err)) {
        return false;
    }
    if (*command == NULL) {
        return is_question(words->items[words->next], wants_help, wants_version);
    }
    while (words->next < words->count) {
        const char *word = words->items[words->next];
        if (is_question(word, wants_help, wants_version)) {
            return true;
        }
        bool is_option = strncmp(word, "--", 2) == 0;
        if (!(is_option ? take_option : take_word)(program, *command, words, target, &seen, err)) {
            return false;
        }
    }
    return true;
}

const struct CliCommand *cli_parse(const struct CliProgram *program, int argc, char **argv,
                                   void *target, bool *wants_help, bool *wants_version,
                                   struct Error *err)
{
    struct Words words = {.count = argc, .items = argv, .next = 1};
    const struct CliCommand *command = NULL;

    *wants_help = false;
    *wants_version = false;
    err->code = EXIT_DONE;
    if (!read_words(program, &words, target, wants_help, wants_version, &command, err)) {
        error_hint(err, "see '%s --help'", program->name);
        return NULL;
    }
    return command;
}

static void print_option(const struct CliOption *option)
{
    char name[64];

    snprintf(name, sizeof name, "--%s%s%s", option->name, option->kind == CLI_FLAG ? "" : " ",
             option->kind == CLI_FLAG ? "" : option->value_name);
    printf("  %-22s %s%s\n", name, option->help,
           option->kind == CLI_LIST ? " (may be repeated)" : "");
}

static void print_options(const struct CliProgram *program, const char *const *names)
{
    for (const struct CliOption *option = program->options; option->name != NULL; option++) {
        if (holds(names, option->name)) {
            print_option(option);
        }
    }
}

/* Of one command, or of all when it is NULL. */
static void print_examples(const struct CliProgram *program, const struct CliCommand *command)
{
    bool any = false;

    for (const struct CliExample *example = program->examples; example->command != NULL;
         example++) {
        if (command == NULL || strcmp(command->name, example->command) == 0) {
            printf("%s  %s %s%s%s   %s\n", any ? "" : "\nExamples:\n", program->name,
                   example->command, example->options[0] != '\0' ? " " : "", example->options,
                   example->meaning);
            any = true;
        }
    }
}

void cli_print_help(const struct CliProgram *program, const struct CliCommand *command)
{
    const struct CliCommand *asked = command;

    if (command != NULL) {
        printf("Usage: %s %s [OPTION]...\n%s\n\nOptions:\n", program->name, command->name,
               command->help);
        print_options(program, command->options);
    } else {
        printf("Usage: %s COMMAND [OPTION]...\n%s\n\nCommands:\n", program->name, program->summary);
        for (command = program->commands; command->name != NULL; command++) {
            printf("  %-22s %s\n", command->name, command->help);
        }
        printf("  %-22s %s\n", "help [COMMAND]", "show this help, or that of a command");
        printf("\nOptions of every command:\n");
    }
    print_options(program, program->common);
    printf("  %-22s %s\n  %-22s %s\n", "--help", "show help", "--version", "show the version");
    print_examples(program, asked);
    printf("\nExit codes:\n");
    for (int code = 0; code <= EXIT_INTERNAL; code++) {
        if (exit_code_text(code) != NULL) {
            printf("  %2d  %s\n", code, exit_code_text(code));
        }
    }
}
