/* motcua-stats mail-test: sends a test to an address, as the e-mails of the night would go. */
#ifndef MOTCUA_STATS_COMMAND_MAILTEST_H
#define MOTCUA_STATS_COMMAND_MAILTEST_H

#include "stats/request/context.h"

/* EXIT_SETTINGS without a mail server, EXIT_MAIL when it does not take the e-mail. Stores nothing. */
bool stats_mail_test(const struct Context *context, struct Error *err);

#endif
