/*
 * Several queries make one report, so all of them run in one read-only transaction with one snapshot: a night that
 * commits in between changes none of the figures. Names are checked in it first, because a figure of an office or a
 * profile that does not exist would be a plausible zero.
 */
#include "stats/figure/reading.h"

#include "stats/print/jsonout.h"

#include <stdio.h>
#include <string.h>

#include "common/banned.h"

/* Each query gives the empty text for a name that is known, and advice for any other. */
static const struct {
    const char *what;
    const char *query;
} names[] = {
    [READING_OFFICE] = {"office",
                        "SELECT CASE WHEN EXISTS (SELECT FROM motcua.office WHERE code = $1)"
                        " THEN '' ELSE motcua.offices_like($1) END"
                        " FROM (SELECT $2::text) AS unused"},
    [READING_PROFILE] = {"profile",
                         "SELECT CASE WHEN bool_or(profile = $1) THEN '' ELSE 'one of '"
                         " || coalesce(string_agg(profile, ', ' ORDER BY profile), 'none') END"
                         " FROM motcua.profile, (SELECT $2::text) AS unused"},
    [READING_PROFILES] = {"profile in",
                          "SELECT CASE WHEN string_to_array($1, ',') <@ array_agg(profile::text)"
                          " THEN '' ELSE 'any of ' || string_agg(profile, ', ' ORDER BY profile)"
                          " || ', separated by commas' END"
                          " FROM motcua.profile, (SELECT $2::text) AS unused"},
    [READING_SCORING] = {"scoring set",
                         "SELECT CASE WHEN $1 = ANY (n.names) THEN ''"
                         " ELSE 'one of ' || coalesce(array_to_string(n.names, ', '), 'none') END"
                         " FROM motcua.scoring_names() AS n (names), (SELECT $2::text) AS unused"},
    [READING_TARGET_SET] = {"set of targets",
                            "SELECT CASE WHEN bool_or(set = $1) THEN '' ELSE 'one of '"
                            " || coalesce(string_agg(DISTINCT set, ', '), 'none') END"
                            " FROM motcua.target, (SELECT $2::text) AS unused"},
    [READING_RATE] = {"rate",
                      "SELECT CASE WHEN bool_or(rate = $1) THEN '' ELSE 'profile ' || $2 || ' has '"
                      " || coalesce(string_agg(rate, ', ' ORDER BY position), 'none') END"
                      " FROM motcua.rate WHERE profile = $2"},
    [READING_BUCKET] = {"bucket",
                        "SELECT CASE WHEN EXISTS (SELECT FROM motcua.bucket WHERE bucket = $1)"
                        " THEN '' ELSE 'SELECT bucket, text_vi FROM motcua.bucket lists them' END"
                        " FROM (SELECT $2::text) AS unused"},
    [READING_LEVEL] = {"level", "SELECT CASE WHEN bool_or(level = $1) THEN '' ELSE 'one of '"
                                " || coalesce(string_agg(DISTINCT level, ', '), 'none') END"
                                " FROM motcua.office, (SELECT $2::text) AS unused"},
    [READING_BAND] = {"band", "SELECT CASE WHEN bool_or(band = $1) THEN '' ELSE 'one of '"
                              " || coalesce(string_agg(band, ', ' ORDER BY from_days), 'none') END"
                              " FROM motcua.overdue_band, (SELECT $2::text) AS unused"},
    [READING_FLAG] = {"flag", "SELECT CASE WHEN bool_or(flag = $1) THEN '' ELSE 'one of '"
                              " || string_agg(flag, ', ' ORDER BY position) END"
                              " FROM motcua.integrity_check, (SELECT $2::text) AS unused"},
};

