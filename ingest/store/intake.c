/*
 * The one place where the bytes of a record are looked at. Nearly all of a nightly list is as it was, so the order is:
 * hash first (known records end here), then parse and map, then ask the database once for the codes of all that is left
 * of the page. Memory is in proportion to a page: what does not fit at once is read in several goes.
 */
#include "ingest/store/intake.h"

#include "common/log.h"
#include "common/memory.h"
#include "common/time/clock.h"
#include "ingest/map/json.h"
#include "ingest/privacy/mask.h"
#include "ingest/store/handler.h"
#include "ingest/store/hashset.h"
#include "ingest/store/known.h"

#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum {
    NAMES_MOST = 100000,
    RECORD_SHARE =
        8192, /* bytes of memory for one record, at least, with the values of its columns */
};

static const Instant day_us = INT64_C(86400000000);

struct Intake {
    Arena *arena; /* of the records that are read at a time */
    Db *db;
    Loader *loader;
    const struct Source *source;
    const struct Entity *entity;
    int column_count;
    Known *known;
    Drift *drift;
    Identity *identity;
    bool read_all;
    int dated_column; /* of the last change at the source; -1: it has none */
    Instant tomorrow; /* a day from the start of the run */
    long long dated_ahead;
    Instant dated_until; /* the latest of these */
    HashSet
        *names; /* what this run has staged before of offices and procedures, as they are called */
};

/* A record that has to be read. */
struct Record {
    struct Sighting sighting;
    struct Value *values;
    int place;   /* in the page, from 1 */
    bool staged; /* whatever the database says */
    const cJSON *parsed;
    size_t length;
    struct Problem problem;
    bool rejected; /* it cannot be used */
};

/* Records of a page that have to be read, in the order of the page: as many as memory takes at a time. */
struct PageReading {
    struct Record *records;
    size_t count;
    int next;      /* the first one of the page that has not been looked at */
    bool read_all; /* none was known so far */
};

Intake *intake_new(Db *db, Loader *loader, const struct Source *source, Drift *drift,
                   Identity *identity, bool whole_list, bool read_all, struct Error *err)
{
    const struct Entity *entity = fieldmap_entity(source->map);
    Intake *intake = memory_need(calloc(1, sizeof *intake));

    intake->arena = arena_new();
    arena_limit(intake->arena, page_values_most(source));
    intake->db = db;
    intake->loader = loader;
    intake->source = source;
    intake->drift = drift;
    intake->identity = identity;
    intake->entity = entity;
    intake->column_count = entity_column_count(entity);
    intake->read_all = read_all || entity->table == NULL;
    intake->dated_column = entity_column(entity, "source_updated_at");
    intake->tomorrow = clock_now() + day_us;
    intake->names = hashset_new(NAMES_MOST);
    intake->known = known_new(db, source, whole_list, intake->read_all, err);
    if (intake->known == NULL) {
        intake_free(intake);
        return NULL;
    }
    return intake;
}

void intake_free(Intake *intake)
{
    if (intake != NULL) {
        known_free(intake->known);
        hashset_free(intake->names);
        arena_free(intake->arena);
        free(intake);
    }
}

static void note_date(Intake *intake, const struct Value *values)
{
    const struct Value *dated = intake->dated_column >= 0 ? &values[intake->dated_column] : NULL;

    if (dated != NULL && !dated->is_null && dated->number > intake->tomorrow) {
        intake->dated_ahead++;
        intake->dated_until =
            dated->number > intake->dated_until ? dated->number : intake->dated_until;
    }
}

bool intake_tell_dates(const Intake *intake, Db *db, struct Error *err)
{
    char latest[CLOCK_TEXT_SIZE];
    const char *values[] = {load_run_id(intake->loader), latest};

    if (intake->dated_ahead == 0) {
        return true;
    }
    clock_to_iso(intake->dated_until, latest);
    log_warning("source '%s': %lld records say that they were changed in the future, up to %s: the "
                "clock of the source is wrong, or its rule for source_updated_at",
                intake->source->name, intake->dated_ahead, latest);
    return db_exec(db, "SELECT motcua.note_dated($1, $2)", 2, values, err);
}

/* Parses and maps one record. In a flawed one each value may stand where another belongs, so nothing of it is kept. */
static bool read_record(Intake *intake, const struct Slice *slice, const struct Flaw *flaw,
                        struct Record *record, struct Error *err)
{
    Arena *arena = intake->arena;
    struct ItemContext context = source_context(intake->source, arena, drift_codes(intake->drift));

