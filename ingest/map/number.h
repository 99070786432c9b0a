/* Whole numbers as sources write them. */
#ifndef MOTCUA_INGEST_MAP_NUMBER_H
#define MOTCUA_INGEST_MAP_NUMBER_H

#include "ingest/map/item.h"

/*
 * Reads the whole text as a number within the bounds. Noughts behind the decimal sign are no fraction:
 * "15000.00" is 15000, but "50.000" may be fifty thousand and is none, unless the context says that a
 * point (or a comma) stands between thousands. Then a unit may follow too: "1.500.000,00 đ".
 */
bool number_read(const struct ItemContext *context, const char *text, long long lowest,
                 long long highest, long long *number);

#endif
