#include "ingest/source/reach.h"

#include "ingest/source/url.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

#include "common/banned.h"

struct Net {
    const char *address;
    int bits;
    enum Reach reach;
};

/* 0.0.0.0 and :: lead to this machine as well. 100.64 is that of carriers, and of overlay networks. */
static const struct Net nets4[] = {
    {"0.0.0.0", 8, REACH_LOOPBACK},    {"127.0.0.0", 8, REACH_LOOPBACK},
    {"169.254.0.0", 16, REACH_LINK},   {"10.0.0.0", 8, REACH_PRIVATE},
    {"172.16.0.0", 12, REACH_PRIVATE}, {"192.168.0.0", 16, REACH_PRIVATE},
    {"100.64.0.0", 10, REACH_PRIVATE}, {NULL, 0, REACH_PUBLIC},
};
static const struct Net nets6[] = {
    {"::", 128, REACH_LOOPBACK},  {"::1", 128, REACH_LOOPBACK}, {"fe80::", 10, REACH_LINK},
    {"fc00::", 7, REACH_PRIVATE}, {NULL, 0, REACH_PUBLIC},
};
/* The last four bytes are an address of IPv4: mapped, translated (NAT64). */
static const struct Net wrapped[] = {
    {"::ffff:0:0", 96, REACH_PUBLIC},
    {"64:ff9b::", 96, REACH_PUBLIC},
    {NULL, 0, REACH_PUBLIC},
};

enum { BYTES4 = 4, BYTES6 = 16 };

static bool is_within(const unsigned char *address, const unsigned char *net, int bits)
{
    int whole = bits / 8;
    int rest = bits % 8;

    return memcmp(address, net, (size_t)whole) == 0 &&
           (rest == 0 || ((address[whole] ^ net[whole]) >> (8 - rest)) == 0);
}

static const struct Net *net_of(const struct Net *nets, int family, const unsigned char *address)
{
    unsigned char start[BYTES6];

    for (; nets->address != NULL; nets++) {
        if (inet_pton(family, nets->address, start) == 1 && is_within(address, start, nets->bits)) {
            break;
        }
    }
    return nets;
}

static enum Reach reach_of_bytes(int family, const unsigned char *address)
{
    if (family == AF_INET6 && net_of(wrapped, AF_INET6, address)->address != NULL) {
        return net_of(nets4, AF_INET, address + BYTES6 - BYTES4)->reach;
    }
    return net_of(family == AF_INET ? nets4 : nets6, family, address)->reach;
}

enum Reach reach_of(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)address;
        return reach_of_bytes(AF_INET, (const unsigned char *)&in->sin_addr);
    }
    if (address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)(const void *)address;
        return reach_of_bytes(AF_INET6, (const unsigned char *)&in->sin6_addr);
    }
    return REACH_PUBLIC;
}

enum Reach reach_of_text(const char *address)
{
    unsigned char bytes[BYTES6];
    int family = strchr(address, ':') != NULL ? AF_INET6 : AF_INET;

    return inet_pton(family, address, bytes) == 1 ? reach_of_bytes(family, bytes) : REACH_PUBLIC;
}

bool reach_allows(enum Reach home, enum Reach there, bool by_address)
{
    return there == REACH_PUBLIC || there == home || (there == REACH_PRIVATE && by_address);
}

bool reach_is_by_address(const char *url)
{
    const char *host = strstr(url, "://");

    host = host != NULL ? host + strlen("://") : url;
    return *host == '[' || host[strspn(host, "0123456789.")] == ':' ||
           host[strspn(host, "0123456789.")] == '/' || host[strspn(host, "0123456789.")] == '\0';
}

static bool is_http(const char *url)
{
    return strncmp(url, "http://", 7) == 0;
}

static bool is_https(const char *url)
{
    return strncmp(url, "https://", 8) == 0;
}

enum { HOST_BYTES = 512 };

/* Cuts the next host of a list into host; false behind the last. */
static bool next_host(const char **list, char *host)
{
    *list += strspn(*list, " ");
    size_t length = strcspn(*list, " ");
    size_t kept = length < HOST_BYTES ? length : HOST_BYTES - 1;

    memcpy(host, *list, kept);
    host[kept] = '\0';
    *list += length;
    return length > 0;
}

bool reach_is_list(const char *text)
{
    char host[HOST_BYTES];

    while (next_host(&text, host)) {
        size_t scheme = is_https(host) ? 8 : 7;
        if ((!is_http(host) && !is_https(host)) || !url_same_origin(host, host) ||
            host[scheme + strcspn(host + scheme, "/@?#")] != '\0') {
            return false;
        }
    }
    return true;
}

static bool is_listed(const char *hosts, const char *target)
{
    char host[HOST_BYTES];

    while (next_host(&hosts, host)) {
        if (url_same_origin(host, target)) {
            return true;
        }
    }
    return false;
}

bool reach_check_url(const char *home, const char *hosts, const char *from, const char *target,
                     struct Error *err)
{
    char origin[HOST_BYTES];

    if ((is_https(home) || is_https(from)) && !is_https(target)) {
        return error_set(err, EXIT_SOURCE, "the server leads from https to http");
    }
    if (url_same_origin(home, target) || is_listed(hosts, target)) {
        return true;
    }
    url_origin(target, origin, sizeof origin);
    error_set(err, EXIT_SOURCE, "the server leads elsewhere, to '%s'", origin);
    return error_hint(err, "set the url to where the answer really comes from; or, if it may, name "
                           "that in [source] hosts");
}
