#include "stats/request/options.h"

#include "common/address.h"
#include "common/program/terminal.h"
#include "common/text.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "common/banned.h"

enum { DAYS_MAX = 250 }; /* working days of a year */

/* Of every command that prints a list or a table. */
#define ROWS_OPTIONS "format", "output", "headers", "separator"

static const char *const no_options[] = {NULL};
static const char *const show_options[] = {"period", "against", "office",  "profile",    "by",
                                           "tree",   "as-of",   "compare", ROWS_OPTIONS, NULL};
static const char *const points_options[] = {"period", "office", "scoring",    "by",
                                             "tree",   "as-of",  ROWS_OPTIONS, NULL};
static const char *const targets_options[] = {"period", "against", "set",        "office", "by",
                                              "tree",   "as-of",   ROWS_OPTIONS, NULL};
static const char *const dossiers_options[] = {"rate",   "missing",    "bucket", "period",
                                               "office", "profile",    "by",     "tree",
                                               "as-of",  ROWS_OPTIONS, NULL};
static const char *const rank_options[] = {"rate",  "period",     "office",  "level", "under",
                                           "group", "min",        "profile", "by",    "tree",
                                           "as-of", ROWS_OPTIONS, NULL};
static const char *const terms_options[] = {"period", "office",     "by", "tree",
                                            "as-of",  ROWS_OPTIONS, NULL};
static const char *const pendency_options[] = {"period", "office", "band",       "by",
                                               "tree",   "as-of",  ROWS_OPTIONS, NULL};
static const char *const near_due_options[] = {"days", "office", "forecast", ROWS_OPTIONS, NULL};
static const char *const integrity_options[] = {"period", "office", "flag", ROWS_OPTIONS, NULL};
static const char *const explain_options[] = {"code", "source", ROWS_OPTIONS, NULL};
static const char *const reconcile_options[] = {"published", "period",     "profile",
                                                "dossiers",  ROWS_OPTIONS, NULL};
static const char *const restated_options[] = {"period",   "office",     "profile", "published",
                                               "dossiers", ROWS_OPTIONS, NULL};
static const char *const evidence_options[] = {"scoring", "period", "office", "by",
                                               "tree",    "as-of",  "output", NULL};
static const char *const report_options[] = {"format",  "output",  "period", "office",
                                             "profile", "scoring", NULL};
static const char *const alert_options[] = {"dry-run", "resend", NULL};
static const char *const acknowledge_options[] = {"of", "until", "note", NULL};
static const char *const mail_test_options[] = {"address", NULL};

static const struct CliCommand commands[] = {
    {"run", "Store the figures of the standing periods, raise alerts, send the mail that waits.",
     no_options, COMMAND_RUN},
    {"show", "Show the counts and rates of a period.", show_options, COMMAND_SHOW},
    {"points", "Show the points that the rates of a period earn.", points_options, COMMAND_POINTS},
    {"targets", "Show which targets offices have reached in a period.", targets_options,
     COMMAND_TARGETS},
    {"dossiers", "List the dossiers behind a figure.", dossiers_options, COMMAND_DOSSIERS},
    {"rank", "Rank the offices under the same office, or other equals, by a rate.", rank_options,
     COMMAND_RANK},
    {"terms", "Show the working days taken of those appointed, and the days to spare.",
     terms_options, COMMAND_TERMS},
    {"pendency",
     "Show how long open dossiers are overdue at the end of a period, or list those of a band.",
     pendency_options, COMMAND_PENDENCY},
    {"near-due", "List the open dossiers that are due within some working days.", near_due_options,
     COMMAND_NEAR_DUE},
    {"integrity", "Count the dossiers whose dates look made to fit, or list those of a flag.",
     integrity_options, COMMAND_INTEGRITY},
    {"explain", "Tell the story of one dossier, and where it counts and why.", explain_options,
     COMMAND_EXPLAIN},
    {"reconcile", "Find which reading of the dossiers gives figures that others have published.",
     reconcile_options, COMMAND_RECONCILE},
    {"restated", "Show what was published of a period against what is computed today, and why.",
     restated_options, COMMAND_RESTATED},
    {"evidence", "Write the points of a period and every dossier behind them to a ZIP file.",
     evidence_options, COMMAND_EVIDENCE},
    {"report", "Write the figures as a page for browsers or as a workbook.", report_options,
     COMMAND_REPORT},
    {"alert", "Send the mail that is due and list the alerts of this reporting year.",
     alert_options, COMMAND_ALERT},
    {"acknowledge",
     "Note that the alert of an office is being dealt with: nobody is reminded of it.",
     acknowledge_options, COMMAND_ACKNOWLEDGE},
    {"mail-test", "Send a test e-mail to an address.", mail_test_options, COMMAND_MAIL_TEST},
    {0},
};

