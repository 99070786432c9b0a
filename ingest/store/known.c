/*
 * Sixteen bytes a record tell what is stored: a hash of its bytes and of all that decides what they mean (rules,
 * aliases, zone, version of the program). In a short list all hashes are held; of a longer one those around the place
 * where the list is now, since rows lie in the table in the order in which they came.
 *
 * A list may have two versions of a dossier, and which comes first must not matter. So a stored hash that another record
 * of its dossier has met is challenged, and one that has been met is contested by those that come later: both go through
 * staging, where the versions are ranked.
 */
#include "ingest/store/known.h"

#include "common/buf.h"
#include "common/log.h"
#include "common/memory.h"
#include "ingest/store/array.h"
#include "ingest/store/hashset.h"

#include <bloom.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum {
    REMEMBERED_MOST = 400000, /* hashes: 8 MiB */
    CODES = 3500000,          /* in 4 MiB of bits; of more, more look as if they had come before */
    AHEAD_MOST = 100000,      /* hashes in AHEAD_BLOCKS of the table, at the very most */
    AHEAD_USED = 10,          /* of so many read ahead one has to be met, or the order is another */
    FETCH_ROWS = 20000,
    CODES_BYTES_MAX = 64 * 1024 * 1024,
    HEX_DIGITS = 32,
};

/* Marks of a stored hash. */
enum { MET = 1, CHALLENGED = 2 };

/* Pages of the table, of 25 to 40 rows each. */
#define AHEAD_BLOCKS "2000"

/* Of so many codes, this share looks as if it had come before. */
static const double CODES_ERROR = 0.01;

struct Known {
    Db *db;
    const char *source;
    uint64_t seed;
    bool has_aliases;
    HashSet *hashes;
    bool only_repeated;   /* of other codes, the database has nothing to tell */
    bool has_others;      /* other sources have dossiers */
    struct bloom arrived; /* codes of the run: one that is not in it has not come before */
    struct Sighting **asked;
    size_t asked_most;
    struct Buf codes_text; /* of the asked ones */
    bool more_stored;      /* than can be remembered: what comes next is read as the list goes on */
    long long ahead;       /* hashes read at the last place */
    long long recalled;    /* records that were among them */
    long long recalled_of_page;
};

/* The canonical form is the one that PostgreSQL stores as a uuid. */
static XXH128_hash_t read_uuid(const char *text)
{
    XXH128_canonical_t canonical = {{0}};
    int place = 0;

    for (; *text != '\0' && place < HEX_DIGITS; text++) {
        if (*text != '-') {
            int digit = *text <= '9' ? *text - '0' : *text - 'a' + 10;
            canonical.digest[place / 2] = (unsigned char)(canonical.digest[place / 2] << 4 | digit);
            place++;
        }
    }
    return XXH128_hashFromCanonical(&canonical);
}

/*
 * Records are read again once when anything changes that decides what is stored of them: the rules,
 * the offset of times, the aliases, and the program itself.
 */
static bool make_seed(Known *known, const struct Source *source, struct Error *err)
{
    const char *values[] = {source->name};
    char aliases[64];

    if (!db_query_value(known->db, "SELECT motcua.aliases_digest($1)", 1, values, aliases,
                        sizeof aliases, err)) {
        return false;
    }
    known->has_aliases = aliases[0] != '\0';
    known->seed = fieldmap_digest(source->map);
    known->seed = XXH3_64bits_withSeed(aliases, strlen(aliases), known->seed);
    known->seed =
        XXH3_64bits_withSeed(&source->utc_offset_s, sizeof source->utc_offset_s, known->seed);
    known->seed = XXH3_64bits_withSeed(&source->thousands, sizeof source->thousands, known->seed);
    known->seed = XXH3_64bits_withSeed(MOTCUA_VERSION, sizeof MOTCUA_VERSION, known->seed);
    return true;
}

/* Hashes that a query gives, up to `most`; `total` tells how many. */
static bool read_hashes(Known *known, const char *query, int count, const char *const values[],
                        long long most, long long *total, struct Error *err)
{
    int fetched = FETCH_ROWS;

    *total = 0;
    if (!db_exec(known->db, query, count, values, err)) {
        return false;
    }
    for (; fetched == FETCH_ROWS && *total < most; *total += fetched) {
        DbRows *rows = db_query(known->db, "FETCH 20000 FROM stored", 0, NULL, err);
        if (rows == NULL) {
            return false;
        }
        fetched = db_row_count(rows);
        for (int i = 0; i < fetched; i++) {
            const char *hash = db_value(rows, i, 0);
            if (hash != NULL) {
                hashset_mark(known->hashes, read_uuid(hash), 0);
            }
        }
        db_rows_free(rows);
    }
    return db_run(known->db, "CLOSE stored", err);
}

