/* What the first page of a source shows, record by record. */
#ifndef MOTCUA_INGEST_COMMAND_FINDINGS_H
#define MOTCUA_INGEST_COMMAND_FINDINGS_H

#include "ingest/command/controls.h"
#include "ingest/privacy/shape.h"

#include <stdint.h>

enum { SAMPLES_MOST = 50 };

struct Findings {
    Arena *arena;
    bool on_terminal; /* the operator's own, so that codes may be shown as they are */
    int rejected;
    int unreadable; /* of these: no JSON object at all */
    int skipped;
    Shape *shape;
    const cJSON *samples[SAMPLES_MOST]; /* the first records */
    bool sample_skipped[SAMPLES_MOST];
    uint64_t sample_failures[SAMPLES_MOST]; /* a bit for each column that could not be used */
    int sample_count;
    struct Controls controls;
    struct Codes codes;
    const char *failed[ENTITY_COLUMNS_MAX]; /* by column: why a value could not be used, or NULL */
    int failures[ENTITY_COLUMNS_MAX];       /* by column: how many */
    int control_failures[ENTITY_COLUMNS_MAX]; /* of these, in what looks like no record */
    cJSON *offices;                           /* codes, each once; NULL = none */
    cJSON *procedures;
};

void findings_init(struct Findings *findings, Arena *arena, const FieldMap *map);
void findings_release(struct Findings *findings);

/*
 * Takes one mapped record, which stays where it is when it is one of the samples; problem is what
 * fieldmap_apply said of it, NULL = it is good.
 */
void findings_add(struct Findings *findings, const FieldMap *map, const struct Value *values,
                  const cJSON *record, const struct Problem *problem);

/* Adds one to the failures of each column whose bit is set. */
void findings_count_failures(int *failures, uint64_t failed);

#endif
