/* The golden scenario; used through scenario.h only. */
#ifndef FAKESHOP_TINHCHAU_H
#define FAKESHOP_TINHCHAU_H

#include "scenario.h"

enum { TINHCHAU_COUNT = 1286 };

uint64_t tinhchau_total(const Scenario *scenario, int night);
void tinhchau_get(const Scenario *scenario, int night, uint64_t index, Dossier *dossier);
Rating tinhchau_rate(uint64_t rank);

#endif