#define OPTION(name, kind, member, value_name, help)                                               \
    {                                                                                              \
        name, kind, offsetof(struct Options, member), value_name, help                             \
    }

static const struct CliOption all_options[] = {
    PROGRAM_OPTIONS(struct Options),
    OPTION("period", CLI_TEXT, asked.period, "P",
           "2024, 2024-H1, 2024-Q2, 2024-05, 2024-05-17, 2023-12-07..2024-06-06, or a reporting "
           "period such as bao-cao-6-thang/2024"),
    OPTION("against", CLI_LIST, asked.against, "P",
           "another period beside it, with the changes since"),
    OPTION("office", CLI_TEXT, office, "CODE", "only this office, with those under it"),
    OPTION("profile", CLI_TEXT, profile, "NAME", "rule profile of the rates"),
    OPTION("compare", CLI_FLAG, compare, NULL,
           "profiles side by side: all, or those of --profile NAME,NAME..."),
    OPTION("scoring", CLI_TEXT, scoring, "NAME", "scoring set of the points"),
    OPTION("set", CLI_TEXT, target_set, "NAME",
           "set of targets, in force or not; else those of the settings, or all in force"),
    OPTION("rate", CLI_TEXT, rate, "NAME", "this rate; of dossiers those of its numerator"),
    OPTION("missing", CLI_FLAG, missing, NULL,
           "of a rate those of its denominator that are not in its numerator"),
    OPTION("bucket", CLI_TEXT, bucket, "NAME", "dossiers of this bucket"),
    OPTION("level", CLI_TEXT, level, "L", "all offices of this level, such as commune"),
    OPTION("under", CLI_TEXT, under, "CODE", "the offices directly under this one"),
    OPTION("group", CLI_TEXT, group, "GROUP",
           "volume: only among offices of one level that receive as much in a year"),
    OPTION("band", CLI_TEXT, band, "BAND",
           "list the dossiers overdue by so many days: 1-5, 6-10, 11-30, 31-90, >90"),
    OPTION("min", CLI_TEXT, minimum, "N", "no place for an office with a smaller denominator"),
    OPTION("code", CLI_WORD, code, "CODE", "code of the dossier; the word alone will do"),
    OPTION("of", CLI_WORD, office, "OFFICE", "code of the office; the word alone will do"),
    OPTION("until", CLI_TEXT, until, "DAY",
           "last day on which it rests; else until it is back below the ceiling"),
    OPTION("note", CLI_TEXT, note, "TEXT", "what is being done, without names of persons"),
    OPTION("address", CLI_WORD, address, "ADDRESS", "where to; the word alone will do"),
    OPTION("source", CLI_TEXT, source, "NAME", "only the dossier of this source"),
    OPTION("flag", CLI_TEXT, flag, "NAME", "list the dossiers with this flag"),
    OPTION("days", CLI_TEXT, days, "N", "working days ahead, today included (3)"),
    OPTION("forecast", CLI_FLAG, forecast, NULL,
           "add letters to send, what becomes overdue, and the way to the ceiling"),
    OPTION("by", CLI_TEXT, asked.by, "OFFICE",
           "count for the handling office (accountable) or the receiving one"),
    OPTION("tree", CLI_TEXT, asked.tree, "TREE",
           "offices as they were then, or now with successors in their place"),
    OPTION("as-of", CLI_TEXT, asked.as_of, "DATE", "as it was known on the evening of that day"),
    OPTION("published", CLI_TEXT, published, "DATE|FILE",
           "restated: what had been stored by the evening of DATE, not what was stored last; "
           "reconcile: FILE is a CSV with the columns office, figure, value (cơ quan, chỉ tiêu, "
           "số liệu)"),
    OPTION("dossiers", CLI_FLAG, dossiers, NULL,
           "restated: in CSV the dossiers that moved in the place of the figures; reconcile: the "
           "dossiers between ours and the reading that gives theirs"),
    OPTION("output", CLI_TEXT, output, "PATH",
           "write it there, csv and xlsx; of a report a directory, or FILE.html with --office "
           "CODE, or FILE.xlsx"),
    OPTION("format", CLI_TEXT, format_name, "FORMAT",
           "table, json, csv or xlsx; of a report html or xlsx"),
    OPTION("headers", CLI_TEXT, headers, "vi|en",
           "language of the headings of columns: of csv en, else vi"),
    OPTION("separator", CLI_TEXT, separator_name, "SIGN",
           "between the cells of csv: ; or , or tab"),
    OPTION("dry-run", CLI_FLAG, dry_run, NULL,
           "show what run would do now: who gets which e-mail, and why not"),
    OPTION("resend", CLI_FLAG, resend, NULL, "send also the mails that were given up"),
    {0},
};

