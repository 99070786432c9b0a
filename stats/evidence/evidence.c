#include "stats/evidence/evidence.h"

#include "common/text.h"
#include "stats/evidence/archive.h"
#include "stats/figure/reading.h"
#include "stats/figure/ruleset.h"
#include "stats/print/csvout.h"
#include "stats/print/jsonout.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

struct Evidence {
    Arena *arena;
    Db *db;
    const char *office;  /* NULL: all */
    const char *scoring; /* as asked for */
    char version[READING_NAME_SIZE];
    struct Reading reading;
    char run[READING_RUN_SIZE]; /* the last that brought news */
    char counted_to[READING_DAY_SIZE];
    DbRows *rule;
    DbRows *points; /* the criteria of an office one after the other */
    Archive *archive;
    cJSON *files;
};

static const char points_query[] =
    "SELECT p.*, c.text_vi, c.rule, c.full_at, c.floor, k.formula_vi, k.legal_source,"
    "       v.rule_version, s.profile"
    " FROM stats.points($1, $2, $4, " READING_VIEW ") AS p"
    " JOIN motcua.scoring AS s ON s.scoring = $4"
    " JOIN motcua.criterion AS c ON c.scoring = $4 AND c.criterion = p.criterion"
    " LEFT JOIN stats.rules AS k ON k.profile = s.profile AND k.rate = p.rate"
    " LEFT JOIN motcua.current_rule AS v ON v.profile = s.profile AND v.rate = p.rate"
    " WHERE $3::text IS NULL OR p.office = $3"
    " ORDER BY p.office COLLATE \"C\", p.criterion COLLATE \"C\"";

static const char dossiers_query[] =
    "SELECT e.source, e.code, e.in_numerator, e.in_denominator, b.text_vi, e.reason"
    " FROM stats.rate_evidence($9, $1, $2, $3, $4, " READING_VIEW ") AS e"
    " JOIN motcua.bucket AS b ON b.bucket = e.bucket"
    " ORDER BY e.entity, e.source COLLATE \"C\" NULLS FIRST, e.code COLLATE \"C\"";

/* Figures of now are those of the last night that brought news; so the clock does not show in them. */
static bool read_moment(struct Evidence *evidence, struct Error *err)
{
    static const char query[] =
        "SELECT m.run_id, to_char(m.finished_at, " READING_ISO ") AS finished_at,"
        "       least($2::date, $3::date) AS counted_to FROM stats.data_moment($1) AS m";
    struct Reading *reading = &evidence->reading;
    const char *known = reading->run[0] != '\0' ? reading->run : NULL;
    const char *values[] = {known, reading->to, reading->today};
    DbRows *rows = db_query(evidence->db, query, 3, values, err);

    if (rows == NULL) {
        return false;
    }
    const char *run = db_field(rows, 0, "run_id"), *at = db_field(rows, 0, "finished_at");
    snprintf(evidence->run, sizeof evidence->run, "%s", run != NULL ? run : "");
    snprintf(evidence->counted_to, sizeof evidence->counted_to, "%s",
             db_field(rows, 0, "counted_to"));
    if (known == NULL && at != NULL) {
        snprintf(reading->as_of, sizeof reading->as_of, "%s", at);
    }
    db_rows_free(rows);
    return run != NULL ||
           error_set(err, EXIT_USAGE, "no night has loaded anything that could be evidence");
}

static bool read_points(const struct Context *context, struct Evidence *evidence, struct Error *err)
{
    struct Reading *reading = &evidence->reading;

    if (!reading_begin_period(evidence->db, &context->options->asked, reading, err) ||
        !reading_check(evidence->db, READING_OFFICE, evidence->office, NULL, err) ||
        !reading_check(evidence->db, READING_SCORING, evidence->scoring, NULL, err) ||
        !reading_find_version(evidence->db, reading, evidence->scoring, evidence->version, err) ||
        !reading_note_not_known(evidence->db, reading, evidence->version, err) ||
        !read_moment(evidence, err)) {
        return false;
    }
    evidence->points = reading_query(evidence->db, reading, points_query, evidence->office,
                                     evidence->version, NULL, err);
    if (evidence->points != NULL) {
        evidence->rule =
            ruleset_read(evidence->db, RULESET_SCORING, evidence->version, reading, err);
    }
    return evidence->rule != NULL;
}

/* A name of a file that no other text has: what a path could misread is written as its bytes. */
static const char *as_file_name(Arena *arena, const char *text)
{
    bool is_hidden = text[0] == '.';
    const char *name = text_percent(arena, is_hidden ? text + 1 : text, TEXT_ALPHANUMERIC "-_.");

    return is_hidden ? arena_printf(arena, "%%2E%s", name) : name;
}

/* NULL for a criterion that no dossiers are behind. */
static const char *file_of(const struct Evidence *evidence, int row)
{
    Arena *arena = evidence->arena;
    const char *rate = db_field(evidence->points, row, "rate");

    return rate == NULL
               ? NULL
               : arena_printf(arena, "%s/%s-%s.csv",
                              as_file_name(arena, db_field(evidence->points, row, "office")),
                              as_file_name(arena, db_field(evidence->points, row, "criterion")),
                              as_file_name(arena, rate));
}

