#include "stats/reconcile/apart.h"

#include "common/buf.h"
#include "common/program/table.h"
#include "common/text.h"
#include "stats/print/jsonout.h"
#include "stats/print/listing.h"
#include "stats/print/notation.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/banned.h"

/* The columns of the query below, in order. */
static const enum ListingKind kinds[LISTING_COLUMNS] = {
    LISTING_NUMBER, LISTING_TEXT,   LISTING_TEXT,   LISTING_TEXT, LISTING_TEXT,
    LISTING_TEXT,   LISTING_TEXT,   LISTING_TEXT,   LISTING_TEXT, LISTING_NUMBER,
    LISTING_NUMBER, LISTING_NUMBER, LISTING_NUMBER,
};

/* In JSON those that say of which line they are stand inside of it. */
static const enum ListingKind kinds_in_line[LISTING_COLUMNS] = {
    LISTING_HIDDEN, LISTING_HIDDEN, LISTING_HIDDEN, LISTING_TEXT, LISTING_TEXT,
    LISTING_TEXT,   LISTING_TEXT,   LISTING_TEXT,   LISTING_TEXT, LISTING_NUMBER,
    LISTING_NUMBER, LISTING_NUMBER, LISTING_NUMBER,
};

static const char apart_query[] =
    "SELECT line, office, figure, source, code, ours, theirs, ours_reason, theirs_reason,"
    "       our_numerator, our_denominator, their_numerator, their_denominator"
    " FROM stats.reconcile_dossiers($1, $2, $3, $4)"
    " ORDER BY line, source COLLATE \"C\", code COLLATE \"C\"";

static void put_text(struct Buf *json, const char *key, const DbRows *rows, int row)
{
    const char *text = db_field(rows, row, key);

    buf_printf(json, ",\"%s\":", key);
    buf_put_json(json, text, strlen(text));
}

static void put_chosen(struct Buf *json, const DbRows *rows, int row)
{
    buf_printf(json, "%s{\"line\":%s,\"is_rate\":%s", json->length > 1 ? "," : "",
               db_field(rows, row, "line"),
               text_equal(db_field(rows, row, "is_rate"), "t") ? "true" : "false");
    put_text(json, "office", rows, row);
    put_text(json, "figure", rows, row);
    buf_printf(json, ",\"reading\":%s}", db_field(rows, row, "reading"));
}

static bool is_chosen(const DbRows *rows, int row)
{
    const char *place = db_field(rows, row, "place");

    return place != NULL && (text_equal(place, "0") || text_equal(place, "1")) &&
           text_equal(db_field(rows, row, "agrees"), "f");
}

DbRows *apart_read(Db *db, const struct Reading *reading, const char *profile,
                   const DbRows *figures, struct Error *err)
{
    struct Buf json;

    buf_init(&json, SIZE_MAX / 2);
    buf_putc(&json, '[');
    for (int row = 0; row < db_row_count(figures); row++) {
        if (is_chosen(figures, row)) {
            put_chosen(&json, figures, row);
        }
    }
    buf_putc(&json, ']');
    const char *values[] = {reading->from, reading->to, json.data, profile};
    DbRows *apart = db_query(db, apart_query, 4, values, err);
    buf_release(&json);
    return apart;
}

int apart_end(const DbRows *apart, int first, const DbRows *figures, int row)
{
    int end = first;

    while (end < db_row_count(apart) &&
           text_equal(db_field(apart, end, "line"), db_field(figures, row, "line"))) {
        end++;
    }
    return end;
}

void apart_add_json(cJSON *figure, const DbRows *apart, int first, int end)
{
    cJSON *dossiers = jsonout_add_array(figure, "dossiers");

    for (int row = first; row < end; row++) {
        listing_add_json(dossiers, apart, row, kinds_in_line);
    }
}

static const char *role_text(const char *role)
{
    return role == NULL                    ? "không tính"
           : text_equal(role, "numerator") ? "tử số và mẫu số"
           : text_equal(role, "counted")   ? "có tính"
                                           : "chỉ mẫu số";
}

/* What each side makes of the dossier, and why. */
static const char *side_text(Arena *arena, const DbRows *apart, int row, const char *role,
                             const char *reason)
{
    return arena_printf(arena, "%s (%s)", role_text(db_field(apart, row, role)),
                        db_field(apart, row, reason));
}

void apart_print(Arena *arena, const DbRows *apart)
{
    static const char *const titles[] = {"Dòng", "Mã hồ sơ", "Bên", "Được tính ở"};
    Table *table = table_new(arena, "rlll", 3);
    int count = db_row_count(apart);

    printf("\nHồ sơ tính khác nhau: %s.\n\n",
           notation_count(arena, arena_printf(arena, "%d", count)));
    if (count == 0) {
        return;
    }
    table_add(table, titles);
    table_rule(table);
    for (int row = 0; row < count; row++) {
        const char *ours[] = {db_field(apart, row, "line"), db_field(apart, row, "code"),
                              "tính được", side_text(arena, apart, row, "ours", "ours_reason")};
        const char *theirs[] = {"", "", "công bố",
                                side_text(arena, apart, row, "theirs", "theirs_reason")};
        table_add(table, ours);
        table_add(table, theirs);
    }
    table_print(table, stdout);
}

void apart_put_rows(struct RowOut *out, const DbRows *apart)
{
    listing_put_rows(out, apart, kinds);
}
