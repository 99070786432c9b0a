/* Whether the database knows the rules that [stats] of the settings names. */
#ifndef MOTCUA_COMMON_PROGRAM_RULESETTINGS_H
#define MOTCUA_COMMON_PROGRAM_RULESETTINGS_H

#include "common/database/db.h"
#include "common/program/settings.h"

/* EXIT_SETTINGS with the names that there are, for profile or scoring. */
bool rulesettings_check(Db *db, const struct Settings *settings, struct Error *err) MUST_CHECK;

#endif
