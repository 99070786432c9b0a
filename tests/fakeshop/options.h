/* The command line. */
#ifndef FAKESHOP_OPTIONS_H
#define FAKESHOP_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    bool random; /* false: tinh-chau */
    bool bad;
    uint64_t count;
    uint64_t seed;
    uint64_t offices;
    uint16_t port;         /* 0 = any free port */
    const char *token;     /* NULL = no authorisation needed */
    const char *port_file; /* NULL = none */
} Options;

/* What main does after parsing. */
typedef enum { OPTIONS_RUN, OPTIONS_HELP, OPTIONS_USAGE_ERROR } OptionsResult;

/* Reads the arguments into *options; texts keep pointing into argv. On OPTIONS_HELP the help was
 * printed to stdout, on OPTIONS_USAGE_ERROR the reason to stderr. */
OptionsResult options_parse(Options *options, int argc, char **argv)
    __attribute__((warn_unused_result));

#endif
