#include "stats/list/explain.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/figure/reading.h"
#include "stats/print/jsonout.h"
#include "stats/print/listing.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

/* What belongs to one dossier. */
struct Story {
    DbRows *steps;
    DbRows *rates;
    DbRows *flags;
};

/* The dossiers of one code: a row of heads and a story each source. */
struct Explained {
    Arena *arena;
    DbRows *heads;
    struct Story *stories;
};

static const char heads_query[] =
    "SELECT d.source, d.code, d.handling_office AS office, o.name AS office_name, d.procedure,"
    "       p.name AS procedure_name, d.status, motcua.status_text(d.status) AS status_text,"
    "       coalesce(n.counted_in, d.source) AS counted_in, n.reason AS counting_reason,"
    "       to_char(now(), " READING_ISO ") AS as_of"
    " FROM motcua.sources_of($1) AS s"
    " JOIN motcua.dossier AS d ON d.source = s.source AND d.code = $1"
    " JOIN motcua.office AS o ON o.code = d.handling_office"
    " LEFT JOIN motcua.procedure AS p ON p.code = d.procedure"
    " LEFT JOIN stats.counting($1) AS n ON n.source = d.source"
    " WHERE $2::text IS NULL OR d.source = $2 ORDER BY d.source";

static const char steps_query[] = "SELECT to_char(at, " READING_ISO ") AS at, kind, text_vi AS text"
                                  " FROM stats.story($1, $2)";

static const enum ListingKind steps_kinds[LISTING_COLUMNS] = {LISTING_TIME, LISTING_TEXT,
                                                              LISTING_TEXT};

static const char rates_query[] =
    "SELECT event, on_day, profile, rate, bucket, in_numerator, in_denominator, reason,"
    "       motcua.profile_name(profile) AS profile_name, motcua.rate_name(rate) AS rate_name"
    " FROM stats.explain($1, $2)";

static const enum ListingKind rates_kinds[LISTING_COLUMNS] = {
    LISTING_TEXT, LISTING_DAY,  LISTING_TEXT, LISTING_TEXT,
    LISTING_TEXT, LISTING_FLAG, LISTING_FLAG, LISTING_TEXT};

static const char flags_query[] =
    "SELECT flag, text_vi AS text, reason FROM stats.flags_of($1, $2)";

static const enum ListingKind flags_kinds[LISTING_COLUMNS] = {LISTING_TEXT, LISTING_TEXT,
                                                              LISTING_TEXT};

static bool read_story(Db *db, const DbRows *heads, int row, struct Story *story, struct Error *err)
{
    const char *values[] = {db_field(heads, row, "source"), db_field(heads, row, "code")};

    story->steps = db_query(db, steps_query, 2, values, err);
    if (story->steps != NULL) {
        story->rates = db_query(db, rates_query, 2, values, err);
    }
    if (story->rates != NULL) {
        story->flags = db_query(db, flags_query, 2, values, err);
    }
    return story->flags != NULL;
}

static void release_story(struct Story *story)
{
    db_rows_free(story->steps);
    db_rows_free(story->rates);
    db_rows_free(story->flags);
}

static void add_story(cJSON *dossiers, const DbRows *heads, int row, const struct Story *story)
{
    cJSON *dossier = jsonout_add_object(dossiers, NULL);

    jsonout_add_text_field(dossier, heads, row, "source");
    jsonout_add_text_field(dossier, heads, row, "code");
    jsonout_add_text_field(dossier, heads, row, "office");
    jsonout_add_text_field(dossier, heads, row, "office_name");
    jsonout_add_text_field(dossier, heads, row, "procedure");
    jsonout_add_text_field(dossier, heads, row, "procedure_name");
    jsonout_add_number_field(dossier, heads, row, "status");
    jsonout_add_text_field(dossier, heads, row, "status_text");
    jsonout_add_text_field(dossier, heads, row, "counted_in");
    jsonout_add_text_field(dossier, heads, row, "counting_reason");
    listing_add_all_json(jsonout_add_array(dossier, "story"), story->steps, steps_kinds);
    listing_add_all_json(jsonout_add_array(dossier, "rates"), story->rates, rates_kinds);
    listing_add_all_json(jsonout_add_array(dossier, "flags"), story->flags, flags_kinds);
}

/* Silent about a dossier that comes from one source. */
static void print_counting(Arena *arena, const DbRows *heads, int row)
{
    const char *source = db_field(heads, row, "source");
    const char *counted_in = db_field(heads, row, "counted_in");
    const char *reason = db_field(heads, row, "counting_reason");

    if (reason != NULL) {
        printf("%s nguồn %s: %s.\n",
               text_equal(source, counted_in) ? "Nhiều nguồn cùng gửi hồ sơ này; được tính theo"
                                              : "Không tính ở nguồn này mà theo",
               text_sanitize(arena, counted_in), text_sanitize(arena, reason));
    }
}

