/* What is to be done this week, which offices are silent, and what the operator should know. */
#ifndef MOTCUA_STATS_MAIL_WORKPART_H
#define MOTCUA_STATS_MAIL_WORKPART_H

#include "stats/mail/draft.h"

/* Each adds its section when the plan asks for it. EXIT_DATABASE. */
bool workpart_add_letters(struct Draft *draft, struct Error *err) MUST_CHECK;
bool workpart_add_week(struct Draft *draft, struct Error *err) MUST_CHECK;
void workpart_add_silent(struct Draft *draft);
void workpart_add_pipeline(struct Draft *draft);

#endif
