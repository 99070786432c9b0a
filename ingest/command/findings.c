#include "ingest/command/findings.h"

#include "common/text.h"

#include <stdint.h>
#include <unistd.h>

#include "common/banned.h"

enum { NAMES_MOST = 1000 };

void findings_init(struct Findings *findings, Arena *arena, const FieldMap *map)
{
    *findings = (struct Findings){.arena = arena,
                                  .on_terminal = isatty(STDOUT_FILENO) != 0,
                                  .shape = shape_new(map),
                                  .controls = {.arena = arena}};
}

void findings_release(struct Findings *findings)
{
    cJSON_Delete(findings->offices);
    cJSON_Delete(findings->procedures);
    shape_free(findings->shape);
}

/* As keys of an object, each comes once. */
static void add_name(cJSON **names, const struct Value *value)
{
    if (*names == NULL) {
        *names = cJSON_CreateObject();
    }
    if (!value->is_null && cJSON_GetArraySize(*names) < NAMES_MOST &&
        cJSON_GetObjectItemCaseSensitive(*names, value->text) == NULL) {
        cJSON_AddTrueToObject(*names, value->text);
    }
}

static void add_names(struct Findings *findings, const char *column, const struct Value *value)
{
    static const char *const office_columns[] = {"receiving_office", "handling_office", "office"};

    for (size_t i = 0; i < sizeof office_columns / sizeof office_columns[0]; i++) {
        if (text_equal(column, office_columns[i])) {
            add_name(&findings->offices, value);
        }
    }
    if (text_equal(column, "procedure")) {
        add_name(&findings->procedures, value);
    }
}

void findings_count_failures(int *failures, uint64_t failed)
{
    for (int i = 0; failed != 0; i++, failed >>= 1) {
        failures[i] += (int)(failed & 1);
    }
}

/* Samples are looked at again when all of them have said what is usual. */
static void look_for_controls(struct Findings *findings, const cJSON *record, bool is_sample,
                              uint64_t failed)
{
    controls_look(&findings->controls, record, is_sample);
    if (is_sample) {
        findings->sample_failures[findings->sample_count - 1] = failed;
    } else if (controls_take(&findings->controls, record)) {
        findings_count_failures(findings->control_failures, failed);
    }
}

void findings_add(struct Findings *findings, const FieldMap *map, const struct Value *values,
                  const cJSON *record, const struct Problem *problem)
{
    const struct Column *columns = fieldmap_entity(map)->columns;
    bool is_sample = findings->sample_count < SAMPLES_MOST;
    uint64_t failed = 0;

    shape_look(findings->shape, record);
    if (is_sample) {
        findings->sample_skipped[findings->sample_count] = problem != NULL && problem->skipped;
        findings->samples[findings->sample_count++] = record;
    }
    if (problem != NULL && problem->skipped) {
        findings->skipped++;
        return;
    }
    findings->rejected += problem != NULL;
    findings->unreadable += !cJSON_IsObject(record);
    for (int i = 0; columns[i].name != NULL; i++) {
        if (values[i].failed != NULL) {
            findings->failed[i] = values[i].failed;
            failed |= UINT64_C(1) << i;
        }
        add_names(findings, columns[i].name, &values[i]);
    }
    findings_count_failures(findings->failures, failed);
    look_for_controls(findings, record, is_sample, failed);
}
