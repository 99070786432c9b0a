/*
 * The values of a field that a map has to name. They are shown on the terminal of the operator and
 * nowhere else: few different ones, of which none looks like a person's, from no field that does.
 */
#ifndef MOTCUA_INGEST_COMMAND_CHOICES_H
#define MOTCUA_INGEST_COMMAND_CHOICES_H

#include "common/arena.h"
#include "ingest/map/rule.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

/* True when a key on the way (a JSON Pointer) says that what is there is a person's: nguoiNop, Họ tên. */
bool choices_is_personal(const char *path);

/* The same of what a rule reads. */
bool choices_reads_personal(const struct Rule *rule);

/*
 * "A, B, C" in arena: what the records have at path, in the order in which it was met. NULL when these are
 * no codes: too many, or hardly one twice, or one that may be a person's.
 */
const char *choices_text(Arena *arena, const char *path, const cJSON *const *records, int count);

#endif
