/* Not getopt: seven long options in one table are shorter without it, and the check which
 * scenario takes which option comes for free. The token may stand in argv, unlike in a real
 * program, because it protects nothing. */
#include "options.h"

#include <stdio.h>
#include <string.h>

#include "num.h"

/* Dossier numbers have seven digits and the second night adds half a percent. */
enum { MAX_COUNT = 9900000, MAX_OFFICES = 20000 };

typedef enum { VALUE_FLAG, VALUE_NUMBER, VALUE_TEXT } ValueKind;

typedef struct {
    const char *name;
    ValueKind kind;
    bool random_only;
    uint64_t min;
    uint64_t max;
    /* Where the value goes; the one of the kind is set. */
    bool *flag;
    uint64_t *number;
    const char **text;
} Setting;

static const char HELP[] =
    "usage: fakeshop tinh-chau [--port N] [--token T] [--port-file PATH]\n"
    "       fakeshop random --count N --seed S --offices K [--bad]\n"
    "                [--port N] [--token T] [--port-file PATH]\n"
    "\n"
    "Serves an invented one-stop system on 127.0.0.1 for tests; see README.md for the URLs.\n"
    "\n"
    "  --port N          port to listen on (default 0: any free one)\n"
    "  --token T         answer 401 unless a request has 'Authorization: Bearer T'\n"
    "  --port-file PATH  write the port there once listening\n"
    "  --count N         records of the first night\n"
    "  --seed S          the same seed gives the same records\n"
    "  --offices K       offices that the records are spread over\n"
    "  --bad             make about 0.4 % of the records malformed\n";

/* One line that says what is wrong with what, and where to look. */
static OptionsResult usage_error(const char *what, const char *subject)
{
    fprintf(stderr, "fakeshop: %s '%s'\nHINT: see fakeshop --help\n", what, subject);
    return OPTIONS_USAGE_ERROR;
}

/* Checks one value against its setting and puts it in place. */
static bool store(const Setting *setting, const char *value)
{
    switch (setting->kind) {
    case VALUE_FLAG:
        *setting->flag = true;
        return true;
    case VALUE_NUMBER:
        return num_parse(value, setting->max, setting->number) && *setting->number >= setting->min;
    case VALUE_TEXT:
        *setting->text = value;
        return *value != '\0';
    }
    return false;
}

/* A linear search is enough for seven rows. */
static const Setting *find_setting(const Setting *settings, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(settings[i].name, name) == 0) {
            return &settings[i];
        }
    }
    return NULL;
}

/* Reads the arguments behind the scenario name. */
static OptionsResult parse_settings(const Options *options, const Setting *settings, size_t count,
                                    char **arg)
{
    for (; *arg != NULL; arg++) {
        const Setting *setting = find_setting(settings, count, *arg);
        if (setting == NULL) {
            return usage_error("unknown option", *arg);
        }
        if (setting->random_only && !options->random) {
            return usage_error("only the random scenario takes", *arg);
        }
        if (setting->kind != VALUE_FLAG && arg[1] == NULL) {
            return usage_error("no value for", *arg);
        }
        if (!store(setting, arg[1])) {
            return usage_error("bad value for", *arg);
        }
        arg += setting->kind != VALUE_FLAG ? 1 : 0;
    }
    return OPTIONS_RUN;
}

/* Wherever it stands: who asks for help need not get the rest right. */
static bool asks_for_help(char **arg)
{
    for (; *arg != NULL; arg++) {
        if (strcmp(*arg, "--help") == 0 || strcmp(*arg, "-h") == 0) {
            return true;
        }
    }
    return false;
}

OptionsResult options_parse(Options *options, int argc, char **argv)
{
    uint64_t port = 0;
    uint64_t no_seed = UINT64_MAX;
    const Setting settings[] = {
        {.name = "--port", .kind = VALUE_NUMBER, .max = UINT16_MAX, .number = &port},
        {.name = "--token", .kind = VALUE_TEXT, .text = &options->token},
        {.name = "--port-file", .kind = VALUE_TEXT, .text = &options->port_file},
        {"--count", VALUE_NUMBER, true, 1, MAX_COUNT, NULL, &options->count, NULL},
        {"--seed", VALUE_NUMBER, true, 0, UINT64_MAX - 1, NULL, &options->seed, NULL},
        {"--offices", VALUE_NUMBER, true, 1, MAX_OFFICES, NULL, &options->offices, NULL},
        {.name = "--bad", .kind = VALUE_FLAG, .random_only = true, .flag = &options->bad},
    };

    *options = (Options){.seed = no_seed};
    if (asks_for_help(argv)) {
        fputs(HELP, stdout);
        return OPTIONS_HELP;
    }
    if (argc < 2) {
        return usage_error("no scenario given to", argv[0]);
    }
    options->random = strcmp(argv[1], "random") == 0;
    if (!options->random && strcmp(argv[1], "tinh-chau") != 0) {
        return usage_error("unknown scenario", argv[1]);
    }
    OptionsResult result =
        parse_settings(options, settings, sizeof settings / sizeof settings[0], argv + 2);
    options->port = (uint16_t)port;
    if (result == OPTIONS_RUN && options->random &&
        (options->count == 0 || options->offices == 0 || options->seed == no_seed)) {
        return usage_error("the random scenario needs", "--count, --seed and --offices");
    }
    return result;
}
