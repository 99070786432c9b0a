/* What motcua-ingest check shows of the first page of a source, and what it advises. */
#ifndef MOTCUA_INGEST_COMMAND_PREVIEW_H
#define MOTCUA_INGEST_COMMAND_PREVIEW_H

#include "common/database/db.h"
#include "ingest/format/page.h"

/*
 * Prints the first records as they would be stored beside what they come from, the fields that no rule
 * reads, the codes that no map lists, the offices and procedures that no catalogue names, and what to
 * do next. Values that are personal, or may be, are masked. EXIT_DONE, EXIT_REJECTS when a record
 * cannot be used, or EXIT_DATABASE in err.
 */
enum ExitCode preview_page(Arena *arena, Db *db, const struct Source *source,
                           const struct Page *page, struct Error *err) MUST_CHECK;

#endif
