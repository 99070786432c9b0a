/* The fixed table of administrative procedures behind both catalogues. */
#ifndef FAKESHOP_PROCEDURES_H
#define FAKESHOP_PROCEDURES_H

#include "catalog.h"

/* Fills *procedure with entry base (below CATALOG_BASE_PROCEDURES) of the table as a commune
 * offers it: variant 0 is the plain one, 1 to 3 carry another tier in their name and a code of
 * their own. level replaces the level of the table unless it is 0. */
void procedures_fill(Procedure *procedure, unsigned base, unsigned variant, int level);

#endif
