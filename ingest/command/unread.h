/* The fields of a source that neither a rule nor paging reads, for whoever writes its file. */
#ifndef MOTCUA_INGEST_COMMAND_UNREAD_H
#define MOTCUA_INGEST_COMMAND_UNREAD_H

#include "ingest/command/findings.h"
#include "ingest/source/source.h"

/*
 * Prints name, types and frequency of each, and the form of a value from the samples: letters as x and
 * digits as 9, because values of fields that nobody reads are nobody's business. On the operator's
 * terminal also the values that a map would have to name (see choices.h).
 */
void unread_print(const struct Findings *findings, const struct Source *source);

#endif
