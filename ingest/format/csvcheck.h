/* A cell of a source's CSV whose quotes are not in order. */
#ifndef MOTCUA_INGEST_FORMAT_CSVCHECK_H
#define MOTCUA_INGEST_FORMAT_CSVCHECK_H

#include "common/csvscan.h"
#include "common/error.h"

/* EXIT_SOURCE with the line where a quote never closes (transient), or closes within a cell. */
bool csv_check_cell(const struct CsvCell *cell, struct Error *err) MUST_CHECK;

#endif
