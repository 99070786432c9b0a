/* What citizens say of the handling of their dossiers, on the three levels of Circular 32/2017. */
#ifndef FAKESHOP_RATING_H
#define FAKESHOP_RATING_H

#include "dossier.h"
#include "out.h"

typedef enum { RATING_NONE, RATING_VERY_SATISFIED, RATING_SATISFIED, RATING_DISSATISFIED } Rating;

/* True when the dossier has got a result, so that there is something to be asked about. */
bool rating_is_asked(const Dossier *dossier);

/* Appends the answer on dossier number index as a JSON object, given within the hour of its end. */
void rating_write(Out *out, const Dossier *dossier, uint64_t index, Rating rating);

#endif
