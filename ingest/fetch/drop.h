/*
 * A folder into which somebody puts files: file:///DIRECTORY/GLOB on this machine, or
 * sftp://HOST/DIRECTORY/GLOB. Each file is read once; it is known again by its content, not its name.
 */
#ifndef MOTCUA_INGEST_FETCH_DROP_H
#define MOTCUA_INGEST_FETCH_DROP_H

#include "common/database/db.h"
#include "ingest/source/source.h"

typedef struct Drop Drop;

/* EXIT_SETTINGS for settings that make no sense with a folder. */
bool drop_compile(const struct Source *source, struct Error *err) MUST_CHECK;

Drop *drop_new(const struct Source *source);
void drop_free(Drop *drop); /* accepts NULL */

/* From now on files that an earlier run has read are left out, unless read_all. */
void drop_remember(Drop *drop, Db *db, bool read_all);

/*
 * Puts the next part of a file into body, oldest file first: all of it, or as many whole rows of CSV
 * (with the header before them) or NDJSON as body may hold. *more is false behind the last file. A file that
 * changes between two looks at it is left for the next run, and so is a young one that is empty or ends within a line.
 */
bool drop_next(Drop *drop, struct Buf *body, bool *more, struct Error *err) MUST_CHECK;

/* The name of the file that the last part came from, as it may be told. */
const char *drop_name(const Drop *drop);

/* How many files were left for the next run, so far. */
long long drop_waiting(const Drop *drop);

/* Where in that file the part begins behind its header, as for format_cut. */
long long drop_line(const Drop *drop);

/* To be told when the last part has been loaded: at a file's end it is remembered for the run, in the
 * open transaction. */
bool drop_taken(Drop *drop, const char *run_id, struct Error *err) MUST_CHECK;

#endif
