#include "stats/mail/plan.h"

#include "common/buf.h"
#include "common/text.h"
#include "stats/figure/reading.h"

#include <string.h>

#include "common/banned.h"

enum { LIST_MAX = 16 * 1024 * 1024, PROFILE_SIZE = 256 };

/* Dossiers of each office that an e-mail may show as cards. */
#define LONGEST "10"

static const char offices_query[] =
    "SELECT * FROM motcua.digest_offices(ARRAY(SELECT jsonb_array_elements_text($1)), $2, $3, $4)";

static const char dossiers_query[] =
    "SELECT l.office, l.total, l.code, l.days_late, coalesce(p.name, l.procedure) AS procedure,"
    "       to_char(l.due_at, " READING_ISO ") AS due_at,"
    "       to_char(l.finished_at, " READING_ISO ") AS finished_at,"
    "       to_char(l.apology_at, " READING_ISO ") AS apology_at"
    " FROM motcua.year_of(motcua.today(), $4) AS y"
    " CROSS JOIN LATERAL stats.exception_lists(y.period_from, y.period_to, " LONGEST ", $2) AS l"
    " LEFT JOIN motcua.procedure AS p ON p.code = l.procedure"
    " WHERE $3::text IS NOT NULL AND l.list = 'late'"
    "   AND l.office IN (SELECT jsonb_array_elements_text($1))"
    " ORDER BY l.office COLLATE \"C\", l.place";

static const char silent_query[] =
    "SELECT s.office, coalesce(o.name, s.office) AS name, s.last_on, s.usual"
    " FROM stats.silent_offices() AS s JOIN motcua.office AS o ON o.code = s.office";

static const char moment_query[] =
    "SELECT (SELECT format('%s (%s)', r.text_vi, r.legal_source)"
    "        FROM motcua.rate AS r WHERE r.profile = $1 AND r.rate = 'late') AS rule,"
    "       to_char(now(), " READING_ISO ") AS as_of";

bool plan_read(Arena *arena, Db *db, const struct Settings *settings,
               const struct Recipients *recipients, struct Plan *plan, struct Error *err)
{
    const char *profiles[] = {settings->alert_profile, settings->profile};
    char profile[PROFILE_SIZE];

    *plan = (struct Plan){.recipients = recipients_json(arena, recipients)};
    if (!db_query_value(db, "SELECT motcua.alert_profile($1, $2)", 2, profiles, profile,
                        sizeof profile, err)) {
        return false;
    }
    plan->profile = arena_strdup(arena, profile);
    const char *values[] = {plan->recipients,
                            plan->profile,
                            settings->late_percent,
                            arena_printf(arena, "%lld", settings->min_resolved),
                            arena_printf(arena, "%lld", settings->repeat_days),
                            settings->year_start};
    plan->rows =
        db_query(db, "SELECT * FROM motcua.mail_plan($1, $2, $3, $4, $5, $6)", 6, values, err);
    return plan->rows != NULL;
}

void plan_free(struct Plan *plan)
{
    db_rows_free(plan->rows);
    plan->rows = NULL;
}

int plan_end(const struct Plan *plan, int first)
{
    int end = first;

    while (end < db_row_count(plan->rows) && text_equal(db_field(plan->rows, end, "address"),
                                                        db_field(plan->rows, first, "address"))) {
        end++;
    }
    return end;
}

bool plan_tells(const struct Plan *plan, int first, int end)
{
    for (int row = first; row < end; row++) {
        if (text_equal(db_field(plan->rows, row, "verdict"), "tell")) {
            return true;
        }
    }
    return false;
}

bool plan_is_told(const struct Plan *plan, int row)
{
    const char *verdict = db_field(plan->rows, row, "verdict");

    return text_equal(verdict, "tell") || text_equal(verdict, "with");
}

static void put_field(struct Buf *buf, const DbRows *rows, int row, const char *name, char before)
{
    const char *value = db_field(rows, row, name);

    buf_printf(buf, "%c\"%s\":", before, name);
    buf_put_json(buf, value, strlen(value));
}

const char *plan_items(Arena *arena, const struct Plan *plan, int first, int end)
{
    struct Buf buf;
    char comma = '[';

    buf_init(&buf, LIST_MAX);
    for (int row = first; row < end; row++) {
        if (plan_is_told(plan, row)) {
            buf_putc(&buf, comma);
            put_field(&buf, plan->rows, row, "kind", '{');
            put_field(&buf, plan->rows, row, "about", ',');
            put_field(&buf, plan->rows, row, "since", ',');
            put_field(&buf, plan->rows, row, "level", ',');
            buf_putc(&buf, '}');
            comma = ',';
        }
    }
    buf_puts(&buf, comma == '[' ? "[]" : "]");
    const char *items = arena_strdup(arena, buf.data);
    buf_release(&buf);
    return items;
}

/* The offices of which somebody is told something by the late rate, as JSON; small ones are only named. */
static const char *late_offices(Arena *arena, const struct Plan *plan)
{
    static const char *const others[] = {"near_due", "letters", "silent", "pipeline"};
    struct Buf buf;

    buf_init(&buf, LIST_MAX);
    buf_putc(&buf, '[');
    for (int row = 0; row < db_row_count(plan->rows); row++) {
        const char *about = db_field(plan->rows, row, "about");
        bool late = plan_is_told(plan, row);
        for (size_t i = 0; late && i < sizeof others / sizeof others[0]; i++) {
            late = !text_equal(db_field(plan->rows, row, "kind"), others[i]);
        }
        if (late) {
            buf_puts(&buf, buf.length > 1 ? "," : "");
            buf_put_json(&buf, about, strlen(about));
        }
    }
    buf_putc(&buf, ']');
    const char *list = arena_strdup(arena, buf.data);
    buf_release(&buf);
    return list;
}

bool facts_read(Arena *arena, Db *db, const struct Settings *settings, const struct Plan *plan,
                struct Facts *facts, struct Error *err)
{
    const char *offices = late_offices(arena, plan);
    const char *values[] = {offices, plan->profile, settings->late_percent, settings->year_start};
    bool any_late = !text_equal(offices, "[]");

    *facts = (struct Facts){0};
    facts->offices = db_query(db, offices_query, 4, values, err);
    /* Of nobody there is nothing to be read. */
    values[2] = any_late ? values[2] : NULL;
    facts->dossiers = facts->offices != NULL ? db_query(db, dossiers_query, 4, values, err) : NULL;
    facts->silent = facts->dossiers != NULL ? db_query(db, silent_query, 0, NULL, err) : NULL;
    facts->pipeline = facts->silent != NULL
                          ? db_query(db, "SELECT * FROM motcua.pipeline_news()", 0, NULL, err)
                          : NULL;
    facts->moment =
        facts->pipeline != NULL ? db_query(db, moment_query, 1, &plan->profile, err) : NULL;
    if (facts->moment == NULL) {
        facts_free(facts);
        return false;
    }
    return true;
}

void facts_free(struct Facts *facts)
{
    db_rows_free(facts->offices);
    db_rows_free(facts->dossiers);
    db_rows_free(facts->silent);
    db_rows_free(facts->pipeline);
    db_rows_free(facts->moment);
    *facts = (struct Facts){0};
}

int facts_find(const DbRows *facts, const char *column, const char *value)
{
    for (int row = 0; row < db_row_count(facts); row++) {
        if (text_equal(db_field(facts, row, column), value)) {
            return row;
        }
    }
    return -1;
}
