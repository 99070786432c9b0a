#include "stats/listing.h"

#include "common/text.h"
#include "stats/csv.h"
#include "stats/format.h"
#include "stats/json.h"

#include "common/banned.h"

static enum ListingKind kind_of(const enum ListingKind kinds[static LISTING_COLUMNS], int column)
{
    return column < LISTING_COLUMNS ? kinds[column] : LISTING_HIDDEN;
}

cJSON *listing_add_json(cJSON *list, const DbRows *rows, int row,
                        const enum ListingKind kinds[static LISTING_COLUMNS])
{
    cJSON *object = json_add_object(list, NULL);

    for (int i = 0; i < db_column_count(rows); i++) {
        const char *column = db_column_name(rows, i), *value = db_value(rows, row, i);
        enum ListingKind kind = kind_of(kinds, i);

        if (kind == LISTING_HIDDEN) {
            continue;
        }
        if (kind == LISTING_NUMBER || kind == LISTING_DECIMAL) {
            json_add_number(object, column, value);
        } else if (kind == LISTING_FLAG) {
            json_add_flag(object, column, value);
        } else {
            json_add_text(object, column, value);
        }
    }
    return object;
}

void listing_add_all_json(cJSON *list, const DbRows *rows,
                          const enum ListingKind kinds[static LISTING_COLUMNS])
{
    for (int row = 0; row < db_row_count(rows); row++) {
        listing_add_json(list, rows, row, kinds);
    }
}

static void put_field(struct Csv *csv, Arena *arena, enum ListingKind kind, const char *value)
{
    if (kind == LISTING_TEXT) {
        csv_text(csv, value);
    } else if (value == NULL) {
        csv_value(csv, NULL);
    } else if (kind == LISTING_TIME) {
        csv_value(csv, format_time_exact(arena, value));
    } else if (kind == LISTING_DAY) {
        csv_value(csv, format_day(arena, value));
    } else if (kind == LISTING_DECIMAL) {
        csv_value(csv, format_decimal(arena, value));
    } else if (kind == LISTING_FLAG) {
        csv_value(csv, text_equal(value, "t") ? "1" : "0");
    } else {
        csv_value(csv, value);
    }
}

void listing_print_csv(Arena *arena, const DbRows *rows,
                       const enum ListingKind kinds[static LISTING_COLUMNS])
{
    const char **columns =
        arena_alloc(arena, (size_t)(db_column_count(rows) + 1) * sizeof *columns);
    struct Csv csv;

    for (int i = 0, shown = 0; i < db_column_count(rows); i++) {
        if (kind_of(kinds, i) != LISTING_HIDDEN) {
            columns[shown++] = db_column_name(rows, i);
        }
    }
    csv_begin(&csv, stdout, columns);
    for (int row = 0; row < db_row_count(rows); row++) {
        for (int i = 0; i < db_column_count(rows); i++) {
            if (kind_of(kinds, i) != LISTING_HIDDEN) {
                put_field(&csv, arena, kind_of(kinds, i), db_value(rows, row, i));
            }
        }
        csv_end_row(&csv);
    }
}
