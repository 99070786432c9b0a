/* What the first page of a source tells about its file, and what its writer should do next. */
#ifndef MOTCUA_INGEST_COMMAND_ADVICE_H
#define MOTCUA_INGEST_COMMAND_ADVICE_H

#include "common/database/db.h"
#include "ingest/command/findings.h"
#include "ingest/source/source.h"

/* Prints fields, codes, offices and procedures that need a look, and the next step. */
bool advice_print(struct Findings *findings, Db *db, const struct Source *source,
                  struct Error *err) MUST_CHECK;

#endif
