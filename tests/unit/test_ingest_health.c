#include "ingest/health/findings.h"
#include "ingest/health/machine.h"

#include <criterion/criterion.h>

#include "common/banned.h"

static const unsigned long long gib = 1024ULL * 1024 * 1024;

Test(health, room_is_short_when_it_is_little_in_percent_and_at_all)
{
    cr_assert_eq(machine_judge_room(50 * gib, 1000 * gib), HEALTH_GOOD);
    cr_assert_eq(machine_judge_room(9 * gib, 1000 * gib), HEALTH_WARNING);
    cr_assert_eq(machine_judge_room(9 * gib, 20 * gib), HEALTH_GOOD);
    cr_assert_eq(machine_judge_room(1 * gib, 100 * gib), HEALTH_CRITICAL);
    cr_assert_eq(machine_judge_room(1 * gib, 4 * gib), HEALTH_GOOD);
    cr_assert_eq(machine_judge_room(0, 4 * gib), HEALTH_CRITICAL);
    cr_assert_eq(machine_judge_room(0, 0), HEALTH_GOOD);
}

Test(health, findings_are_plain_and_the_worst_counts)
{
    struct Health health = {.arena = arena_new()};

    cr_assert_eq(health_worst(&health), HEALTH_GOOD);
    for (int i = 0; i < 100; i++) {
        health_tell(&health, i == 70 ? HEALTH_CRITICAL : HEALTH_WARNING, "disk", NULL, "%d|\n\033",
                    i);
    }
    cr_assert_eq(health.count, 100);
    cr_assert_str_eq(health.items[99].words, "99/??");
    cr_assert_eq(health_worst(&health), HEALTH_CRITICAL);
    arena_free(health.arena);
}
