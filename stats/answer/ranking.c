#include "stats/answer/ranking.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/doubt.h"
#include "stats/figure/office.h"
#include "stats/figure/reading.h"
#include "stats/figure/ruleset.h"
#include "stats/print/csvout.h"
#include "stats/print/jsonout.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

struct Ranking {
    Arena *arena;
    const char *rate;
    const char *profile;
    struct Reading reading;
    DbRows *rule;
    DbRows *rows; /* sisters one after the other, the best first */
};

/* An office that is asked for is shown among its sisters: alone it would have no place. */
static const char ranking_query[] =
    "WITH ranked AS (SELECT * FROM stats.ranking($9, $1, $2, $4, " READING_VIEW
    ") WITH ORDINALITY), doubt AS ("
    "     SELECT d.office, string_agg(d.reason, '; ' ORDER BY d.kind, d.source) AS doubts,"
    "            json_agg(json_build_object('kind', d.kind, 'source', d.source, 'reason', d.reason)"
    "                     ORDER BY d.kind, d.source) AS doubts_json"
    "     FROM stats.doubts($1, $2, NULL, $5, $6, $7) AS d GROUP BY d.office)"
    " SELECT k.*, p.name AS parent_name, r.text_vi, " DOUBT_RULE_COLUMN ","
    "        nullif(concat_ws('; ', motcua.rule_doubt(r.valid_from, r.valid_to, $1, $2), "
    "d.doubts), '') AS doubts,"
    "        coalesce(d.doubts_json, '[]') AS doubts_json"
    " FROM ranked AS k"
    " LEFT JOIN doubt AS d ON d.office = k.office"
    " JOIN motcua.rate AS r ON r.profile = $4 AND r.rate = $9"
    " LEFT JOIN motcua.office AS p ON p.code = k.parent"
    " WHERE $3::text IS NULL"
    "    OR EXISTS (SELECT FROM ranked AS o"
    "               WHERE o.office = $3 AND o.parent IS NOT DISTINCT FROM k.parent)"
    " ORDER BY k.ordinality";

static bool read_ranking(const struct Context *context, struct Ranking *ranking, struct Error *err)
{
    const char *office = context->options->office;
    Db *db = context->db;

    if (!reading_begin_period(db, &context->options->asked, &ranking->reading, err) ||
        !reading_check(db, READING_OFFICE, office, NULL, err) ||
        !reading_check(db, READING_PROFILE, ranking->profile, NULL, err) ||
        !reading_check(db, READING_RATE, ranking->rate, ranking->profile, err) ||
        !reading_note_not_known(db, &ranking->reading, ranking->profile, err)) {
        return false;
    }
    ranking->rows = reading_query(db, &ranking->reading, ranking_query, office, ranking->profile,
                                  ranking->rate, err);
    if (ranking->rows != NULL) {
        ranking->rule = ruleset_read(db, RULESET_PROFILE, ranking->profile, &ranking->reading, err);
    }
    return ranking->rule != NULL;
}

/* The end of the sisters that begin at first. */
static int family_end(const DbRows *rows, int first)
{
    const char *parent = db_field(rows, first, "parent");
    int end = first + 1;

    while (end < db_row_count(rows)) {
        const char *other = db_field(rows, end, "parent");
        if ((parent == NULL) != (other == NULL) || (parent != NULL && !text_equal(parent, other))) {
            break;
        }
        end++;
    }
    return end;
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
        cJSON *family = jsonout_add_object(families, NULL);
        jsonout_add_text_field(family, rows, row, "parent");
        cJSON *offices = jsonout_add_array(family, "offices");
        for (int end = family_end(rows, row); row < end; row++) {
            cJSON *office = jsonout_add_office(offices, rows, row);
            jsonout_add_number_field(office, rows, row, "place");
            jsonout_add_number_field(office, rows, row, "sisters");
            jsonout_add_number_field(office, rows, row, "numerator");
            jsonout_add_number_field(office, rows, row, "denominator");
            jsonout_add_number_field(office, rows, row, "percent");
            doubt_add_rate_json(office, rows, row);
            jsonout_add_raw(office, "doubts", db_field(rows, row, "doubts_json"));
        }
    }
    jsonout_print(root, stdout);
}

