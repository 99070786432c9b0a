/* Where in an answer something stands that paging wants to know: a setting such as [paging] cursor. */
#ifndef MOTCUA_SPOT_H
#define MOTCUA_SPOT_H

#include "ingest/pointer.h"

enum SpotKind {
    SPOT_NOWHERE,
    SPOT_ENVELOPE, /* around the list of a json */
    SPOT_LINES,    /* in the last line of an ndjson, or else in the first */
    SPOT_LAST,     /* in the last record of the page */
    SPOT_HEADER,   /* of the response */
};

struct Spot {
    enum SpotKind kind;
    struct Pointer pointer;
    const char *header;
};

struct Source;

/* Where an answer has what paging wants to know, if no header: SPOT_ENVELOPE, SPOT_LINES or SPOT_NOWHERE. */
enum SpotKind spot_around(const struct Source *source);

/* What the setting accepts: nothing, a JSON Pointer, last:POINTER or header:NAME. */
bool spot_is(const char *text);

/*
 * Compiles the text of a setting that the message calls by its name ("[paging] cursor"). EXIT_SETTINGS
 * when it can never be there in what this source answers.
 */
bool spot_compile(Arena *arena, const struct Source *source, const char *setting, const char *text,
                  struct Spot *spot, struct Error *err) MUST_CHECK;

#endif
