/* Reaches a server of any protocol and shakes hands with it, and asks for nothing: is it there, and until when is its certificate good? */
#ifndef MOTCUA_INGEST_FETCH_HANDSHAKE_H
#define MOTCUA_INGEST_FETCH_HANDSHAKE_H

#include "common/error.h"

#include <stdbool.h>
#include <time.h>

struct Handshake {
    const char *url;       /* of http, https, smtp or smtps */
    const char *ca_file;   /* "" = the system's authorities */
    const char *cert_file; /* of this client, with key_file; "" = none */
    const char *key_file;
    bool starttls; /* of smtp: protected, or not at all */
};

/*
 * *expires is when the server's certificate does; 0 for a connection without one. EXIT_SOURCE; err->transient tells that the
 * server was not reached, and otherwise it was, but cannot be trusted. Waits ten seconds at most.
 */
bool handshake(const struct Handshake *with, time_t *expires, struct Error *err) MUST_CHECK;

#endif