static const struct CliExample examples[] = {
    {"show", "--period 2024-05", "the figures of May, a row an office"},
    {"show", "--period 2024-H1 --office H48.23.25 --format json", "those of one, for a program"},
    {"dossiers", "--rate late --period 2024-H1 --format csv", "the dossiers behind a figure"},
    {"explain", "H48.23.25-240402-0001", "the story of one dossier"},
    {"near-due", "--days 3", "what has to be done by when"},
    {0},
};

const struct CliProgram options_program = {
    .name = "motcua-stats",
    .summary = "Figures of one-stop offices: counts, rates, points, dossiers, alerts.",
    .commands = commands,
    .options = all_options,
    .common = program_options,
    .examples = examples,
};

/* A command that takes a period cannot do without one; but a report has a usual one. */
static bool needs_period(const struct CliCommand *command)
{
    for (const char *const *name = command->options; *name != NULL; name++) {
        if (text_equal(*name, "period")) {
            return command->tag != COMMAND_REPORT;
        }
    }
    return false;
}

static bool check_days(const struct Options *options, struct Error *err)
{
    long long days;

    if (options->days == NULL || text_to_int(options->days, 0, DAYS_MAX, &days)) {
        return true;
    }
    return error_set(err, EXIT_USAGE, "'%s' is not a number of days from 0 to %d", options->days,
                     DAYS_MAX);
}

static bool check_resend(const struct Options *options, struct Error *err)
{
    return !options->resend || !options->dry_run ||
           error_set(err, EXIT_USAGE, "--dry-run and --resend exclude each other");
}

static bool check_published(const struct CliCommand *command, const struct Options *options,
                            struct Error *err)
{
    if (command->tag != COMMAND_RECONCILE || options->published != NULL) {
        return true;
    }
    error_set(err, EXIT_USAGE, "command '%s' needs --published FILE", command->name);
    return error_hint(err, "a CSV with the columns office, figure, value");
}

static bool check_dossiers(const struct CliCommand *command, const struct Options *options,
                           struct Error *err)
{
    if (!options->dossiers || command->tag != COMMAND_RESTATED || options->format >= REPORT_CSV) {
        return true;
    }
    return error_set(err, EXIT_USAGE,
                     "--dossiers goes with --format csv or xlsx: the others show them anyway");
}

static bool check_ranking(const struct Options *options, struct Error *err)
{
    long long minimum;

    if (options->level != NULL && options->under != NULL) {
        return error_set(err, EXIT_USAGE, "--level and --under exclude each other");
    }
    if (options->group != NULL && !text_equal(options->group, "volume")) {
        error_set(err, EXIT_USAGE, "unknown group '%s'", options->group);
        return error_hint(err, "one of volume");
    }
    return options->minimum == NULL || text_to_int(options->minimum, 0, INT_MAX, &minimum) ||
           error_set(err, EXIT_USAGE, "'%s' is not a least number of dossiers", options->minimum);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);

    return length > tail && text_equal(text + length - tail, end);
}

