/* What the first page of a source tells about its file, and what its writer should do next. */
#ifndef MOTCUA_ADVICE_H
#define MOTCUA_ADVICE_H

#include "common/db.h"
#include "ingest/shape.h"
#include "ingest/source.h"

enum { SAMPLES_MOST = 20 };

struct Findings {
    Arena *arena;
    int rejected;
    int unreadable; /* of these: no JSON object at all */
    int skipped;
    Shape *shape;
    const cJSON *samples[SAMPLES_MOST]; /* the first records */
    int sample_count;
    struct Codes codes;
    const char *failed[ENTITY_COLUMNS_MAX]; /* by column: why a value could not be used, or NULL */
    int failures[ENTITY_COLUMNS_MAX];       /* by column: how many */
    cJSON *offices;                         /* codes, each once; NULL = none */
    cJSON *procedures;
};

void findings_init(struct Findings *findings, Arena *arena, const FieldMap *map);
void findings_release(struct Findings *findings);

/* Takes one mapped record; problem is what fieldmap_apply said of it, NULL = it is good. */
void findings_add(struct Findings *findings, const FieldMap *map, const struct Value *values,
                  const cJSON *record, const struct Problem *problem);

/* Prints fields, codes, offices and procedures that need a look, and the next step. */
bool advice_print(const struct Findings *findings, Db *db, const struct Source *source,
                  struct Error *err) MUST_CHECK;

#endif
