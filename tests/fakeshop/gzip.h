/* gzip bodies, whole and hostile. */
#ifndef FAKESHOP_GZIP_H
#define FAKESHOP_GZIP_H

#include "out.h"

/* Replaces the bytes of body by their gzip form. */
void gzip_pack(Out *body);

/* Replaces body by about 1 MB of gzip that unpacks to 1 GB of spaces. */
void gzip_bomb(Out *body);

#endif
