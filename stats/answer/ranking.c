#include "stats/answer/ranking.h"

#include "stats/answer/rankingtable.h"
#include "stats/figure/doubt.h"
#include "stats/figure/reading.h"
#include "stats/figure/ruleset.h"
#include "stats/print/rowout.h"
#include "stats/print/jsonout.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

/* An office that is asked for is shown among its equals: alone it would have no place. */
static const char ranking_query[] =
    "WITH ranked AS ("
    "     SELECT * FROM stats.ranking_among($9, $1, $2, $10, $11, $12::text IS NOT NULL,"
    "                                       coalesce($13::bigint, 0), $4, " READING_VIEW
    "     ) WITH ORDINALITY), doubt AS ("
    "     SELECT d.office, string_agg(d.reason, '; ' ORDER BY d.kind, d.source) AS doubts,"
    "            json_agg(json_build_object('kind', d.kind, 'source', d.source, 'reason', d.reason)"
    "                     ORDER BY d.kind, d.source) AS doubts_json"
    "     FROM stats.doubts($1, $2, NULL, $5, $6, $7) AS d"
    "     WHERE d.rates IS NULL OR $9 = ANY (d.rates) GROUP BY d.office)"
    " SELECT k.*, p.name AS parent_name,"
    "        (SELECT w.text_vi FROM stats.level_words() AS w WHERE w.level = k.kind) AS kind_text,"
    "        motcua.year_before(least($2, $7::date)) AS volume_since, r.text_vi, r.measure,"
    "        " DOUBT_RULE_COLUMN ","
    "        nullif(concat_ws('; ', motcua.rule_doubt(r.valid_from, r.valid_to, $1, $2), "
    "d.doubts), '') AS doubts,"
    "        coalesce(d.doubts_json, '[]') AS doubts_json,"
    "        CASE WHEN k.denominator > 0 THEN k.no_place END AS left_out"
    " FROM ranked AS k"
    " LEFT JOIN doubt AS d ON d.office = k.office"
    " JOIN motcua.rate AS r ON r.profile = $4 AND r.rate = $9"
    " LEFT JOIN motcua.office AS p ON p.code = k.parent"
    " WHERE $3::text IS NULL"
    "    OR EXISTS (SELECT FROM ranked AS o WHERE o.office = $3 AND o.family = k.family)"
    " ORDER BY k.ordinality";

static DbRows *ask(const struct Context *context, const struct Ranking *ranking, struct Error *err)
{
    const struct Options *options = context->options;
    const struct Reading *reading = &ranking->reading;
    const char *values[] = {reading->from,   reading->to,
                            options->office, ranking->profile,
                            reading->by,     reading->tree,
                            reading->today,  reading->run[0] != '\0' ? reading->run : NULL,
                            ranking->rate,   options->level,
                            options->under,  options->group,
                            options->minimum};

    return db_query(context->db, ranking_query, sizeof values / sizeof values[0], values, err);
}

static bool read_ranking(const struct Context *context, struct Ranking *ranking, struct Error *err)
{
    const struct Options *options = context->options;
    Db *db = context->db;

    if (!reading_begin_period(db, &options->asked, &ranking->reading, err) ||
        !reading_check(db, READING_OFFICE, options->office, NULL, err) ||
        !reading_check(db, READING_OFFICE, options->under, NULL, err) ||
        !reading_check(db, READING_LEVEL, options->level, NULL, err) ||
        !reading_check(db, READING_PROFILE, ranking->profile, NULL, err) ||
        !reading_check(db, READING_RATE, ranking->rate, ranking->profile, err) ||
        !reading_note_not_known(db, &ranking->reading, ranking->profile, err)) {
        return false;
    }
    ranking->rows = ask(context, ranking, err);
    if (ranking->rows != NULL) {
        ranking->rule = ruleset_read(db, RULESET_PROFILE, ranking->profile, &ranking->reading, err);
    }
    return ranking->rule != NULL;
}