static bool load_hashes(Known *known, struct Error *err)
{
    const char *values[] = {known->source};
    long long total;

    if (!read_hashes(known,
                     "DECLARE stored NO SCROLL CURSOR FOR SELECT d.record_hash FROM motcua.dossier "
                     "AS d WHERE d.source = $1",
                     1, values, REMEMBERED_MOST, &total, err)) {
        return false;
    }
    known->more_stored = total >= REMEMBERED_MOST;
    known->only_repeated = total == 0; /* only this run can have stored a code */
    return true;
}

static bool look_for_others(Known *known, struct Error *err)
{
    const char *values[] = {known->source};
    char has_others[8];

    if (!db_query_value(
            known->db,
            "SELECT EXISTS (SELECT FROM motcua.dossier_sources() AS s WHERE s.source <> $1)", 1,
            values, has_others, sizeof has_others, err)) {
        return false;
    }
    known->has_others = has_others[0] == 't';
    return true;
}

Known *known_new(Db *db, const struct Source *source, bool whole_list, bool read_all,
                 struct Error *err)
{
    Known *known = memory_need(calloc(1, sizeof *known));

    known->db = db;
    known->source = source->name;
    known->hashes = hashset_new(REMEMBERED_MOST);
    if (bloom_init(&known->arrived, CODES, CODES_ERROR) != 0) {
        memory_out();
    }
    buf_init(&known->codes_text, CODES_BYTES_MAX);
    known->only_repeated = read_all;
    if (!make_seed(known, source, err) || (!read_all && !look_for_others(known, err)) ||
        (whole_list && !read_all && !load_hashes(known, err))) {
        known_free(known);
        return NULL;
    }
    return known;
}

void known_free(Known *known)
{
    if (known != NULL) {
        hashset_free(known->hashes);
        bloom_free(&known->arrived);
        free(known->asked);
        buf_release(&known->codes_text);
        free(known);
    }
}

bool known_has_aliases(const Known *known)
{
    return known->has_aliases;
}

XXH128_hash_t known_hash(const Known *known, const struct Slice *record)
{
    return XXH3_128bits_withSeed(record->text, record->length, known->seed);
}

bool known_recall(Known *known, XXH128_hash_t hash)
{
    bool known_before =
        hashset_marks(known->hashes, hash) >= 0 && hashset_mark(known->hashes, hash, MET);

    known->recalled_of_page += known_before;
    return known_before;
}

bool known_is_challenged(const Known *known, XXH128_hash_t hash)
{
    int marks = hashset_marks(known->hashes, hash);

    return marks > 0 && (marks & CHALLENGED) != 0;
}

/*
 * When the set is full, or has made room since, a dossier that one list tells of twice is ranked by
 * its date alone.
 */
static void remember(Known *known, XXH128_hash_t hash, int marks)
{
    if (!hashset_mark(known->hashes, hash, marks)) {
        log_debug("source '%s': more records than can be remembered", known->source);
    }
}

void known_add(Known *known, XXH128_hash_t hash)
{
    remember(known, hash, MET);
}

static bool too_much_text(struct Error *err)
{
    return error_set(err, EXIT_SOURCE, "the page has too much text");
}

static void note_found(Known *known, const char *stored_hash, struct Sighting *sighting)
{
    XXH128_hash_t stored = stored_hash != NULL ? read_uuid(stored_hash) : (XXH128_hash_t){0, 0};

    if (XXH128_isEqual(stored, sighting->hash)) {
        /* Another record of this dossier may stand before it on the same page. */
        sighting->knowledge = known_is_challenged(known, stored) ? KNOWN_CHANGED : KNOWN_SAME;
        known_add(known, stored);
        return;
    }
    int marks = hashset_marks(known->hashes, stored);
    sighting->knowledge = KNOWN_CHANGED;
    sighting->contested = marks > 0 && (marks & MET) != 0;
    remember(known, stored, CHALLENGED);
}

