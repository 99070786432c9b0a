/* Texts as one parameter of a query. */
#ifndef MOTCUA_INGEST_STORE_ARRAY_H
#define MOTCUA_INGEST_STORE_ARRAY_H

#include "common/buf.h"

#include <stdbool.h>

/* PostgreSQL's array literal: begin, put any number of times, end. False at the end when it is full. */
void array_begin(struct Buf *array);
void array_put(struct Buf *array, const char *text, size_t length);
bool array_end(struct Buf *array);

#endif
