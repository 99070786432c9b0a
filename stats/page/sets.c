#include "stats/page/sets.h"

#include "common/log.h"
#include "common/time/clock.h"
#include "stats/figure/office.h"

#include <string.h>

#include "common/banned.h"

struct SetQuery {
    const char *takes; /* letters of the values $1, $2, ... */
    const char *query;
    bool is_private; /* left out of a page for everybody */
};

/* Every list has the same columns. */
#define LISTED(function)                                                                           \
    "SELECT l.office, l.list, l.total, l.place, l.code, l.source, l.own_office AS office, "        \
    "l.procedure,"                                                                                 \
    "       to_char(l.received_at, " READING_ISO ") AS received_at,"                               \
    "       to_char(l.due_at, " READING_ISO ") AS due_at,"                                         \
    "       to_char(l.finished_at, " READING_ISO ") AS finished_at, l.closed_on, l.days_late,"     \
    "       to_char(l.apology_at, " READING_ISO ") AS apology_at, l.letter_by,"                    \
    "       l.reason AS reason_vi, l.flag, p.name AS procedure_name, l.of_flag,"                   \
    "       k.text_vi AS flag_vi, k.text_en AS flag_en"                                            \
    " FROM " function " AS l LEFT JOIN motcua.procedure AS p ON p.code = l.procedure"              \
    " LEFT JOIN motcua.integrity_check AS k ON k.flag = l.flag"                                    \
    " ORDER BY l.office COLLATE \"C\", l.list, l.place"

#define BY_OFFICE " ORDER BY l.office COLLATE \"C\""

