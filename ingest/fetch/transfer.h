/* What the doors to libcurl, http.c and sftp.c, have in common. */
#ifndef MOTCUA_INGEST_FETCH_TRANSFER_H
#define MOTCUA_INGEST_FETCH_TRANSFER_H

#include "common/error.h"
#include "ingest/source/limits.h"

#include <curl/curl.h>

/* Sets the limits of time, a signal being one, and where libcurl puts its words: detail, of CURL_ERROR_SIZE bytes. */
bool transfer_limit(CURL *curl, const struct HttpLimits *limits, char *detail);

/* EXIT_SOURCE with libcurl's words; transient when another try makes sense. EXIT_STOPPED. Returns false. */
bool transfer_failed(CURLcode result, const char *detail, struct Error *err);

#endif