static cJSON *add_family_json(cJSON *families, const struct Ranking *ranking, int row)
{
    const DbRows *rows = ranking->rows;
    cJSON *family = jsonout_add_object(families, NULL);

    jsonout_add_text_field(family, rows, row, "parent");
    jsonout_add_text(family, "level", db_field(rows, row, "kind"));
    if (ranking->by_volume) {
        cJSON *group = jsonout_add_object(family, "group");
        jsonout_add_text(group, "name", db_field(rows, row, "volume_group"));
        jsonout_add_number(group, "from", db_field(rows, row, "group_from"));
        jsonout_add_number(group, "to", db_field(rows, row, "group_to"));
        jsonout_add_text(group, "received_since", db_field(rows, row, "volume_since"));
    }
    jsonout_add_number_field(family, rows, row, "ranked");
    return jsonout_add_array(family, "offices");
}

static void print_json(const void *read)
{
    const struct Ranking *ranking = read;
    const DbRows *rows = ranking->rows;
    cJSON *root = jsonout_new_object();

    reading_add_json(&ranking->reading, root);
    jsonout_add_text(root, "profile", ranking->profile);
    ruleset_add_json(root, ranking->rule);
    jsonout_add_text(root, "rate", ranking->rate);
    cJSON *families = jsonout_add_array(root, "families");
    for (int row = 0; row < db_row_count(rows);) {
        cJSON *offices = add_family_json(families, ranking, row);
        for (int end = rankingtable_family_end(rows, row); row < end; row++) {
            cJSON *office = jsonout_add_office(offices, rows, row);
            jsonout_add_number_field(office, rows, row, "place");
            jsonout_add_number(office, "sisters", db_field(rows, row, "ranked"));
            jsonout_add_number_field(office, rows, row, "band");
            jsonout_add_text_field(office, rows, row, "no_place");
            if (ranking->by_volume) {
                jsonout_add_number_field(office, rows, row, "volume");
            }
            jsonout_add_number_field(office, rows, row, "numerator");
            jsonout_add_number_field(office, rows, row, "denominator");
            jsonout_add_number_field(office, rows, row, "percent");
            doubt_add_rate_json(office, rows, row);
            jsonout_add_raw(office, "doubts", db_field(rows, row, "doubts_json"));
        }
    }
    jsonout_print(root, stdout);
}

static void put_rows(const void *read, struct RowOut *out)
{
    const struct Ranking *ranking = read;
    static const char *const columns[] = {"parent",       "place",     "sisters",       "office",
                                          "name",         "numerator", "denominator",   "percent",
                                          "doubt",        "band",      "no_place",      "level",
                                          "volume_group", "volume",    READING_COLUMNS, NULL};
    const DbRows *rows = ranking->rows;

    rowout_begin(out, columns);
    reading_end_rows(out, ranking->arena, &ranking->reading, ranking->profile);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *percent = db_field(rows, row, "percent");
        rowout_text(out, db_field(rows, row, "parent"));
        rowout_number(out, db_field(rows, row, "place"));
        rowout_number(out, db_field(rows, row, "ranked"));
        rowout_text(out, db_field(rows, row, "office"));
        rowout_text(out, db_field(rows, row, "name"));
        rowout_number(out, db_field(rows, row, "numerator"));
        rowout_number(out, db_field(rows, row, "denominator"));
        rowout_number(out, percent);
        rowout_text(out, percent != NULL ? db_field(rows, row, "doubts") : DOUBT_EMPTY);
        rowout_number(out, db_field(rows, row, "band"));
        rowout_text(out, db_field(rows, row, "no_place"));
        rowout_text(out, db_field(rows, row, "level"));
        rowout_text(out, db_field(rows, row, "volume_group"));
        rowout_number(out, db_field(rows, row, "volume"));
        rowout_end_row(out);
    }
}

static const struct Report report = {rankingtable_print, print_json, put_rows};

bool stats_rank(const struct Context *context, struct Error *err)
{
    struct Ranking ranking = {
        .arena = context->arena,
        .rate = context->options->rate,
        .profile = context_profile(context),
        .level = context->options->level,
        .by_volume = context->options->group != NULL,
    };

    bool ok =
        read_ranking(context, &ranking, err) && context_print(context, &report, &ranking, err);
    db_rows_free(ranking.rule);
    db_rows_free(ranking.rows);
    return ok;
}
