/* SHA-256, as sha256sum prints it and as a Content-Security-Policy asks for it. */
#ifndef MOTCUA_COMMON_DIGEST_H
#define MOTCUA_COMMON_DIGEST_H

#include "common/arena.h"

#include <stddef.h>

/* 64 hexadecimal digits. */
const char *digest_hex(Arena *arena, const void *data, size_t length);

/* 'sha256-...' with the quotes, of the text between the tags of a script or style element. */
const char *digest_source(Arena *arena, const char *text, size_t length);

#endif
