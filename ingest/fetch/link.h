/* The Link header of RFC 8288, as far as walking a list needs it. */
#ifndef MOTCUA_INGEST_FETCH_LINK_H
#define MOTCUA_INGEST_FETCH_LINK_H

#include "common/arena.h"

/*
 * The target of the first link in value (one header's value, perhaps with several links) whose
 * relation types hold "next", as written, in arena. NULL when there is none; a link that is about
 * another page (anchor) does not count. What is malformed ends the reading.
 */
const char *link_next(Arena *arena, const char *value);

#endif
