/* The courses of random dossiers: the plain one and every edge case of the domain. */
#ifndef FAKESHOP_EDGES_H
#define FAKESHOP_EDGES_H

#include "dossier.h"
#include "rng.h"

/* Every event of night 1 lies before this moment: 2026-01-01 00:00:00. The second night adds
 * events on that day and no later one. */
Wall edges_first_night_end(void);

/* Lays out status and dates of a dossier whose submitted, received and procedure are set: draws
 * one of the edge cases by its share, or the plain course. May move the reception. */
void edges_apply(Dossier *dossier, Rng *rng);

#endif
