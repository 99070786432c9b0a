/* Whether the database knows the rules that [stats] of the settings names. */
#ifndef MOTCUA_RULESETTINGS_H
#define MOTCUA_RULESETTINGS_H

#include "db.h"
#include "settings.h"

/* EXIT_SETTINGS with the names that there are, for profile or scoring. */
bool rulesettings_check(Db *db, const struct Settings *settings, struct Error *err) MUST_CHECK;

#endif
