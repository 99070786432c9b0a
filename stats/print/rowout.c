#include "stats/print/rowout.h"

#include "common/text.h"

#include "common/banned.h"

/* A column that has no heading goes by its name. */
static const char *heading_of(const struct RowLabels *labels, const char *column)
{
    for (int row = 0; labels != NULL && row < db_row_count(labels->columns); row++) {
        if (text_equal(db_value(labels->columns, row, 0), column)) {
            return db_value(labels->columns, row, 1);
        }
    }
    return column;
}

/* Notes which of the labels are of values of a column. */
static void find_values(struct RowOut *out, int place, const char *column)
{
    const DbRows *values = out->labels != NULL ? out->labels->values : NULL;
    int count = values != NULL ? db_row_count(values) : 0, row = 0;

    while (row < count && !text_equal(db_value(values, row, 0), column)) {
        row++;
    }
    out->first[place] = row;
    while (row < count && text_equal(db_value(values, row, 0), column)) {
        row++;
    }
    out->end[place] = row;
}

void rowout_begin(struct RowOut *out, const char *const *columns)
{
    const char *headings[ROWOUT_COLUMNS + 1] = {NULL};

    for (int i = 0; i < ROWOUT_COLUMNS && columns[i] != NULL; i++) {
        headings[i] = heading_of(out->labels, columns[i]);
        find_values(out, i, columns[i]);
    }
    out->tail_count = 0;
    out->column = 0;
    out->format->begin(out, headings);
}

static const char *words_for(const struct RowOut *out, const char *value)
{
    int place = out->column;

    for (int row = out->first[place]; value != NULL && row < out->end[place]; row++) {
        if (text_equal(db_value(out->labels->values, row, 1), value)) {
            return db_value(out->labels->values, row, 2);
        }
    }
    return NULL;
}

static void put(struct RowOut *out, enum CellKind kind, const char *value)
{
    const char *words = out->column < ROWOUT_COLUMNS ? words_for(out, value) : NULL;

    out->format->cell(out, words != NULL ? CELL_TEXT : kind, words != NULL ? words : value);
    out->column++;
}

void rowout_text(struct RowOut *out, const char *text)
{
    put(out, CELL_TEXT, text);
}

void rowout_number(struct RowOut *out, const char *digits)
{
    put(out, CELL_NUMBER, digits);
}

void rowout_day(struct RowOut *out, const char *iso)
{
    put(out, CELL_DAY, iso);
}

void rowout_time(struct RowOut *out, const char *iso)
{
    put(out, CELL_TIME, iso);
}

void rowout_end_row(struct RowOut *out)
{
    for (size_t i = 0; i < out->tail_count; i++) {
        put(out, out->tail[i].kind, out->tail[i].value);
    }
    out->format->end_row(out);
    out->column = 0;
}
