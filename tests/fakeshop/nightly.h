/* What happens to a random dossier between the two nights. */
#ifndef FAKESHOP_NIGHTLY_H
#define FAKESHOP_NIGHTLY_H

#include "dossier.h"
#include "rng.h"

/* Decides whether the dossier changes before the second night (about 1 % do, open ones more often
 * than closed ones) and changes it: moves it on, finishes it, moves its due date, adds a letter,
 * and rarely takes a closing back or dates it earlier. A changed dossier gets a last update on
 * the day after the first night. */
void nightly_change(Dossier *dossier, Rng *rng);

#endif