static const struct SetQuery queries[] = {
    [SET_FACTS] = {"ps",
                   "SELECT p.text_vi AS profile_vi, p.text_en AS profile_en,"
                   "       p.legal_source AS profile_source, s.text_vi AS scoring_vi,"
                   "       s.text_en AS scoring_en, s.legal_source AS scoring_source"
                   " FROM motcua.profile AS p LEFT JOIN motcua.scoring AS s ON s.scoring = $2"
                   " WHERE p.profile = $1",
                   false},
    [SET_FIGURES] =
        {"pey",
         "SELECT rate AS figure, text_vi, text_en, short_vi, short_en, place AS \"column\","
         "       numerator_vi, denominator_vi, numerator_en, denominator_en, legal_source,"
         "       valid_from, valid_to, rule_version, lower_is_better, measure, target_value,"
         "       target_direction, target_source FROM stats.rate_words($1, $2, nullif($3, ''))",
         false},
    [SET_COUNT_WORDS] = {"",
                         "SELECT b.bucket AS count, b.text_vi, b.text_en,"
                         "       coalesce(l.short_vi, b.text_vi) AS short_vi,"
                         "       coalesce(l.short_en, b.text_en) AS short_en, l.place AS \"column\""
                         " FROM motcua.bucket AS b LEFT JOIN motcua.figure_label AS l"
                         " ON l.kind = 'count' AND l.figure = b.bucket",
                         false},
    [SET_LEVELS] = {"", "SELECT level, text_vi, text_en FROM stats.level_words() ORDER BY position",
                    false},
    [SET_SOURCES] = {"",
                     "SELECT source, to_char(last_good, " READING_ISO ") AS last_good, state"
                     " FROM stats.source_states()",
                     false},
    [SET_OFFICES] = {"ftd",
                     "SELECT o.code AS office, o.name, o.level, p.parent,"
                     "       coalesce(o.valid_from <= $2, true)"
                     "       AND coalesce(o.valid_to >= $1, true) AS was_there"
                     " FROM motcua.office AS o LEFT JOIN motcua.office_parents("
                     "     motcua.answering_day('then', NULL, least($2::date, $3::date))) AS p"
                     " ON p.office = o.code ORDER BY o.code COLLATE \"C\"",
                     false},
    [SET_COUNTS] = {"obn", "SELECT l.* FROM motcua.counts_of($1, $2, $3) AS l" BY_OFFICE, false},
    [SET_RATES] = {"obnpft", "SELECT l.* FROM stats.page_rates($1, $2, $3, $4, $5, $6) AS l",
                   false},
    [SET_PREVIOUS] = {"OBNpFT", "SELECT l.* FROM stats.page_rates($1, $2, $3, $4, $5, $6) AS l",
                      false},
    [SET_POINTS] = {"obns",
                    "SELECT l.*, motcua.percent(l.numerator, l.denominator) AS percent,"
                    "       sum(l.points) OVER of_office AS points_sum,"
                    "       coalesce(sum(l.max_points) FILTER (WHERE l.points IS NOT NULL)"
                    "           OVER of_office, 0) AS max_points_sum,"
                    "       sum(l.points_lost) OVER of_office AS points_lost_sum"
                    " FROM motcua.points_of($1, $2, $3, $4) AS l"
                    " WINDOW of_office AS (PARTITION BY l.office)" BY_OFFICE
                    ", l.criterion COLLATE \"C\"",
                    false},
    [SET_MONTHS] = {"td",
                    "SELECT l.office, to_char(l.month, 'YYYY-MM') AS month, l.received,"
                    "       l.received_online AS online, l.received_direct AS direct,"
                    "       l.received_postal AS postal, l.resolved, l.resolved_late AS late,"
                    "       l.pending, l.pending_overdue AS overdue"
                    " FROM motcua.page_months(least($1::date, $2::date)) AS l"
                    " ORDER BY l.office COLLATE \"C\", l.month",
                    false},
    [SET_DOUBTS] = {"ft",
                    "SELECT l.office, l.kind, l.source, l.reason AS text_vi,"
                    "       dense_rank() OVER (ORDER BY l.kind, l.source, l.reason) - 1 AS place"
                    " FROM stats.doubts($1, $2) AS l" BY_OFFICE ", l.kind, l.source, l.reason",
                    false},
    [SET_DUE_DAYS] =
        {"w",
         "SELECT l.office, l.kind, l.day, l.dossiers,"
         "       sum(l.dossiers) FILTER (WHERE l.kind = 'near_due'"
         "           AND l.working_days_left <= $1::integer) OVER of_office AS soon,"
         "       sum(l.dossiers) FILTER (WHERE l.kind = 'letters'"
         "           AND l.working_days_left = 0) OVER of_office AS letters_today"
         " FROM stats.due_days() AS l WINDOW of_office AS (PARTITION BY l.office)" BY_OFFICE
         ", l.kind, l.day",
         true},
    [SET_CEILINGS] = {"obnc",
                      "SELECT f.office, f.numerator AS late, f.denominator AS resolved,"
                      "       motcua.late_room(f.numerator, f.denominator, $4::numeric) AS room,"
                      "       motcua.on_time_needed(f.numerator, f.denominator, $4::numeric)"
                      "           AS needed"
                      " FROM motcua.rates_of($1, $2, $3) AS f"
                      " WHERE f.profile = 'report' AND f.rate = 'late'"
                      " ORDER BY f.office COLLATE \"C\"",
                      false},
    [SET_LACKING] = {"obn",
                     "SELECT f.office, f.denominator - f.numerator AS missing"
                     " FROM motcua.rates_of($1, $2, $3) AS f"
                     " WHERE f.profile = 'report' AND f.rate = 'apology'"
                     " ORDER BY f.office COLLATE \"C\"",
                     false},
    [SET_PROCEDURES] = {"ft", "SELECT l.* FROM stats.page_procedures($1, $2, 20) AS l", true},
    [SET_BANDS] = {"t", "SELECT l.* FROM stats.page_bands($1) AS l", true},
    [SET_PROFILES] =
        {"obnp",
         "SELECT l.office, l.profile, p.text_vi, p.text_en, r.legal_source,"
         "       l.rate, l.numerator, l.denominator,"
         "       motcua.percent(l.numerator, l.denominator) AS percent, l.differs"
         " FROM motcua.profiles_of($1, $2, $3, $4) WITH ORDINALITY AS l (office, rate,"
         "     profile, numerator, denominator, differs, place)"
         " JOIN motcua.profile AS p ON p.profile = l.profile"
         " JOIN motcua.rate AS r ON r.profile = l.profile AND r.rate = l.rate" BY_OFFICE
         ", l.place",
         true},
    [SET_RESTATED] = {"rRpD", "SELECT l.* FROM stats.page_restated($1, $2, $3, $4) AS l", true},
    [SET_EXCEPTIONS] = {"ftLp", LISTED("stats.exception_lists($1, $2, $3::integer, $4)"), true},
    [SET_NEAR_DUE] = {"wL", LISTED("stats.near_due_lists($1::integer, $2::integer)"), true},
    [SET_FLAGGED] = {"ftL", LISTED("stats.flag_lists($1, $2, $3::integer)"), true},
    [SET_MOVED] = {"rRDL", LISTED("stats.moved_lists($1, $2, $3, $4::integer)"), true},
};

enum { VALUES_MAX = 8 };

/* The days that depend on those asked for: one row. */
static const char frame_query[] =
    "SELECT f.counted_to, f.before_from, f.before_to, f.months, f.restated_from, f.restated_to,"
    "       f.published_by, to_char(f.published_at, " READING_ISO ") AS published_at"
    " FROM stats.page_frame($1, $2, $3) AS f";

static const char buckets_query[] =
    "SELECT array_agg(b.office), array_agg(b.bucket), array_agg(b.total)"
    " FROM stats.buckets($1, $2) AS b";

/* What queries are given, by the letter that asks for it. */
struct Values {
    const char *of['z' + 1];
};

static bool read_set(Db *db, const struct Values *values, enum SetName name, struct Sets *sets,
                     struct Error *err)
{
    const struct SetQuery *set = &queries[name];
    const char *given[VALUES_MAX];
    int count = 0;

