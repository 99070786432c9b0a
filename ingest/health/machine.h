/* What this machine knows of its health, and no database. */
#ifndef MOTCUA_INGEST_HEALTH_MACHINE_H
#define MOTCUA_INGEST_HEALTH_MACHINE_H

#include "ingest/command/options.h"
#include "ingest/health/findings.h"

/* Room on the file systems of the state directory and of a local server. */
void machine_look_at_disks(struct Health *health);

/* Whether the timer of the province that the options name waits for the next night, and when that comes. */
void machine_look_at_timer(struct Health *health, const struct Job *job);

/* What so many free bytes of all mean: little in percent and little at all. */
enum HealthState machine_judge_room(unsigned long long free_bytes, unsigned long long all_bytes);

#endif