static void print_head(Arena *arena, const DbRows *heads, int row)
{
    const char *office = db_field(heads, row, "office_name");
    const char *procedure = db_field(heads, row, "procedure_name");

    printf("Hồ sơ %s (nguồn %s). Thời điểm tổng hợp số liệu: %s.\n",
           text_sanitize(arena, db_field(heads, row, "code")),
           text_sanitize(arena, db_field(heads, row, "source")),
           notation_time(arena, db_field(heads, row, "as_of")));
    printf("Cơ quan: %s %s\n", text_sanitize(arena, db_field(heads, row, "office")),
           office != NULL ? text_sanitize(arena, office) : "(chưa rõ tên)");
    if (db_field(heads, row, "procedure") != NULL) {
        printf("Thủ tục: %s %s\n", text_sanitize(arena, db_field(heads, row, "procedure")),
               procedure != NULL ? text_sanitize(arena, procedure) : "(chưa rõ tên)");
    }
    printf("Trạng thái: %s\n", db_field(heads, row, "status_text"));
    print_counting(arena, heads, row);
    putchar('\n');
}

static void print_steps(Arena *arena, const DbRows *rows)
{
    static const char *const titles[] = {"Thời điểm", "Diễn biến"};
    Table *table = table_new(arena, "ll", 1);

    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *cells[] = {notation_time(arena, db_field(rows, row, "at")),
                               db_field(rows, row, "text")};
        table_add(table, cells);
    }
    table_print(table, stdout);
    putchar('\n');
}

static const char *place_text(const DbRows *rows, int row)
{
    bool in_denominator = text_equal(db_field(rows, row, "in_denominator"), "t");

    if (text_equal(db_field(rows, row, "in_numerator"), "f")) {
        return "mẫu số";
    }
    return in_denominator ? "tử số, mẫu số" : "tử số";
}

static void print_rates(Arena *arena, const DbRows *rows)
{
    static const char *const titles[] = {"Bộ quy tắc", "Tỷ lệ", "Ngày", "Được tính vào", "Lý do"};
    Table *table = table_new(arena, "lllll", 4);

    if (db_row_count(rows) == 0) {
        puts("Hồ sơ không được tính vào tỷ lệ nào.\n");
        return;
    }
    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        const char *cells[] = {
            db_field(rows, row, "profile_name"),
            db_field(rows, row, "rate_name"),
            notation_day(arena, db_field(rows, row, "on_day")),
            place_text(rows, row),
            db_field(rows, row, "reason"),
        };
        table_add(table, cells);
    }
    table_print(table, stdout);
    putchar('\n');
}

static void print_story(Arena *arena, const DbRows *heads, int row, const struct Story *story)
{
    print_head(arena, heads, row);
    print_steps(arena, story->steps);
    print_rates(arena, story->rates);
    for (int at = 0; at < db_row_count(story->flags); at++) {
        printf("Dấu hiệu cần kiểm tra: %s (%s).\n", db_field(story->flags, at, "text"),
               db_field(story->flags, at, "reason"));
    }
}

static void print_table(const void *read)
{
    const struct Explained *explained = read;

    for (int row = 0; row < db_row_count(explained->heads); row++) {
        print_story(explained->arena, explained->heads, row, &explained->stories[row]);
    }
}

static void print_json(const void *read)
{
    const struct Explained *explained = read;
    cJSON *root = jsonout_new_object();

    jsonout_add_text_field(root, explained->heads, 0, "as_of");
    cJSON *dossiers = jsonout_add_array(root, "dossiers");
    for (int row = 0; row < db_row_count(explained->heads); row++) {
        add_story(dossiers, explained->heads, row, &explained->stories[row]);
    }
    jsonout_print(root, stdout);
}

/* The steps of the story only: the other parts have other columns. */
static void put_rows(const void *read, struct RowOut *out)
{
    const struct Explained *explained = read;

    for (int row = 0; row < db_row_count(explained->heads); row++) {
        listing_put_rows(out, explained->stories[row].steps, steps_kinds);
    }
}

static const struct Report report = {print_table, print_json, put_rows};

static bool read_explained(const struct Context *context, struct Explained *explained,
                           struct Error *err)
{
    const struct Options *options = context->options;
    const char *values[] = {options->code, options->source};

    if (!reading_begin(context->db, err) ||
        (explained->heads = db_query(context->db, heads_query, 2, values, err)) == NULL) {
        return false;
    }
    int count = db_row_count(explained->heads);
    if (count == 0) {
        error_set(err, EXIT_USAGE, "unknown dossier '%s'", options->code);
        return error_hint(err, "codes are those of the source, letter by letter");
    }
    explained->stories = arena_alloc(explained->arena, (size_t)count * sizeof *explained->stories);
    for (int row = 0; row < count; row++) {
        if (!read_story(context->db, explained->heads, row, &explained->stories[row], err)) {
            return false;
        }
    }
    return true;
}

bool stats_explain(const struct Context *context, struct Error *err)
{
    struct Explained explained = {.arena = context->arena};

    bool ok = read_explained(context, &explained, err) &&
              context_print(context, &report, &explained, err);
    for (int row = 0; explained.stories != NULL && row < db_row_count(explained.heads); row++) {
        release_story(&explained.stories[row]);
    }
    db_rows_free(explained.heads);
    return ok;
}