static void print_csv(const void *read)
{
    const struct Ranking *ranking = read;
    static const char *const columns[] = {"parent", "place",         "sisters",     "office",
                                          "name",   "numerator",     "denominator", "percent",
                                          "doubt",  READING_COLUMNS, NULL};
    const DbRows *rows = ranking->rows;
    struct CsvOut csv;

    csvout_begin(&csv, stdout, columns);
    csv.tail = reading_tail(ranking->arena, &ranking->reading, ranking->profile);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *percent = db_field(rows, row, "percent");
        csvout_text(&csv, db_field(rows, row, "parent"));
        csvout_value(&csv, db_field(rows, row, "place"));
        csvout_value(&csv, db_field(rows, row, "sisters"));
        csvout_text(&csv, db_field(rows, row, "office"));
        csvout_text(&csv, db_field(rows, row, "name"));
        csvout_value(&csv, db_field(rows, row, "numerator"));
        csvout_value(&csv, db_field(rows, row, "denominator"));
        csvout_value(&csv, percent != NULL ? notation_decimal(ranking->arena, percent) : NULL);
        csvout_text(&csv, percent != NULL ? db_field(rows, row, "doubts") : DOUBT_EMPTY);
        csvout_end_row(&csv);
    }
}

static void print_doubts(const struct Ranking *ranking, int first, int end)
{
    bool is_first = true;

    for (int row = first; row < end; row++) {
        const char *doubts = db_field(ranking->rows, row, "doubts");
        if (doubts != NULL) {
            printf("%s  - %s: %s\n", is_first ? DOUBT_MARK " " DOUBT_TITLE ":\n" : "",
                   text_sanitize(ranking->arena, db_field(ranking->rows, row, "office")),
                   text_sanitize(ranking->arena, doubts));
            is_first = false;
        }
    }
    if (!is_first) {
        putchar('\n');
    }
}

/* Rows from first up to, without, end are sisters. */
static void print_family(const struct Ranking *ranking, int first, int end)
{
    static const char *const titles[] = {"Hạng", "Mã cơ quan", "Tên cơ quan", "Số hồ sơ", "Tỷ lệ"};
    const DbRows *rows = ranking->rows;
    Arena *arena = ranking->arena;
    const char *parent = db_field(rows, first, "parent");
    const char *name = db_field(rows, first, "parent_name");
    Table *table = table_new(arena, "rllrr", 2);

    printf("Cấp trên: %s%s%s\n\n",
           parent != NULL ? text_sanitize(arena, parent) : "(không có cơ quan cấp trên)",
           name != NULL ? "  " : "", name != NULL ? text_sanitize(arena, name) : "");
    table_add(table, titles);
    table_rule(table);
    for (int row = first; row < end; row++) {
        const char *place = db_field(rows, row, "place");
        const char *cells[] = {
            place != NULL ? arena_printf(arena, "%s/%s", place, db_field(rows, row, "sisters"))
                          : NULL,
            db_field(rows, row, "office"),
            db_field(rows, row, "name"),
            notation_fraction(arena, db_field(rows, row, "numerator"),
                              db_field(rows, row, "denominator")),
            doubt_percent(arena, db_field(rows, row, "percent"),
                          db_field(rows, row, "doubts") != NULL),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
    putchar('\n');
    print_doubts(ranking, first, end);
}

static void print_table(const void *read)
{
    const struct Ranking *ranking = read;
    const DbRows *rows = ranking->rows;

    if (db_row_count(rows) > 0) {
        printf("Xếp hạng theo %s: %s\n", text_sanitize(ranking->arena, ranking->rate),
               text_sanitize(ranking->arena, db_field(rows, 0, "text_vi")));
    }
    office_print_period(ranking->arena, &ranking->reading);
    ruleset_print(ranking->arena, ranking->rule);
    puts("Hạng 1 là tốt nhất trong các cơ quan cùng cấp trên.\n");
    for (int row = 0, end; row < db_row_count(rows); row = end) {
        end = family_end(rows, row);
        print_family(ranking, row, end);
    }
}

static const struct Report report = {
    {[REPORT_TABLE] = print_table, [REPORT_JSON] = print_json, [REPORT_CSV] = print_csv}};

bool stats_rank(const struct Context *context, struct Error *err)
{
    struct Ranking ranking = {
        .arena = context->arena,
        .rate = context->options->rate,
        .profile = context_profile(context),
    };

    bool ok = read_ranking(context, &ranking, err);
    if (ok) {
        context_print(context, &report, &ranking);
    }
    db_rows_free(ranking.rule);
    db_rows_free(ranking.rows);
    return ok;
}
