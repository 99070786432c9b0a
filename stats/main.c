#include "common/plain.h"
#include "common/program/program.h"
#include "stats/answer/points.h"
#include "stats/answer/ranking.h"
#include "stats/answer/restated.h"
#include "stats/answer/show.h"
#include "stats/answer/targets.h"
#include "stats/answer/terms.h"
#include "stats/command/acknowledge.h"
#include "stats/command/alert.h"
#include "stats/command/mailtest.h"
#include "stats/command/report.h"
#include "stats/command/run.h"
#include "stats/evidence/evidence.h"
#include "stats/list/dossiers.h"
#include "stats/list/explain.h"
#include "stats/list/integrity.h"
#include "stats/list/neardue.h"
#include "stats/list/pendency.h"
#include "stats/reconcile/reconcile.h"
#include "stats/request/context.h"
#include "stats/request/options.h"

#include "common/banned.h"

static const CommandFunction functions[] = {
    [COMMAND_RUN] = stats_run,
    [COMMAND_SHOW] = stats_show,
    [COMMAND_POINTS] = stats_points,
    [COMMAND_DOSSIERS] = stats_dossiers,
    [COMMAND_NEAR_DUE] = stats_near_due,
    [COMMAND_INTEGRITY] = stats_integrity,
    [COMMAND_EXPLAIN] = stats_explain,
    [COMMAND_RANK] = stats_rank,
    [COMMAND_RECONCILE] = stats_reconcile,
    [COMMAND_RESTATED] = stats_restated,
    [COMMAND_EVIDENCE] = stats_evidence,
    [COMMAND_ALERT] = stats_alert,
    [COMMAND_REPORT] = stats_report,
    [COMMAND_TERMS] = stats_terms,
    [COMMAND_PENDENCY] = stats_pendency,
    [COMMAND_TARGETS] = stats_targets,
    [COMMAND_ACKNOWLEDGE] = stats_acknowledge,
    [COMMAND_MAIL_TEST] = stats_mail_test,
};

/* What is copied from a page or a spreadsheet has blanks that nobody sees. */
static const char *as_stored(Arena *arena, const char *code)
{
    return code != NULL ? plain_code(arena, code) : NULL;
}

/* The command line is checked before the database is opened: a typing error needs no server. */
static enum ExitCode execute(const struct CliCommand *command, Arena *arena,
                             const struct Settings *settings, void *target, struct Error *err)
{
    struct Options *options = target;
    struct Context context = {.arena = arena, .options = options, .settings = settings};

    options->office = as_stored(arena, options->office);
    options->under = as_stored(arena, options->under);
    options->code = as_stored(arena, options->code);
    if (!options_check(command, options, err)) {
        return err->code;
    }
    context.db = db_open(settings->conninfo, options_program.name, err);
    if (context.db == NULL) {
        return err->code;
    }
    bool ok = functions[command->tag](&context, err);
    db_close(context.db);
    return ok ? EXIT_DONE : err->code;
}

int main(int argc, char **argv)
{
    static const struct Program program = {.cli = &options_program, .execute = execute};
    struct Options options = {.asked = {.by = "handling", .tree = "then"}};

    return program_main(&program, argc, argv, &options);
}
