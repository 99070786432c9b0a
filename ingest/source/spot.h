/* Compiles settings such as [paging] cursor: where in an answer something stands that paging wants to know. */
#ifndef MOTCUA_INGEST_SOURCE_SPOT_H
#define MOTCUA_INGEST_SOURCE_SPOT_H

#include "ingest/source/source.h"

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