static void put_point(struct RowOut *out, const struct Evidence *evidence, int row)
{
    static const char *const texts[] = {"office", "name",       "criterion",    "text_vi",
                                        "rate",   "formula_vi", "legal_source", "rule_version",
                                        "rule",   NULL};
    const DbRows *points = evidence->points;

    for (int i = 0; texts[i] != NULL; i++) {
        rowout_text(out, db_field(points, row, texts[i]));
    }
    rowout_number(out, db_field(points, row, "full_at"));
    rowout_number(out, db_field(points, row, "floor"));
    rowout_number(out, db_field(points, row, "numerator"));
    rowout_number(out, db_field(points, row, "denominator"));
    rowout_number(out, db_field(points, row, "percent"));
    rowout_number(out, db_field(points, row, "points"));
    rowout_number(out, db_field(points, row, "max_points"));
    rowout_text(out, db_field(points, row, "no_rate"));
    rowout_text(out, file_of(evidence, row));
    rowout_end_row(out);
}

static bool add_points(struct Evidence *evidence, struct Error *err)
{
    static const char *const columns[] = {
        "office",     "name",         "criterion",    "text",          "rate",
        "formula",    "legal_source", "rule_version", "scored_by",     "full_at",
        "floor",      "numerator",    "denominator",  "percent",       "points",
        "max_points", "no_rate",      "dossiers_in",  READING_COLUMNS, NULL};
    struct CsvOut csv;

    csvout_open(&csv, archive_member(evidence->archive), CSVOUT_SEPARATOR);
    rowout_begin(&csv.rows, columns);
    reading_end_rows(&csv.rows, evidence->arena, &evidence->reading, evidence->version);
    for (int row = 0; row < db_row_count(evidence->points); row++) {
        put_point(&csv.rows, evidence, row);
    }
    return archive_add(evidence->archive, "diem.csv", evidence->files, err);
}

static const char *as_digit(const DbRows *rows, int row, const char *column)
{
    return text_equal(db_field(rows, row, column), "t") ? "1" : "0";
}

static void put_dossiers(struct RowOut *out, const DbRows *rows)
{
    static const char *const columns[] = {
        "source", "code", "in_numerator", "in_denominator", "bucket", "reason", NULL};

    rowout_begin(out, columns);
    for (int row = 0; row < db_row_count(rows); row++) {
        rowout_text(out, db_field(rows, row, "source"));
        rowout_text(out, db_field(rows, row, "code"));
        rowout_number(out, as_digit(rows, row, "in_numerator"));
        rowout_number(out, as_digit(rows, row, "in_denominator"));
        rowout_text(out, db_field(rows, row, "text_vi"));
        rowout_text(out, db_field(rows, row, "reason"));
        rowout_end_row(out);
    }
}

static bool add_dossiers(struct Evidence *evidence, int row, struct Error *err)
{
    const DbRows *points = evidence->points;
    DbRows *rows = reading_query(evidence->db, &evidence->reading, dossiers_query,
                                 db_field(points, row, "office"), db_field(points, row, "profile"),
                                 db_field(points, row, "rate"), err);
    struct CsvOut csv;

    if (rows == NULL) {
        return false;
    }
    csvout_open(&csv, archive_member(evidence->archive), CSVOUT_SEPARATOR);
    put_dossiers(&csv.rows, rows);
    db_rows_free(rows);
    return archive_add(evidence->archive, file_of(evidence, row), evidence->files, err);
}

static bool add_manifest(struct Evidence *evidence, struct Error *err)
{
    cJSON *root = jsonout_new_object();

    jsonout_add_text(root, "program", "motcua-stats " MOTCUA_VERSION);
    jsonout_add_number(root, "run", evidence->run);
    jsonout_add_text(root, "counted_to", evidence->counted_to);
    reading_add_json(&evidence->reading, root);
    jsonout_add_text(root, "office", evidence->office);
    jsonout_add_text(root, "scoring", evidence->scoring);
    jsonout_add_text(root, "version", evidence->version);
    ruleset_add_json(root, evidence->rule);
    cJSON_AddItemToObject(root, "files", evidence->files);
    evidence->files = NULL;
    jsonout_print(root, archive_member(evidence->archive));
    return archive_add(evidence->archive, "manifest.json", NULL, err);
}

static bool add_all(struct Evidence *evidence, struct Error *err)
{
    if (!add_points(evidence, err)) {
        return false;
    }
    for (int row = 0; row < db_row_count(evidence->points); row++) {
        if (db_field(evidence->points, row, "rate") != NULL && !add_dossiers(evidence, row, err)) {
            return false;
        }
    }
    return add_manifest(evidence, err) && archive_finish(evidence->archive, err);
}

bool stats_evidence(const struct Context *context, struct Error *err)
{
    struct Evidence evidence = {
        .arena = context->arena,
        .db = context->db,
        .office = context->options->office,
        .scoring = context_scoring(context),
    };

    bool ok = read_points(context, &evidence, err);
    if (ok) {
        evidence.archive = archive_new(context->arena, context->options->output, err);
        evidence.files = cJSON_CreateArray();
        ok = evidence.archive != NULL && add_all(&evidence, err);
    }
    cJSON_Delete(evidence.files);
    archive_free(evidence.archive);
    db_rows_free(evidence.rule);
    db_rows_free(evidence.points);
    return ok;
}