/* A report is no table on the screen: it has formats of its own. */
static bool check_report(struct Options *options, struct Error *err)
{
    const char *format = options->format_name;
    bool is_book = format != NULL && text_equal(format, "xlsx");

    if (format != NULL && !is_book && !text_equal(format, "html")) {
        return error_set(err, EXIT_USAGE, "unknown format '%s': expected html or xlsx", format);
    }
    options->format = is_book ? REPORT_XLSX : REPORT_TABLE;
    if (options->output == NULL || options->output[0] == '\0') {
        error_set(err, EXIT_USAGE, "command 'report' needs --output PATH");
        return error_hint(err, "a directory, FILE.html with --office CODE, or FILE.xlsx");
    }
    if (!is_book && ends_with(options->output, ".html") && options->office == NULL) {
        error_set(err, EXIT_USAGE, "a page in one file is of one office");
        return error_hint(err, "add --office CODE, or name a directory");
    }
    return is_book || !ends_with(options->output, ".xlsx") ||
           error_set(err, EXIT_USAGE, "'%s' is a workbook: add --format xlsx", options->output);
}

static bool check_headers(struct Options *options, struct Error *err)
{
    const char *headers = options->headers;

    options->labels = headers != NULL ? text_equal(headers, "vi") : options->format == REPORT_XLSX;
    return headers == NULL || options->labels || text_equal(headers, "en") ||
           error_set(err, EXIT_USAGE, "unknown language '%s' of headings: expected vi or en",
                     headers);
}

/* Of a list, which goes to stdout unless it is told where. */
static bool check_output(const struct CliCommand *command, const struct Options *options,
                         struct Error *err)
{
    if (options->output == NULL && options->format == REPORT_XLSX && terminal_is_there()) {
        error_set(err, EXIT_USAGE, "a workbook cannot be shown on a terminal");
        return error_hint(err, "add --output FILE.xlsx");
    }
    return options->output == NULL || command->tag == COMMAND_EVIDENCE ||
           options->format == REPORT_CSV || options->format == REPORT_XLSX ||
           error_set(err, EXIT_USAGE, "--output goes with --format csv or xlsx");
}

/* Formats, and what goes with some of them only. */
static bool check_format(const struct CliCommand *command, struct Options *options,
                         struct Error *err)
{
    return report_find_format(options->format_name, &options->format, err) &&
           report_find_separator(options->separator_name, &options->separator, err) &&
           check_headers(options, err) && check_output(command, options, err);
}

static bool check_compare(const struct Options *options, struct Error *err)
{
    return !options->compare || options->asked.against.count == 0 ||
           error_set(err, EXIT_USAGE, "--compare and --against exclude each other");
}

bool options_check(const struct CliCommand *command, struct Options *options, struct Error *err)
{
    if (needs_period(command) && options->asked.period == NULL) {
        error_set(err, EXIT_USAGE, "command '%s' needs --period P", command->name);
        return error_hint(err, "such as --period 2024-05");
    }
    if (options->missing && options->rate == NULL) {
        return error_set(err, EXIT_USAGE, "--missing goes with --rate NAME");
    }
    if (command->tag == COMMAND_DOSSIERS && (options->rate == NULL) == (options->bucket == NULL)) {
        return error_set(err, EXIT_USAGE, "command '%s' needs one of --rate NAME, --bucket NAME",
                         command->name);
    }
    if (command->tag == COMMAND_EXPLAIN && options->code == NULL) {
        return error_set(err, EXIT_USAGE, "command '%s' needs the code of a dossier",
                         command->name);
    }
    if (command->tag == COMMAND_ACKNOWLEDGE && options->office == NULL) {
        return error_set(err, EXIT_USAGE, "command '%s' needs the code of an office",
                         command->name);
    }
    if (command->tag == COMMAND_MAIL_TEST &&
        (options->address == NULL || !address_is_valid(options->address))) {
        return error_set(err, EXIT_USAGE, "command '%s' needs a plain e-mail address",
                         command->name);
    }
    if (command->tag == COMMAND_EVIDENCE && options->output == NULL) {
        return error_set(err, EXIT_USAGE, "command '%s' needs --output FILE", command->name);
    }
    if (command->tag == COMMAND_RANK && options->rate == NULL) {
        return error_set(err, EXIT_USAGE, "command '%s' needs --rate NAME", command->name);
    }
    if (command->tag == COMMAND_REPORT) {
        return check_report(options, err);
    }
    return check_days(options, err) && check_format(command, options, err) &&
           check_published(command, options, err) && check_dossiers(command, options, err) &&
           check_ranking(options, err) && check_resend(options, err) && check_compare(options, err);
}
