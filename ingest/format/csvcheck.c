#include "ingest/format/csvcheck.h"

#include "common/banned.h"

bool csv_check_cell(const struct CsvCell *cell, struct Error *err)
{
    if (cell->stop == CSV_OPEN) {
        error_set(err, EXIT_SOURCE, "the text ends early, within quotes that begin in line %lld",
                  cell->line);
        err->transient = true;
    } else if (cell->stop == CSV_STRAY) {
        error_set(
            err, EXIT_SOURCE,
            "line %lld: a cell begins with a quote; the next quote (line %lld) is followed by "
            "neither a quote, a separator nor a line end",
            cell->line, cell->line + cell->breaks);
        error_hint(err, "a cell that begins with a quote ends with one, and those within stand "
                        "twice; is [source] separator right?");
    }
    return cell->stop != CSV_OPEN && cell->stop != CSV_STRAY;
}
