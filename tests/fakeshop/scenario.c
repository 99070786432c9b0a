#include "scenario.h"

#include "randomshop.h"
#include "tinhchau.h"

void scenario_init_tinh_chau(Scenario *scenario)
{
    *scenario = (Scenario){
        .count = TINHCHAU_COUNT,
        .total = tinhchau_total,
        .get = tinhchau_get,
        .rate = tinhchau_rate,
    };
    catalog_init_commune(&scenario->catalog);
}

void scenario_init_random(Scenario *scenario, uint64_t count, uint64_t seed, size_t office_count,
                          bool bad)
{
    *scenario = (Scenario){
        .seed = seed,
        .count = count,
        .bad = bad,
        .total = randomshop_total,
        .get = randomshop_get,
        .rate = randomshop_rate,
    };
    catalog_init_province(&scenario->catalog, office_count);
}

void scenario_release(Scenario *scenario)
{
    catalog_release(&scenario->catalog);
}
