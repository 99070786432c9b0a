#include "stats/print/listing.h"

#include "common/text.h"
#include "stats/print/csvout.h"
#include "stats/print/jsonout.h"
#include "stats/print/notation.h"

#include "common/banned.h"

static enum ListingKind kind_of(const enum ListingKind kinds[static LISTING_COLUMNS], int column)
{
    return column < LISTING_COLUMNS ? kinds[column] : LISTING_HIDDEN;
}

cJSON *listing_add_json(cJSON *list, const DbRows *rows, int row,
                        const enum ListingKind kinds[static LISTING_COLUMNS])
{
    cJSON *object = jsonout_add_object(list, NULL);

    for (int i = 0; i < db_column_count(rows); i++) {
        const char *column = db_column_name(rows, i), *value = db_value(rows, row, i);
        enum ListingKind kind = kind_of(kinds, i);

        if (kind == LISTING_HIDDEN) {
            continue;
        }
        if (kind == LISTING_NUMBER || kind == LISTING_DECIMAL) {
            jsonout_add_number(object, column, value);
        } else if (kind == LISTING_FLAG) {
            jsonout_add_flag(object, column, value);
        } else {
            jsonout_add_text(object, column, value);
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

static void put_field(struct CsvOut *csv, Arena *arena, enum ListingKind kind, const char *value)
{
    if (kind == LISTING_TEXT) {
        csvout_text(csv, value);
    } else if (value == NULL) {
        csvout_value(csv, NULL);
    } else if (kind == LISTING_TIME) {
        csvout_value(csv, notation_time_exact(arena, value));
    } else if (kind == LISTING_DAY) {
        csvout_value(csv, notation_day(arena, value));
    } else if (kind == LISTING_DECIMAL) {
        csvout_value(csv, notation_decimal(arena, value));
    } else if (kind == LISTING_FLAG) {
        csvout_value(csv, text_equal(value, "t") ? "1" : "0");
    } else {
        csvout_value(csv, value);
    }
}

void listing_print_csv(Arena *arena, const DbRows *rows,
                       const enum ListingKind kinds[static LISTING_COLUMNS])
{
    const char **columns =
        arena_alloc(arena, (size_t)(db_column_count(rows) + 1) * sizeof *columns);
    struct CsvOut csv;

    for (int i = 0, shown = 0; i < db_column_count(rows); i++) {
        if (kind_of(kinds, i) != LISTING_HIDDEN) {
            columns[shown++] = db_column_name(rows, i);
        }
    }
    csvout_begin(&csv, stdout, columns);
    for (int row = 0; row < db_row_count(rows); row++) {
        for (int i = 0; i < db_column_count(rows); i++) {
            if (kind_of(kinds, i) != LISTING_HIDDEN) {
                put_field(&csv, arena, kind_of(kinds, i), db_value(rows, row, i));
            }
        }
        csvout_end_row(&csv);
    }
}
