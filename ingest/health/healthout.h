/* Findings for a monitor, a person or a program. */
#ifndef MOTCUA_INGEST_HEALTH_HEALTHOUT_H
#define MOTCUA_INGEST_HEALTH_HEALTHOUT_H

#include "ingest/health/findings.h"

/* One line first, as plugins of Nagios print it, with what was measured behind '|'; then a line each, the worst first. */
void healthout_text(const struct Health *health);

/* {"state", "code", "summary", "at", "checks": [{"check", "subject", "state", "text", "figures"}]} */
void healthout_json(const struct Health *health);

#endif
