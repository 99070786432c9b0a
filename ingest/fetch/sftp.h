/* The only door to libcurl's SFTP. The server's key must be in [source] known_hosts_file. */
#ifndef MOTCUA_INGEST_FETCH_SFTP_H
#define MOTCUA_INGEST_FETCH_SFTP_H

#include "ingest/fetch/droplist.h"
#include "ingest/source/source.h"

#include <stdio.h>

/* Lists the files that match the source's URL, unordered. EXIT_SOURCE. */
bool sftp_list(const struct Source *source, struct DropList *list, struct Error *err) MUST_CHECK;

/*
 * A file of that list as a temporary file, to be closed by the caller; NULL on error. Fills in when it was
 * seen, and with what time.
 */
FILE *sftp_open(const struct Source *source, struct DropFile *file, struct Error *err) MUST_CHECK;

/* Asks for the file's time again. EXIT_SOURCE. */
bool sftp_look(const struct Source *source, const struct DropFile *file, struct DropFile *now,
               struct Error *err) MUST_CHECK;

#endif
