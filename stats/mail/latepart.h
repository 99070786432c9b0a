/* The offices above the ceiling of the late rate, and those that are back: the first thing that an e-mail tells. */
#ifndef MOTCUA_STATS_MAIL_LATEPART_H
#define MOTCUA_STATS_MAIL_LATEPART_H

#include "stats/mail/draft.h"

#include <stdbool.h>

/* Each adds its section; true when there was something to say. */
bool latepart_add(struct Draft *draft);
bool latepart_add_back(struct Draft *draft);

/* The codes of the offices that are told of as above, as a JSON array. */
const char *latepart_offices(const struct Draft *draft);

/* One line of the offices that are too small to be judged. */
void latepart_add_small(struct Draft *draft);

#endif