/* REPEATABLE READ: counts and rates are two statements, and a merge may commit between them. */
bool reading_begin(Db *db, struct Error *err)
{
    return db_run(db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", err);
}

/* A day that has not come yet knows no more than today. */
bool reading_begin_period(Db *db, const struct Asked *asked, struct Reading *reading,
                          struct Error *err)
{
    static const char query[] =
        "SELECT p.period_from, p.period_to, coalesce(past.day, motcua.today()) AS today,"
        "       CASE WHEN past.day IS NOT NULL THEN stats.known_run(past.day) END AS run,"
        "       coalesce(past.day || 'T23:59:59+07:00', to_char(now(), " READING_ISO ")) AS as_of"
        " FROM stats.period($1) AS p"
        " CROSS JOIN (SELECT CASE WHEN $2::text IS NOT NULL THEN"
        "     (SELECT least(a.period_to, motcua.today()) FROM stats.period($2) AS a) END) AS past "
        "(day)";
    const char *values[] = {asked->period, asked->as_of};

    if (!reading_begin(db, err)) {
        return false;
    }
    DbRows *rows = db_query(db, query, 2, values, err);
    if (rows == NULL) {
        return false;
    }
    const char *run = db_field(rows, 0, "run");
    reading->by = asked->by;
    reading->tree = asked->tree;
    snprintf(reading->from, sizeof reading->from, "%s", db_field(rows, 0, "period_from"));
    snprintf(reading->to, sizeof reading->to, "%s", db_field(rows, 0, "period_to"));
    snprintf(reading->today, sizeof reading->today, "%s", db_field(rows, 0, "today"));
    snprintf(reading->run, sizeof reading->run, "%s", run != NULL ? run : "");
    snprintf(reading->as_of, sizeof reading->as_of, "%s", db_field(rows, 0, "as_of"));
    db_rows_free(rows);
    return true;
}

bool reading_other(Db *db, const struct Reading *reading, const char *period, struct Reading *other,
                   struct Error *err)
{
    DbRows *rows =
        db_query(db, "SELECT period_from, period_to FROM stats.period($1)", 1, &period, err);

    if (rows == NULL) {
        return false;
    }
    *other = *reading;
    snprintf(other->from, sizeof other->from, "%s", db_field(rows, 0, "period_from"));
    snprintf(other->to, sizeof other->to, "%s", db_field(rows, 0, "period_to"));
    db_rows_free(rows);
    return true;
}

bool reading_note_not_known(Db *db, struct Reading *reading, const char *rules, struct Error *err)
{
    static const char query[] =
        "SELECT coalesce(json_agg(DISTINCT t.rate), '[]') FROM motcua.term AS t"
        " JOIN motcua.bucket AS b ON b.bucket = t.bucket"
        " WHERE b.event IN " READING_TIMELESS
        "   AND ($1::text IS NULL OR t.profile = ANY (string_to_array($1, ','))"
        "        OR t.profile = (SELECT s.profile FROM motcua.scoring AS s WHERE s.scoring = $1))";

    return reading->run[0] == '\0' ||
           db_query_value(db, query, 1, &rules, reading->not_known, sizeof reading->not_known, err);
}

bool reading_find_version(Db *db, const struct Reading *reading, const char *scoring,
                          char version[static READING_NAME_SIZE], struct Error *err)
{
    static const char query[] = "SELECT motcua.scoring_on($1, least($2::date, $3::date))";
    const char *values[] = {scoring, reading->to, reading->today};

    return db_query_value(db, query, 3, values, version, READING_NAME_SIZE, err);
}

DbRows *reading_query(Db *db, const struct Reading *reading, const char *sql, const char *office,
                      const char *rules, const char *rate, struct Error *err)
{
    const char *values[] = {
        reading->from, reading->to,   office,         rules,
        reading->by,   reading->tree, reading->today, reading->run[0] != '\0' ? reading->run : NULL,
        rate};
    int count = sizeof values / sizeof values[0];

    return db_query(db, sql, rate != NULL ? count : count - 1, values, err);
}

bool reading_check(Db *db, enum ReadingName kind, const char *name, const char *profile,
                   struct Error *err)
{
    const char *values[] = {name, profile};

    if (name == NULL) {
        return true;
    }
    DbRows *rows = db_query(db, names[kind].query, 2, values, err);
    if (rows == NULL) {
        return false;
    }
    const char *advice = db_value(rows, 0, 0);
    bool known = advice != NULL && advice[0] == '\0';
    if (!known) {
        error_set(err, EXIT_USAGE, "unknown %s '%s'", names[kind].what, name);
        error_hint(err, "%s", advice != NULL ? advice : "");
    }
    db_rows_free(rows);
    return known;
}

void reading_end_rows(struct RowOut *out, Arena *arena, const struct Reading *reading,
                      const char *rule)
{
    const struct Cell cells[] = {{CELL_TEXT, rule},
                                 {CELL_DAY, reading->from},
                                 {CELL_DAY, reading->to},
                                 {CELL_TIME, reading->as_of}};
    struct Cell *tail = arena_alloc(arena, sizeof cells);

    memcpy(tail, cells, sizeof cells);
    out->tail = tail;
    out->tail_count = sizeof cells / sizeof cells[0];
}

void reading_add_json(const struct Reading *reading, cJSON *root)
{
    cJSON *period = jsonout_add_object(root, "period");

    jsonout_add_text(period, "from", reading->from);
    jsonout_add_text(period, "to", reading->to);
    jsonout_add_text(root, "as_of", reading->as_of);
    jsonout_add_text(root, "by", reading->by);
    jsonout_add_text(root, "tree", reading->tree);
    if (reading->not_known[0] != '\0') {
        jsonout_add_raw(root, "not_known", reading->not_known);
    }
}