/*
 * The database does not know yet of what came on this page, or is staged: a code that has come before
 * goes the same way. That a few only look as if they had does no harm.
 */
static bool note_repeated(Known *known, struct Sighting *sighting)
{
    bool repeated = bloom_add(&known->arrived, sighting->code, (int)sighting->code_length) != 0;

    if (repeated) {
        sighting->knowledge = KNOWN_CHANGED;
    }
    return repeated;
}

/*
 * Most of a page had to be asked for, and is as it was: a list comes in much the same order every
 * night, and rows lie in the order in which they came, so what comes next lies where this page does.
 */
static bool read_ahead(Known *known, struct Error *err)
{
    const char *values[] = {known->source, known->codes_text.data};

    known->more_stored = known->recalled * AHEAD_USED >= known->ahead;
    known->recalled = 0;
    if (!known->more_stored) {
        return true;
    }
    if (hashset_room(known->hashes) < AHEAD_MOST) {
        hashset_clear(known->hashes);
    }
    log_debug("source '%s': reads ahead what is stored", known->source);
    return read_hashes(
        known,
        "DECLARE stored NO SCROLL CURSOR FOR SELECT motcua.hashes_ahead($1, $2, " AHEAD_BLOCKS ")",
        2, values, AHEAD_MOST, &known->ahead, err);
}

static bool follow_list(Known *known, const struct Sighting *sightings, size_t count,
                        struct Error *err)
{
    long long same = 0;

    for (size_t i = 0; i < count; i++) {
        same += sightings[i].knowledge == KNOWN_SAME;
    }
    bool most_asked = same > known->recalled_of_page;
    known->recalled += known->recalled_of_page;
    known->recalled_of_page = 0;
    return !known->more_stored || !most_asked || read_ahead(known, err);
}

static bool ask(Known *known, struct Error *err)
{
    const char *values[] = {known->source, known->codes_text.data};
    DbRows *rows = db_query(
        known->db, "SELECT place, record_hash FROM motcua.find_dossiers($1, $2)", 2, values, err);

    for (int i = 0; rows != NULL && i < db_row_count(rows); i++) {
        size_t place = strtoul(db_value(rows, i, 0), NULL, 10);
        note_found(known, db_value(rows, i, 1), known->asked[place - 1]);
    }
    db_rows_free(rows);
    return rows != NULL;
}

/* What another source tells of as well goes through staging, where it is settled which of them counts. */
static bool ask_elsewhere(Known *known, struct Sighting *sightings, size_t count, struct Error *err)
{
    struct Buf *codes = &known->codes_text;
    const char *values[2] = {known->source};
    size_t asked = 0;

    array_begin(codes);
    for (size_t i = 0; i < count; i++) {
        if (sightings[i].knowledge == KNOWN_NOT) {
            array_put(codes, sightings[i].code, sightings[i].code_length);
            known->asked[asked++] = &sightings[i];
        }
    }
    if (!array_end(codes)) {
        return too_much_text(err);
    }
    if (asked == 0) {
        return true;
    }
    values[1] = codes->data;
    DbRows *rows = db_query(known->db, "SELECT motcua.told_elsewhere($1, $2)", 2, values, err);
    for (int i = 0; rows != NULL && i < db_row_count(rows); i++) {
        known->asked[strtoul(db_value(rows, i, 0), NULL, 10) - 1]->knowledge = KNOWN_CHANGED;
    }
    db_rows_free(rows);
    return rows != NULL;
}

static void make_room(Known *known, size_t count)
{
    if (count > known->asked_most) {
        known->asked = reallocarray(known->asked, count, sizeof(struct Sighting *));
        if (known->asked == NULL) {
            memory_out();
        }
        known->asked_most = count;
    }
}

bool known_find(Known *known, struct Sighting *sightings, size_t count, struct Error *err)
{
    struct Buf *codes = &known->codes_text;
    size_t asked = 0;

    make_room(known, count);
    array_begin(codes);
    for (size_t i = 0; i < count; i++) {
        if (note_repeated(known, &sightings[i]) || !known->only_repeated) {
            array_put(codes, sightings[i].code, sightings[i].code_length);
            known->asked[asked++] = &sightings[i];
        }
    }
    if (!array_end(codes)) {
        return too_much_text(err);
    }
    return (asked == 0 || ask(known, err)) && follow_list(known, sightings, count, err) &&
           (!known->has_others || ask_elsewhere(known, sightings, count, err));
}
