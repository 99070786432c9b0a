/*
 * Where a request may be led by a redirect or by the address of a next page: to the same scheme, host
 * and port, or to those that the source file names; from https never to http; and from outside never
 * into this machine or this network.
 */
#ifndef MOTCUA_INGEST_SOURCE_REACH_H
#define MOTCUA_INGEST_SOURCE_REACH_H

#include "common/error.h"

#include <stdbool.h>
#include <sys/socket.h>

/* How near an address is. */
enum Reach { REACH_PUBLIC, REACH_PRIVATE, REACH_LINK, REACH_LOOPBACK };

/* Of an address of IPv4 or IPv6, also of IPv4 within IPv6; what is neither is public. */
enum Reach reach_of(const struct sockaddr *address);

/* The same of an address in digits. */
enum Reach reach_of_text(const char *address);

/* True when what stands elsewhere than home may be at `there`. by_address: its URL has no name but digits. */
bool reach_allows(enum Reach home, enum Reach there, bool by_address);

/* True when the host of the URL is an address in digits. */
bool reach_is_by_address(const char *url);

/* True for http(s) URLs of hosts, separated by blanks, or nothing. */
bool reach_is_list(const char *text);

/* Whether a request that began at home may go on from one URL to another. EXIT_SOURCE. */
bool reach_check_url(const char *home, const char *hosts, const char *from, const char *target,
                     struct Error *err) MUST_CHECK;

#endif
