/* Writes a dossier as one record of the national synchronisation format. */
#ifndef FAKESHOP_RECORD_H
#define FAKESHOP_RECORD_H

#include "dossier.h"
#include "out.h"

/* Appends the JSON object of the dossier: 34 scalar fields, all of them strings, then six arrays.
 * Every personal value contains the marker "PII-", so that a test can search what a program has
 * stored for it; no other value does. The quirk of the dossier replaces single values. */
void record_write(Out *out, const Dossier *dossier);

#endif
