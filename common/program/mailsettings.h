/* Whether the settings of [alert] and [mail], and the file of recipients, go together; both programs look before they run. */
#ifndef MOTCUA_COMMON_PROGRAM_MAILSETTINGS_H
#define MOTCUA_COMMON_PROGRAM_MAILSETTINGS_H

#include "common/error.h"
#include "common/program/settings.h"

#include <stdbool.h>

/*
 * EXIT_SETTINGS for addresses that are none, for settings that do not fit together, and for those that
 * would show mail or a password to the network. The password file is left to who may read it. Nothing is
 * connected to.
 */
bool mailsettings_check(const struct Settings *settings, struct Error *err) MUST_CHECK;

/* True for localhost, 127.0.0.0/8 and ::1 (also in square brackets). */
bool mailsettings_is_loopback(const char *host);

#endif
