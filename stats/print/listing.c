#include "stats/print/listing.h"

#include "common/text.h"
#include "stats/print/jsonout.h"

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

static void put_field(struct RowOut *out, enum ListingKind kind, const char *value)
{
    switch (kind) {
    case LISTING_TEXT:
        rowout_text(out, value);
        break;
    case LISTING_TIME:
        rowout_time(out, value);
        break;
    case LISTING_DAY:
        rowout_day(out, value);
        break;
    case LISTING_FLAG:
        rowout_number(out, value == NULL ? NULL : text_equal(value, "t") ? "1" : "0");
        break;
    default:
        rowout_number(out, value);
    }
}

static void put_row(struct RowOut *out, const DbRows *rows, int row,
                    const enum ListingKind kinds[static LISTING_COLUMNS])
{
    for (int i = 0; i < db_column_count(rows); i++) {
        if (kind_of(kinds, i) != LISTING_HIDDEN) {
            put_field(out, kind_of(kinds, i), db_value(rows, row, i));
        }
    }
    rowout_end_row(out);
}

void listing_put_rows(struct RowOut *out, const DbRows *rows,
                      const enum ListingKind kinds[static LISTING_COLUMNS])
{
    const char *columns[LISTING_COLUMNS + 1] = {NULL};

    for (int i = 0, shown = 0; i < db_column_count(rows); i++) {
        if (kind_of(kinds, i) != LISTING_HIDDEN) {
            columns[shown++] = db_column_name(rows, i);
        }
    }
    rowout_begin(out, columns);
    for (int row = 0; row < db_row_count(rows); row++) {
        put_row(out, rows, row, kinds);
    }
}
