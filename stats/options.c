#include "stats/options.h"

#include "common/text.h"

#include <stddef.h>

#include "common/banned.h"

static const char *const no_options[] = {NULL};
static const char *const show_options[] = {"period", "office", "profile", "format", NULL};
static const char *const points_options[] = {"period", "office", "scoring", "format", NULL};
static const char *const dossiers_options[] = {"rate",    "bucket", "period", "office",
                                               "profile", "format", NULL};
static const char *const alert_options[] = {"dry-run", NULL};

static const struct CliCommand commands[] = {
    {"run", "Store the figures of the standing periods, raise alerts, send the mail that waits.",
     no_options, COMMAND_RUN},
    {"show", "Show the counts and rates of a period.", show_options, COMMAND_SHOW},
    {"points", "Show the points that the rates of a period earn.", points_options, COMMAND_POINTS},
    {"dossiers", "List the dossiers behind a figure.", dossiers_options, COMMAND_DOSSIERS},
    {"alert", "Send the mail that waits and list the alerts of this reporting year.", alert_options,
     COMMAND_ALERT},
    {0},
};

#define OPTION(name, kind, member, value_name, help)                                               \
    {                                                                                              \
        name, kind, offsetof(struct Options, member), value_name, help                             \
    }

static const struct CliOption all_options[] = {
    PROGRAM_OPTIONS(struct Options),
    OPTION("period", CLI_TEXT, period, "P",
           "2024, 2024-H1, 2024-Q2, 2024-05, 2024-05-17 or 2023-12-07..2024-06-06"),
    OPTION("office", CLI_TEXT, office, "CODE", "only this office, with those under it"),
    OPTION("profile", CLI_TEXT, profile, "NAME", "rule profile of the rates"),
    OPTION("scoring", CLI_TEXT, scoring, "NAME", "scoring set of the points"),
    OPTION("rate", CLI_TEXT, rate, "NAME", "dossiers of the numerator of this rate"),
    OPTION("bucket", CLI_TEXT, bucket, "NAME", "dossiers of this bucket"),
    OPTION("format", CLI_TEXT, format_name, "FORMAT", "table, json or csv"),
    OPTION("dry-run", CLI_FLAG, dry_run, NULL,
           "show who is above the threshold now and the mail that run would write"),
    {0},
};

const struct CliProgram options_program = {
    .name = "motcua-stats",
    .summary = "Figures of one-stop offices: counts, rates, points, dossiers, alerts.",
    .commands = commands,
    .options = all_options,
    .common = program_options,
};

static bool check_format(struct Options *options, struct Error *err)
{
    static const char *const names[] = {
        [FORMAT_TABLE] = "table", [FORMAT_JSON] = "json", [FORMAT_CSV] = "csv"};

    if (options->format_name == NULL) {
        return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (text_equal(options->format_name, names[i])) {
            options->format = (enum OutputFormat)i;
            return true;
        }
    }
    return error_set(err, EXIT_USAGE, "unknown format '%s': expected table, json or csv",
                     options->format_name);
}

/* run and alert work on the periods that the settings and today define. */
bool options_check(const struct CliCommand *command, struct Options *options, struct Error *err)
{
    bool is_report = command->tag != COMMAND_RUN && command->tag != COMMAND_ALERT;

    if (is_report && options->period == NULL) {
        error_set(err, EXIT_USAGE, "command '%s' needs --period P", command->name);
        return error_hint(err, "such as --period 2024-05");
    }
    if (command->tag == COMMAND_DOSSIERS && (options->rate == NULL) == (options->bucket == NULL)) {
        return error_set(err, EXIT_USAGE, "command '%s' needs one of --rate NAME, --bucket NAME",
                         command->name);
    }
    return check_format(options, err);
}
