#include "ingest/map/entity.h"

#include "common/text.h"

#include <limits.h>
#include <stddef.h>

#include "common/banned.h"

static const char *const channels[] = {"direct", "online", "postal", NULL};
static const char *const online_levels[] = {"none", "partial", "full", NULL};
static const char *const office_levels[] = {"province", "department",      "district", "commune",
                                            "branch",   "reception_point", "vertical", NULL};
static const char *const feedback_statuses[] = {"received",  "processing", "answered",
                                                "published", "refused",    NULL};
static const char *const feedback_classes[] = {"regulation", "behaviour", NULL};
static const char *const satisfactions[] = {"very_satisfied", "satisfied", "neutral",
                                            "dissatisfied", NULL};

enum { CODE_BYTES = 200, NAME_BYTES = 2000 };

/* clang-format off */
static const struct Column dossier_columns[] = {
    {.name = "code", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES},
    {.name = "receiving_office", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES, .catalogue = CATALOGUE_OFFICE},
    {.name = "handling_office", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES, .catalogue = CATALOGUE_OFFICE},
    {.name = "office_name", .type = COLUMN_NAME, .highest = NAME_BYTES, .catalogue = CATALOGUE_OFFICE, .staged_only = true},
    {.name = "procedure", .type = COLUMN_TEXT, .highest = NAME_BYTES, .catalogue = CATALOGUE_PROCEDURE},
    {.name = "procedure_name", .type = COLUMN_NAME, .highest = NAME_BYTES, .catalogue = CATALOGUE_PROCEDURE, .staged_only = true},
    {.name = "procedure_field", .type = COLUMN_NAME, .highest = NAME_BYTES, .catalogue = CATALOGUE_PROCEDURE, .staged_only = true},
    {.name = "channel", .type = COLUMN_LABEL, .fallback = "direct", .labels = channels},
    {.name = "online_level", .type = COLUMN_LABEL, .labels = online_levels},
    {.name = "status", .type = COLUMN_SMALLINT, .required = true, .lowest = 1, .highest = 10},
    {.name = "submitted_at", .type = COLUMN_INSTANT},
    {.name = "received_at", .type = COLUMN_INSTANT},
    {.name = "due_at", .type = COLUMN_INSTANT, .first = "due_at_first"},
    {.name = "finished_at", .type = COLUMN_INSTANT},
    {.name = "returned_at", .type = COLUMN_INSTANT},
    {.name = "apology_at", .type = COLUMN_INSTANT},
    {.name = "source_updated_at", .type = COLUMN_INSTANT},
    {.name = "fee", .type = COLUMN_BIGINT, .fallback = "0", .highest = LLONG_MAX},
    {.name = "components_total", .type = COLUMN_INT, .fallback = "0", .highest = INT_MAX},
    {.name = "components_digitised", .type = COLUMN_INT, .fallback = "0", .highest = INT_MAX},
    {.name = "components_reused", .type = COLUMN_INT, .fallback = "0", .highest = INT_MAX},
    {.name = "components_from_store", .type = COLUMN_INT, .fallback = "0", .highest = INT_MAX},
    {.name = "result_digitised", .type = COLUMN_BOOL, .fallback = "false"},
    {.name = "result_digitised_at", .type = COLUMN_INSTANT},
    {.name = "result_stored", .type = COLUMN_BOOL, .fallback = "false"},
    {.name = "paid_online", .type = COLUMN_BOOL, .fallback = "false"},
    {.name = "erroneous", .type = COLUMN_BOOL, .fallback = "false"},
    {.name = NULL},
};

static const struct Column procedure_columns[] = {
    {.name = "code", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES},
    {.name = "name", .type = COLUMN_NAME, .highest = NAME_BYTES},
    {.name = "field", .type = COLUMN_NAME, .highest = NAME_BYTES},
    {.name = "online_level", .type = COLUMN_LABEL, .labels = online_levels},
    {.name = "full_eligible", .type = COLUMN_BOOL},
    {.name = "has_fee", .type = COLUMN_BOOL},
    {.name = "online_payment", .type = COLUMN_BOOL},
    {.name = "paper_result", .type = COLUMN_BOOL},
    {.name = "valid_from", .type = COLUMN_INSTANT},
    {.name = "valid_to", .type = COLUMN_INSTANT, .ends_previous = true},
    {.name = NULL},
};

static const struct Column office_columns[] = {
    {.name = "code", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES},
    {.name = "name", .type = COLUMN_NAME, .highest = NAME_BYTES},
    {.name = "level", .type = COLUMN_LABEL, .labels = office_levels},
    {.name = "parent", .type = COLUMN_TEXT, .highest = CODE_BYTES},
    {.name = "valid_from", .type = COLUMN_INSTANT},
    {.name = "valid_to", .type = COLUMN_INSTANT, .ends_previous = true},
    {.name = NULL},
};

