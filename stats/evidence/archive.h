/*
 * A ZIP file that is the same byte for byte whenever its contents are: every member has one date, and
 * nothing in it tells of the machine. Its last member, SHA256SUMS, lets "sha256sum -c" check the others.
 */
#ifndef MOTCUA_STATS_EVIDENCE_ARCHIVE_H
#define MOTCUA_STATS_EVIDENCE_ARCHIVE_H

#include "common/arena.h"
#include "common/error.h"

#include <cjson/cJSON.h>
#include <stdio.h>

typedef struct Archive Archive;

/* An archive that archive_finish puts at path, in the place of what is there. NULL with EXIT_USAGE when it cannot. */
Archive *archive_new(Arena *arena, const char *path, struct Error *err);

/* The way to write the next member: its contents until archive_add. Owned by the archive. */
FILE *archive_member(Archive *archive);

/*
 * Ends the member under a name with '/' between folders, and notes it in files, unless that is NULL,
 * as {"name", "bytes", "sha256"}. EXIT_INTERNAL.
 */
bool archive_add(Archive *archive, const char *name, cJSON *files, struct Error *err) MUST_CHECK;

/* Writes it all; until then nothing is seen at path. EXIT_USAGE when the file cannot be written. */
bool archive_finish(Archive *archive, struct Error *err) MUST_CHECK;

/* After archive_finish, or to leave path as it was. Accepts NULL. */
void archive_free(Archive *archive);

#endif
