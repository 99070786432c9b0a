#include "ingest/command/report.h"

#include <stdio.h>

#include "common/banned.h"

static void print_rows(Arena *arena, const struct Report *report, const DbRows *rows)
{
    const char *cells[TABLE_COLUMNS_MAX];
    int columns = db_column_count(rows);
    Table *table = table_new(arena, report->alignment, report->wrapping);

    table_add(table, report->labels);
    table_rule(table);
    for (int row = 0; row < db_row_count(rows); row++) {
        for (int column = 0; column < columns; column++) {
            cells[column] = db_value(rows, row, column);
        }
        table_add(table, cells);
    }
    table_print(table, stdout);
}

bool report_print(Arena *arena, Db *db, const struct Report *report, const char *parameter,
                  struct Error *err)
{
    DbRows *rows = db_query(db, report->sql, parameter != NULL ? 1 : 0, &parameter, err);

    if (rows == NULL) {
        return false;
    }
    printf("%s\n", report->title);
    if (db_row_count(rows) > 0) {
        print_rows(arena, report, rows);
    } else {
        printf("%s\n", report->none);
    }
    printf("\n");
    db_rows_free(rows);
    return true;
}
