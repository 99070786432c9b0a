#include "stats/command/night.h"

#include "common/log.h"
#include "common/text.h"

#include "common/banned.h"

static const char update_query[] =
    "SELECT * FROM motcua.update_alerts($1, motcua.alert_profile($2, $3), $4, $5,"
    " coalesce((SELECT array_agg(trim(s)::numeric) FROM string_to_table($6, ',') AS s"
    "           WHERE trim(s) <> ''), '{}'), $7, $8, $9)";

static void tell(const DbRows *rows, int row)
{
    static const char *const words[][2] = {{"late", "above"},
                                           {"step", "now above"},
                                           {"below", "back at"},
                                           {"escalated", "still above"}};
    const char *kind = db_field(rows, row, "kind");

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_equal(words[i][0], kind)) {
            log_info("alert: late rate of office %s %s %s %%", db_field(rows, row, "office"),
                     words[i][1], db_field(rows, row, "threshold_percent"));
        }
    }
}

bool night_store(const struct Context *context, const char *this_run,
                 char snapshots[NIGHT_NUMBER_SIZE], int *alerts, struct Error *err)
{
    const struct Settings *settings = context->settings;
    const char *values[] = {this_run, settings->year_start};
    const char *rules[] = {this_run,
                           settings->alert_profile,
                           settings->profile,
                           settings->late_percent,
                           settings->clear_percent,
                           settings->alert_steps,
                           arena_printf(context->arena, "%lld", settings->min_resolved),
                           arena_printf(context->arena, "%lld", settings->escalate_days),
                           settings->year_start};

    if (!db_query_value(context->db, "SELECT stats.take_snapshot($1, $2)", 2, values, snapshots,
                        NIGHT_NUMBER_SIZE, err)) {
        return false;
    }
    DbRows *rows = db_query(context->db, update_query, 9, rules, err);
    if (rows == NULL) {
        return false;
    }
    *alerts = db_row_count(rows);
    for (int row = 0; row < *alerts; row++) {
        tell(rows, row);
    }
    db_rows_free(rows);
    return true;
}
