/* The office of a record that names a dossier and no office: the one that handles the dossier. */
#ifndef MOTCUA_INGEST_STORE_HANDLER_H
#define MOTCUA_INGEST_STORE_HANDLER_H

#include "common/arena.h"
#include "common/database/db.h"
#include "ingest/map/fieldmap.h"

/* A record as it is mapped. */
struct Unplaced {
    struct Value *values;
    struct Problem *problem; /* without a reason so far */
};

/* True when the record has no office, and is of an entity that wants one (entity.h, handler_of). */
bool handler_is_wanted(const struct Entity *entity, const struct Value *values);

/*
 * Asks the database once for the offices of records that want one, and puts them into their values, in
 * memory of arena. Where the dossier is not stored, or none is named, the problem says so.
 */
bool handler_find(Db *db, Arena *arena, const struct Entity *entity, const struct Unplaced *records,
                  size_t count, struct Error *err) MUST_CHECK;

/* The same for one record, which may want none. */
bool handler_find_one(Db *db, Arena *arena, const struct Entity *entity, struct Value *values,
                      struct Problem *problem, struct Error *err) MUST_CHECK;

#endif
