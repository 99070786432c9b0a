/* The random scenario; used through scenario.h only. */
#ifndef FAKESHOP_RANDOMSHOP_H
#define FAKESHOP_RANDOMSHOP_H

#include "scenario.h"

/* Index slots per block; one slot of each full block of this size holds the older version of a
 * dossier of another block, which makes about 0.3 % of the records. */
enum { RANDOMSHOP_BLOCK = 331 };

uint64_t randomshop_total(const Scenario *scenario, int night);
void randomshop_get(const Scenario *scenario, int night, uint64_t index, Dossier *dossier);
Rating randomshop_rate(uint64_t rank);

#endif
