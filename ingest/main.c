#include "ingest/command/check.h"
#include "ingest/command/rename.h"
#include "ingest/command/replay.h"
#include "ingest/command/run.h"
#include "ingest/health/health.h"
#include "ingest/review/prune.h"
#include "ingest/review/rejects.h"
#include "ingest/review/status.h"

#include <curl/curl.h>

#include "common/banned.h"

typedef enum ExitCode (*Command)(const struct Job *job, struct Error *err);

enum {
    COMMAND_RUN,
    COMMAND_CHECK,
    COMMAND_STATUS,
    COMMAND_REJECTS,
    COMMAND_REPLAY,
    COMMAND_RENAME,
    COMMAND_PRUNE
};

static const Command functions[] = {
    [COMMAND_RUN] = ingest_run,       [COMMAND_CHECK] = ingest_check,
    [COMMAND_STATUS] = ingest_status, [COMMAND_REJECTS] = ingest_rejects,
    [COMMAND_REPLAY] = ingest_replay, [COMMAND_RENAME] = ingest_rename,
    [COMMAND_PRUNE] = ingest_prune,
};

static const char *const run_options[] = {"source",  "full",           "since", "until",
                                          "dry-run", "accept-smaller", NULL};
static const char *const source_options[] = {"source", NULL};
static const char *const status_options[] = {"check", "max-age", "format", NULL};
static const char *const prune_options[] = {"before", "dry-run", NULL};
static const char *const rename_options[] = {"old", "new", NULL};

static const struct CliCommand commands[] = {
    {"run", "Read the sources into the database.", run_options, COMMAND_RUN},
    {"check", "Try the settings, the database and each source, and show the first records.",
     source_options, COMMAND_CHECK},
    {"status", "Show the last runs, how far each source has been read, and the rejects.",
     status_options, COMMAND_STATUS},
    {"rejects list", "Show the rejected records that are still missing, by reason.", source_options,
     COMMAND_REJECTS},
    {"rejects replay", "Load rejected records again, after a source file was mended.",
     source_options, COMMAND_REPLAY},
    {"rename", "Give what a source has delivered to the new name of its file.", rename_options,
     COMMAND_RENAME},
    {"prune", "Delete rejects and old versions of dossiers that no figure reads any more.",
     prune_options, COMMAND_PRUNE},
    {0},
};

static const struct CliOption options_table[] = {
    PROGRAM_OPTIONS(struct Options),
    {"source", CLI_LIST, offsetof(struct Options, sources), "NAME", "only this source"},
    {"full", CLI_FLAG, offsetof(struct Options, full), NULL,
     "read the whole list, not only what changed, and take no record for known"},
    {"since", CLI_TEXT, offsetof(struct Options, since), "DATE",
     "what changed from this day on, yyyy-MM-dd"},
    {"until", CLI_TEXT, offsetof(struct Options, until), "DATE",
     "what changed up to this day, yyyy-MM-dd"},
    {"dry-run", CLI_FLAG, offsetof(struct Options, dry_run), NULL,
     "do everything, then roll it back"},
    {"old", CLI_WORD, offsetof(struct Options, old_name), "NAME",
     "the name that its data has; the word alone will do"},
    {"new", CLI_WORD, offsetof(struct Options, new_name), "NAME",
     "the name that its file has now; the same"},
    {"accept-smaller", CLI_FLAG, offsetof(struct Options, accept_smaller), NULL,
     "take a list that has become much shorter, or empty, for whole"},
    {"check", CLI_FLAG, offsetof(struct Options, check), NULL,
     "one line for a monitor, then details; ends with 0 good, 1 warning, 2 critical, 3 unknown"},
    {"before", CLI_TEXT, offsetof(struct Options, before), "DAY",
     "what is older than this day, yyyy-MM-dd"},
    {"max-age", CLI_TEXT, offsetof(struct Options, max_age), "SPAN",
     "how old the last good night may be (26h)"},
    {"format", CLI_TEXT, offsetof(struct Options, format), "FORMAT", "text or json, of --check"},
    {0},
};

static const struct CliExample examples[] = {
    {"check", "--source tinh", "try the file tinh.conf and show its first records"},
    {"run", "", "read all sources, as the timer does"},
    {"run", "--source tinh --since 2024-01-01", "read again what changed in a span of days"},
    {"status", "", "see how the last nights went"},
    {"status", "--check", "the same for a monitor such as Nagios: one line and an exit code"},
    {"rejects list", "", "see what could not be loaded, and why"},
    {0},
};

static const struct CliProgram cli = {
    .name = "motcua-ingest",
    .summary = "Reads dossier exports of one-stop systems into PostgreSQL.",
    .commands = commands,
    .options = options_table,
    .common = program_options,
    .examples = examples,
};

static enum ExitCode execute(const struct CliCommand *command, Arena *arena,
                             const struct Settings *settings, void *options, struct Error *err)
{
    struct Job job = {arena, options, settings};

    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        error_set(err, EXIT_INTERNAL, "libcurl cannot be set up");
        return EXIT_INTERNAL;
    }
    enum ExitCode code = functions[command->tag](&job, err);
    curl_global_cleanup();
    return code;
}

/* A monitor wants its line and its code whatever has failed. */
static enum ExitCode answer_monitor(const void *options, const struct Error *err,
                                    enum ExitCode code)
{
    const struct Options *ours = options;

    return ours->check ? health_cannot_tell(err) : code;
}

int main(int argc, char **argv)
{
    static const struct Program program = {&cli, execute, answer_monitor};
    struct Options options = {.full = false};

    return program_main(&program, argc, argv, &options);
}
