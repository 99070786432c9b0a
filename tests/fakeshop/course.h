/* Steps that both scenarios and all edge cases share when they lay out the course of a dossier. */
#ifndef FAKESHOP_COURSE_H
#define FAKESHOP_COURSE_H

#include "dossier.h"

/* Writes the dossier code OFFICE-yyMMdd-NUMBER; number gets zeros in front up to width digits. */
void course_set_code(Dossier *dossier, Wall day, uint64_t number, unsigned width);

/* Sets the last update to the latest event of the dossier. The due date is a plan, no event. */
void course_set_updated(Dossier *dossier);

#endif