    record->length = slice->length;
    record->parsed = json_record(arena, slice);
    if (arena_is_full(arena)) {
        return page_too_large_record(record->place, err);
    }
    drift_look(intake->drift, record->parsed);
    record->values = arena_alloc(arena, (size_t)intake->column_count * sizeof *record->values);
    record->rejected = !fieldmap_apply(intake->source->map, &context, record->parsed,
                                       record->values, &record->problem) &&
                       !record->problem.skipped;
    if (flaw == NULL) {
        note_date(intake, record->values);
    } else if (!record->problem.skipped) {
        record->problem = (struct Problem){.reason = flaw->reason};
        record->rejected = true;
        record->parsed = NULL;
        record->values[0].is_null = true;
    }
    if (!record->values[0].is_null) {
        record->sighting.code = record->values[0].text;
        record->sighting.code_length = record->values[0].length;
    }
    return true;
}

/* Reads what is not known, or what has to be ranked with another record of its dossier. */
static bool read_records(struct Intake *intake, const struct Page *page, struct Taken *taken,
                         struct PageReading *reading, struct Error *err)
{
    size_t most = page_values_most(intake->source);
    size_t room = most / RECORD_SHARE;
    size_t left = (size_t)(page->count - reading->next);

    arena_reset(intake->arena);
    room = left < room ? left : room;
    reading->records = arena_alloc(intake->arena, room * sizeof *reading->records);
    reading->count = 0;
    while (reading->next < page->count && reading->count < room &&
           arena_size(intake->arena) < most / 2) {
        const struct Flaw *flaw = page_flaw(page, reading->next);
        const struct Slice *slice = &page->records[reading->next++];
        XXH128_hash_t hash = known_hash(intake->known, slice);
        bool known = !intake->read_all && flaw == NULL && known_recall(intake->known, hash);
        taken->bytes_digest = XXH3_64bits_withSeed(&hash, sizeof hash, taken->bytes_digest);
        if (known && !known_is_challenged(intake->known, hash)) {
            load_known(intake->loader);
            reading->read_all = false;
            continue;
        }
        struct Record *record = &reading->records[reading->count++];
        *record = (struct Record){
            .sighting.hash = hash, .place = reading->next, .staged = known || intake->read_all};
        if (!read_record(intake, slice, flaw, record, err)) {
            return false;
        }
        if (!record->rejected && record->sighting.code != NULL) {
            taken->codes_digest = XXH3_64bits_withSeed(
                record->sighting.code, record->sighting.code_length, taken->codes_digest);
        }
    }
    return true;
}

static bool find_handlers(Intake *intake, struct PageReading *reading, struct Error *err)
{
    struct Unplaced *wanted = arena_alloc(intake->arena, reading->count * sizeof *wanted);
    size_t count = 0;

    for (size_t i = 0; i < reading->count; i++) {
        struct Record *record = &reading->records[i];
        if (!record->rejected && !record->problem.skipped &&
            handler_is_wanted(intake->entity, record->values)) {
            wanted[count++] = (struct Unplaced){record->values, &record->problem};
        }
    }
    if (!handler_find(intake->db, intake->arena, intake->entity, wanted, count, err)) {
        return false;
    }
    for (size_t i = 0; i < reading->count; i++) {
        struct Record *record = &reading->records[i];
        record->rejected = record->problem.reason != NULL && !record->problem.skipped;
    }
    return true;
}

/* What is staged anyway may stand beside what is stored. */
static bool is_asked_for(const struct Intake *intake, const struct Record *record)
{
    bool asked = intake->read_all ? intake->entity->table != NULL : !record->staged;

    return asked && !record->rejected && record->sighting.code != NULL;
}

static bool find_records(struct Intake *intake, struct PageReading *reading, struct Error *err)
{
    struct Sighting *asked = arena_alloc(intake->arena, reading->count * sizeof *asked);
    size_t count = 0;

    for (size_t i = 0; i < reading->count; i++) {
        if (is_asked_for(intake, &reading->records[i])) {
            asked[count++] = reading->records[i].sighting;
        }
    }
    if (!known_find(intake->known, asked, count, err)) {
        return false;
    }
    count = 0;
    for (size_t i = 0; i < reading->count; i++) {
        if (is_asked_for(intake, &reading->records[i])) {
            reading->records[i].sighting = asked[count++];
        }
    }
    return true;
}

/* A name may be one of several spellings, which the database compares. */
static bool is_spelt_in_one_way(const struct Column *column, const struct Value *value)
{
    bool one_way = true;

    for (size_t i = 0; column->type == COLUMN_TEXT && i < value->length && one_way; i++) {
        one_way = (unsigned char)value->text[i] < 'a';
    }
    return one_way;
}

/*
 * Offices and procedures come to be when staging is merged. So the first record that names one, or
 * calls it otherwise, goes that way, and all records that name one otherwise than by a code, or of a
 * source with aliases.
 */