    for (const char *letter = set->takes; *letter != '\0'; letter++) {
        given[count++] = values->of[(unsigned char)*letter];
    }
    int64_t started = clock_elapsed_ms();
    sets->rows[name] = db_query(db, set->query, count, given, err);
    if (sets->rows[name] == NULL) {
        return false;
    }
    log_debug("page: set %d, %d rows, %lld ms", (int)name, db_row_count(sets->rows[name]),
              (long long)(clock_elapsed_ms() - started));
    return true;
}

static bool is_wanted(const struct Sets *sets, enum SetName name)
{
    if (name == SET_RESTATED || name == SET_MOVED) {
        return db_field(sets->frame, 0, "published_at") != NULL && !sets->request.is_public &&
               (name == SET_RESTATED || db_row_count(sets->rows[SET_RESTATED]) > 0);
    }
    return !queries[name].is_private || !sets->request.is_public;
}

/* One reading of the dossiers for each of the two periods; what is made of it is asked for with its totals. */
static bool read_totals(Db *db, struct Values *values, DbRows **now, DbRows **before,
                        struct Error *err)
{
    const char *period[] = {values->of['f'], values->of['t']};
    const char *previous[] = {values->of['F'], values->of['T']};

    *now = db_query(db, buckets_query, 2, period, err);
    *before = *now != NULL ? db_query(db, buckets_query, 2, previous, err) : NULL;
    if (*before == NULL) {
        return false;
    }
    for (int i = 0; i < 3; i++) {
        values->of[(unsigned char)"obn"[i]] = db_value(*now, 0, i);
        values->of[(unsigned char)"OBN"[i]] = db_value(*before, 0, i);
    }
    return true;
}

static void take_values(const struct Sets *sets, struct Values *values)
{
    const struct Reading *reading = &sets->reading;
    const DbRows *frame = sets->frame;

    *values = (struct Values){.of = {
                                  ['f'] = reading->from,
                                  ['t'] = reading->to,
                                  ['d'] = reading->today,
                                  ['p'] = sets->request.profile,
                                  ['s'] = sets->version,
                                  ['y'] = sets->request.target_set,
                                  ['e'] = db_field(frame, 0, "counted_to"),
                                  ['c'] = sets->request.ceiling,
                                  ['w'] = SETS_NEAR_DUE_DAYS,
                                  ['L'] = SETS_ROWS_MAX,
                                  ['F'] = db_field(frame, 0, "before_from"),
                                  ['T'] = db_field(frame, 0, "before_to"),
                                  ['r'] = db_field(frame, 0, "restated_from"),
                                  ['R'] = db_field(frame, 0, "restated_to"),
                                  ['D'] = db_field(frame, 0, "published_by"),
                              }};
}

static bool read_all(Db *db, struct Sets *sets, struct Error *err)
{
    DbRows *now = NULL, *before = NULL;
    struct Values values;

    take_values(sets, &values);
    bool ok = read_totals(db, &values, &now, &before, err);
    for (int name = 0; ok && name < SETS; name++) {
        ok = !is_wanted(sets, (enum SetName)name) ||
             read_set(db, &values, (enum SetName)name, sets, err);
    }
    db_rows_free(now);
    db_rows_free(before);
    return ok;
}

bool sets_read(Db *db, const struct SetsRequest *request, struct Sets *sets, struct Error *err)
{
    struct Reading *reading = &sets->reading;

    *sets = (struct Sets){.request = *request};
    if (!reading_begin_period(db, &request->asked, reading, err) ||
        !reading_check(db, READING_OFFICE, request->office, NULL, err) ||
        !reading_check(db, READING_PROFILE, request->profile, NULL, err) ||
        !reading_check(db, READING_SCORING, request->scoring, NULL, err) ||
        !reading_find_version(db, reading, request->scoring, sets->version, err)) {
        return false;
    }
    const char *days[] = {reading->from, reading->to, reading->today};
    sets->frame = db_query(db, frame_query, 3, days, err);
    return sets->frame != NULL && read_all(db, sets, err);
}

/* Sets without offices have no slice. */
void sets_go_to(struct Sets *sets, int office)
{
    for (int name = SET_OFFICES + 1; name < SETS; name++) {
        if (sets->rows[name] != NULL) {
            sets->first[name] = sets->end[name];
            sets->end[name] =
                office_end(sets->rows[name], sets->first[name], sets->rows[SET_OFFICES], office);
        }
    }
}

void sets_rewind(struct Sets *sets)
{
    memset(sets->first, 0, sizeof sets->first);
    memset(sets->end, 0, sizeof sets->end);
}

void sets_release(struct Sets *sets)
{
    for (int name = 0; name < SETS; name++) {
        db_rows_free(sets->rows[name]);
    }
    db_rows_free(sets->frame);
}
