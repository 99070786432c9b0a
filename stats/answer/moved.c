#include "stats/answer/moved.h"

#include "common/text.h"
#include "stats/print/jsonout.h"
#include "stats/print/listing.h"
#include "stats/print/notation.h"

#include <stdio.h>

#include "common/banned.h"

/* The columns of the query below, in order: in CSV what it says in words. */
static const enum ListingKind moved_kinds[LISTING_COLUMNS] = {
    LISTING_TEXT,   LISTING_TEXT,   LISTING_TEXT, LISTING_FLAG, LISTING_TIME, LISTING_HIDDEN,
    LISTING_HIDDEN, LISTING_HIDDEN, LISTING_TEXT, LISTING_TEXT, LISTING_TEXT};

static const char moved_query[] =
    "SELECT m.office, m.source, m.code, m.first_seen, to_char(m.seen_at, " READING_ISO
    ") AS seen_at,"
    "       to_json(m.left_buckets) AS left_json, to_json(m.entered_buckets) AS entered_json,"
    "       to_json(m.changed_fields) AS changed_json,"
    "       (SELECT string_agg(motcua.field_text(f.field), ', ' ORDER BY f.place)"
    "        FROM unnest(m.changed_fields) WITH ORDINALITY AS f (field, place)) AS changed,"
    "       (SELECT string_agg(b.text_vi, '; ' ORDER BY b.bucket) FROM motcua.bucket AS b"
    "        WHERE b.bucket = ANY (m.left_buckets)) AS left_buckets,"
    "       (SELECT string_agg(b.text_vi, '; ' ORDER BY b.bucket) FROM motcua.bucket AS b"
    "        WHERE b.bucket = ANY (m.entered_buckets)) AS entered_buckets"
    " FROM stats.moved($1, $2, $3, $4) AS m";

DbRows *moved_read(Db *db, const struct Reading *reading, const char *office,
                   const char *published_by, struct Error *err)
{
    const char *values[] = {reading->from, reading->to, office, published_by};

    return db_query(db, moved_query, 4, values, err);
}

static void add_one(cJSON *dossiers, const DbRows *rows, int row)
{
    cJSON *dossier = jsonout_add_object(dossiers, NULL);

    jsonout_add_text_field(dossier, rows, row, "source");
    jsonout_add_text_field(dossier, rows, row, "code");
    jsonout_add_text_field(dossier, rows, row, "office");
    jsonout_add_raw(dossier, "left", db_field(rows, row, "left_json"));
    jsonout_add_raw(dossier, "entered", db_field(rows, row, "entered_json"));
    jsonout_add_flag(dossier, "first_seen", db_field(rows, row, "first_seen"));
    jsonout_add_text_field(dossier, rows, row, "seen_at");
    jsonout_add_raw(dossier, "changed", db_field(rows, row, "changed_json"));
}

void moved_add_json(cJSON *dossiers, const DbRows *moved)
{
    for (int row = 0; row < db_row_count(moved); row++) {
        add_one(dossiers, moved, row);
    }
}

static void print_one(Arena *arena, const DbRows *rows, int row)
{
    const char *left = db_field(rows, row, "left_buckets"),
               *entered = db_field(rows, row, "entered_buckets");
    const char *changed = db_field(rows, row, "changed");

    printf("%s  %s: ", text_sanitize(arena, db_field(rows, row, "code")),
           text_sanitize(arena, db_field(rows, row, "office")));
    if (text_equal(db_field(rows, row, "first_seen"), "t")) {
        printf("mới xuất hiện, thấy lúc %s\n",
               notation_time(arena, db_field(rows, row, "seen_at")));
    } else if (changed == NULL) {
        puts("hồ sơ không thay đổi, do thời gian trôi qua hoặc danh mục thay đổi");
    } else {
        printf("thay đổi %s, thấy lúc %s\n", text_sanitize(arena, changed),
               notation_time(arena, db_field(rows, row, "seen_at")));
    }
    if (left != NULL) {
        printf("    ra khỏi: %s\n", text_sanitize(arena, left));
    }
    if (entered != NULL) {
        printf("    vào: %s\n", text_sanitize(arena, entered));
    }
}

void moved_print(Arena *arena, const DbRows *moved)
{
    int count = db_row_count(moved);

    printf("Hồ sơ thay đổi cách tính: %s.\n",
           notation_count(arena, arena_printf(arena, "%d", count)));
    for (int row = 0; row < count; row++) {
        print_one(arena, moved, row);
    }
}

void moved_put_rows(struct RowOut *out, const DbRows *moved)
{
    listing_put_rows(out, moved, moved_kinds);
}