static bool is_introduced(struct Intake *intake, const struct Value *values)
{
    bool introduced = !known_has_aliases(intake->known);

    for (int catalogue = 1; catalogue < CATALOGUE_END; catalogue++) {
        XXH128_hash_t hash = {0, (XXH64_hash_t)catalogue};
        for (int i = 0; i < intake->column_count; i++) {
            if ((int)intake->entity->columns[i].catalogue == catalogue && !values[i].is_null) {
                introduced =
                    introduced && is_spelt_in_one_way(&intake->entity->columns[i], &values[i]);
                hash = XXH3_128bits_withSeed(values[i].text, values[i].length,
                                             hash.low64 + hash.high64 + (XXH64_hash_t)i);
            }
        }
        if (hashset_marks(intake->names, hash) < 0) {
            hashset_mark(intake->names, hash, 0);
            introduced = false;
        }
    }
    return introduced;
}

static bool load_record(struct Intake *intake, const struct Record *record, struct Error *err)
{
    const struct Sighting *sighting = &record->sighting;
    struct Row row = {record->values, sighting->hash, sighting->contested, false};

    if (!record->staged && sighting->knowledge == KNOWN_SAME) {
        load_known(intake->loader);
        return true;
    }
    if (record->staged || sighting->knowledge != KNOWN_NOT ||
        !is_introduced(intake, record->values)) {
        return load_stage(intake->loader, &row, err);
    }
    known_add(intake->known, sighting->hash);
    return load_store(intake->loader, &row, err);
}

/* Of a record to leave out, only that its dossier is stored already is worth telling. */
static bool skip_record(const struct Intake *intake, const struct Record *record, struct Error *err)
{
    const struct Sighting *sighting = &record->sighting;
    struct Row row = {record->values, sighting->hash, sighting->contested, true};
    bool stored = record->staged || sighting->knowledge != KNOWN_NOT;

    if (!intake->entity->can_leave || sighting->code == NULL || !stored) {
        load_skipped(intake->loader);
        return true;
    }
    return load_stage(intake->loader, &row, err);
}

/* Of a record that cannot be used, the values are masked, if it is kept at all, and forgotten. */
static bool reject_record(struct Intake *intake, const struct Record *record, long long page_number,
                          struct Error *err)
{
    struct Reject reject = {.page = page_number,
                            .record_number = record->place,
                            .code = record->sighting.code,
                            .problem = record->problem};

    log_debug("source '%s': page %lld, record %d: %s: %s", intake->source->name, page_number,
              record->place, record->problem.column != NULL ? record->problem.column : "record",
              record->problem.reason);
    if (!load_rejected(intake->loader, &record->problem)) {
        return true;
    }
    reject.record = mask_record(intake->arena, intake->source->map, record->values, record->parsed,
                                record->length);
    return load_reject(intake->loader, &reject, err);
}

static bool check_identity(const struct Intake *intake, const struct PageReading *reading,
                           struct Error *err)
{
    if (intake->identity == NULL) {
        return true;
    }
    identity_begin(intake->identity);
    for (size_t i = 0; i < reading->count; i++) {
        const struct Record *record = &reading->records[i];
        if (!record->rejected && !record->problem.skipped && record->sighting.code != NULL) {
            identity_add(intake->identity, record->sighting.code, record->sighting.code_length);
        }
    }
    return identity_check(intake->identity, err);
}

static bool take_record(struct Intake *intake, const struct Record *record, long long page_number,
                        struct Error *err)
{
    if (record->rejected) {
        return reject_record(intake, record, page_number, err);
    }
    return record->problem.skipped ? skip_record(intake, record, err)
                                   : load_record(intake, record, err);
}

static bool take_records(struct Intake *intake, struct PageReading *reading, long long page_number,
                         struct Error *err)
{
    if (!check_identity(intake, reading, err) ||
        (entity_handled_column(intake->entity) >= 0 && !find_handlers(intake, reading, err)) ||
        !find_records(intake, reading, err)) {
        return false;
    }
    for (size_t i = 0; i < reading->count; i++) {
        if (!take_record(intake, &reading->records[i], page_number, err)) {
            return false;
        }
    }
    for (size_t i = 0; intake->read_all && i < reading->count; i++) {
        known_add(intake->known, reading->records[i].sighting.hash);
    }
    return load_send(intake->loader, err);
}

bool intake_page(Intake *intake, const struct Page *page, long long page_number,
                 struct Taken *taken, struct Error *err)
{
    struct PageReading reading = {.read_all = true};

    *taken = (struct Taken){0};
    while (reading.next < page->count) {
        if (!read_records(intake, page, taken, &reading, err) ||
            !take_records(intake, &reading, page_number, err)) {
            return false;
        }
    }
    taken->codes_digest = reading.read_all ? taken->codes_digest : 0;
    return true;
}
