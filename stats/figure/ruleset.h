/* The rule by which figures are computed, a profile or a scoring set: what it means, its legal source
 * and from when until when that is in force. */
#ifndef MOTCUA_STATS_FIGURE_RULESET_H
#define MOTCUA_STATS_FIGURE_RULESET_H

#include "common/arena.h"
#include "common/database/db.h"
#include "stats/figure/reading.h"

#include <cjson/cJSON.h>

enum RulesetKind { RULESET_PROFILE, RULESET_SCORING };

/*
 * One row; NULL on error. The name has been checked before. A profile is in force when it is on all days of
 * the period, a version of a scoring set when it is on the day of scoring: the last one, or the day of looking.
 */
DbRows *ruleset_read(Db *db, enum RulesetKind kind, const char *name, const struct Reading *reading,
                     struct Error *err) MUST_CHECK;

/*
 * Adds "rule": {"name", "text", "legal_source", "valid_from", "valid_to", "in_force", "rates", "missing"}; in_force
 * is false when such a day lies outside; "missing" names what the source asks for and no export
 * can answer, with the reason. Each of the rates of the profile has "text",
 * "formula", "legal_source", "valid_from", "valid_to" and "version"; a scoring set names its "profile" and "family".
 */
void ruleset_add_json(cJSON *root, const DbRows *rule);

/*
 * Numerator and denominator of a rate from columns of these names, followed by "ngày" when those of the column
 * measure are working days and no dossiers.
 */
const char *ruleset_fraction(Arena *arena, const DbRows *rates, int row);

/* Prints the rule as lines. */
void ruleset_print(Arena *arena, const DbRows *rule);

#endif
