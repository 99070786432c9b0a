/* What the server serves: a catalogue and a number of records, each a pure function of its index.
 *
 * A scenario never holds records, so its memory does not depend on how many there are and pages
 * can be asked for in any order, twice, or from several threads at once. */
#ifndef FAKESHOP_SCENARIO_H
#define FAKESHOP_SCENARIO_H

#include <stdbool.h>
#include <stdint.h>

#include "catalog.h"
#include "dossier.h"
#include "rating.h"

typedef struct Scenario Scenario;

struct Scenario {
    Catalog catalog;
    uint64_t seed;
    uint64_t count; /* records of the first night */
    bool bad;       /* random only: with malformed records */

    /* Number of records on night 1 or 2. */
    uint64_t (*total)(const Scenario *scenario, int night);

    /* Fills *dossier with record index (below total) as it stands on that night. */
    void (*get)(const Scenario *scenario, int night, uint64_t index, Dossier *dossier);

    /* What is said of the dossier that is number rank (from 0) of those with a result. */
    Rating (*rate)(uint64_t rank);
};

/* The golden commune: 1,286 dossiers whose counts are fixed; see tinhchau.c for the list. Both
 * nights are the same. */
void scenario_init_tinh_chau(Scenario *scenario);

/* count records from the given seed over office_count offices, with every edge case of the
 * domain. Night 2 has about 1 % changed records and count / 200 new ones. */
void scenario_init_random(Scenario *scenario, uint64_t count, uint64_t seed, size_t office_count,
                          bool bad);

/* Frees the catalogue. */
void scenario_release(Scenario *scenario);

#endif
