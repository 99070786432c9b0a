/* [limits] of a source file, and the files that TLS needs. */
#ifndef MOTCUA_INGEST_SOURCE_LIMITS_H
#define MOTCUA_INGEST_SOURCE_LIMITS_H

#include <stdbool.h>

/* How far a request may go. Files are "" where there is none. */
struct HttpLimits {
    long long connect_timeout_s;
    long long timeout_s;
    long long stall_s; /* less than 100 bytes a second for so long fails */
    long long max_body_mb;
    bool gzip; /* takes compressed answers; libcurl does not notice when one of them is cut */
    const char *ca_file;
    const char *cert_file; /* of this client, PEM */
    const char *key_file;
};

#endif