static const struct Column office_alias_columns[] = {
    {.name = "raw", .type = COLUMN_TEXT, .required = true, .highest = NAME_BYTES},
    {.name = "source", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES},
    {.name = "office", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES},
    {.name = NULL},
};

static const struct Column procedure_alias_columns[] = {
    {.name = "raw", .type = COLUMN_TEXT, .required = true, .highest = NAME_BYTES},
    {.name = "source", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES},
    {.name = "procedure", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES},
    {.name = NULL},
};

static const struct Column succession_columns[] = {
    {.name = "old_office", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES},
    {.name = "new_office", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES, .unlike_previous = true},
    {.name = "on_day", .type = COLUMN_INSTANT, .required = true},
    {.name = "share_percent", .type = COLUMN_INT, .fallback = "100", .lowest = 1, .highest = 100},
    {.name = NULL},
};

static const struct Column feedback_columns[] = {
    {.name = "code", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES},
    {.name = "office", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES},
    {.name = "office_name", .type = COLUMN_NAME, .highest = NAME_BYTES},
    {.name = "received_at", .type = COLUMN_INSTANT, .required = true},
    {.name = "transferred_at", .type = COLUMN_INSTANT},
    {.name = "due_at", .type = COLUMN_INSTANT},
    {.name = "answered_at", .type = COLUMN_INSTANT},
    {.name = "published_at", .type = COLUMN_INSTANT},
    {.name = "status", .type = COLUMN_LABEL, .labels = feedback_statuses},
    {.name = "class", .type = COLUMN_LABEL, .labels = feedback_classes},
    {.name = "source_updated_at", .type = COLUMN_INSTANT},
    {.name = NULL},
};

static const struct Column rating_columns[] = {
    {.name = "code", .type = COLUMN_TEXT, .required = true, .highest = CODE_BYTES},
    {.name = "office", .type = COLUMN_TEXT, .highest = CODE_BYTES, .handler_of = "dossier"},
    {.name = "dossier", .type = COLUMN_TEXT, .highest = CODE_BYTES},
    {.name = "answered_at", .type = COLUMN_INSTANT, .required = true, .has_happened = true},
    {.name = "level", .type = COLUMN_LABEL, .required = true, .labels = satisfactions},
    {.name = "source_updated_at", .type = COLUMN_INSTANT},
    {.name = NULL},
};
/* clang-format on */

static const struct Entity entities[] = {
    {"dossier", "motcua.staging_dossier", "motcua.dossier", "SELECT motcua.merge_dossiers($1)",
     dossier_columns, true, TURN_DOSSIER},
    {"procedure", "motcua.staging_procedure", NULL, "SELECT motcua.merge_procedures($1)",
     procedure_columns, false, TURN_CATALOGUE},
    {"office", "motcua.staging_office", NULL, "SELECT motcua.merge_offices($1)", office_columns,
     false, TURN_CATALOGUE},
    {"office_alias", "motcua.staging_office_alias", NULL, "SELECT motcua.merge_office_aliases($1)",
     office_alias_columns, false, TURN_ALIAS},
    {"procedure_alias", "motcua.staging_procedure_alias", NULL,
     "SELECT motcua.merge_procedure_aliases($1)", procedure_alias_columns, false, TURN_ALIAS},
    {"office_succession", "motcua.staging_office_succession", NULL,
     "SELECT motcua.merge_office_successions($1)", succession_columns, false, TURN_ALIAS},
    {"feedback", "motcua.staging_feedback", NULL, "SELECT motcua.merge_feedback($1)",
     feedback_columns, true, TURN_DOSSIER},
    {"rating", "motcua.staging_rating", NULL, "SELECT motcua.merge_ratings($1)", rating_columns,
     true, TURN_ANSWER},
    {0},
};

const struct Entity *entity_find(const char *name)
{
    for (const struct Entity *entity = entities; entity->name != NULL; entity++) {
        if (text_equal(entity->name, name)) {
            return entity;
        }
    }
    return NULL;
}

int entity_column(const struct Entity *entity, const char *name)
{
    for (int i = 0; entity->columns[i].name != NULL; i++) {
        if (text_equal(entity->columns[i].name, name)) {
            return i;
        }
    }
    return -1;
}

int entity_column_count(const struct Entity *entity)
{
    int count = 0;

    while (entity->columns[count].name != NULL) {
        count++;
    }
    return count;
}

int entity_handled_column(const struct Entity *entity)
{
    for (int i = 0; entity->columns[i].name != NULL; i++) {
        if (entity->columns[i].handler_of != NULL) {
            return i;
        }
    }
    return -1;
}
