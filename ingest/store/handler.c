#include "ingest/store/handler.h"

#include "common/buf.h"
#include "ingest/store/array.h"

#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { CODES_BYTES_MAX = 64 * 1024 * 1024 };

bool handler_is_wanted(const struct Entity *entity, const struct Value *values)
{
    int handled = entity_handled_column(entity);

    return handled >= 0 && values[handled].is_null;
}

static void refuse(const struct Entity *entity, const struct Unplaced *record, const char *reason)
{
    int handled = entity_handled_column(entity);

    record->values[handled].failed = reason;
    *record->problem = (struct Problem){.column = entity->columns[handled].name, .reason = reason};
}

/* Of each record one code, empty where it names none, so that places are those of the records. */
static bool list_dossiers(const struct Entity *entity, const struct Unplaced *records, size_t count,
                          struct Buf *codes)
{
    int handled = entity_handled_column(entity);
    int dossier = entity_column(entity, entity->columns[handled].handler_of);

    array_begin(codes);
    for (size_t i = 0; i < count; i++) {
        const struct Value *code = &records[i].values[dossier];
        array_put(codes, code->is_null ? "" : code->text, code->is_null ? 0 : code->length);
        refuse(entity, &records[i],
               code->is_null ? "nguồn không ghi cơ quan, cũng không ghi hồ sơ"
                             : "nguồn không ghi cơ quan, kho chưa có hồ sơ này");
    }
    return array_end(codes);
}

static void place(Arena *arena, const struct Entity *entity, const struct Unplaced *record,
                  const char *office)
{
    record->values[entity_handled_column(entity)] =
        (struct Value){.text = arena_strdup(arena, office), .length = strlen(office)};
    *record->problem = (struct Problem){.reason = NULL};
}

static bool ask(Db *db, Arena *arena, const struct Entity *entity, const struct Unplaced *records,
                const char *codes, struct Error *err)
{
    DbRows *rows = db_query(db, "SELECT place, office FROM motcua.handling_offices($1)", 1,
                            (const char *const[]){codes}, err);

    for (int i = 0; rows != NULL && i < db_row_count(rows); i++) {
        size_t number = strtoul(db_value(rows, i, 0), NULL, 10);
        place(arena, entity, &records[number - 1], db_value(rows, i, 1));
    }
    db_rows_free(rows);
    return rows != NULL;
}

bool handler_find(Db *db, Arena *arena, const struct Entity *entity, const struct Unplaced *records,
                  size_t count, struct Error *err)
{
    struct Buf codes;

    if (count == 0) {
        return true;
    }
    buf_init(&codes, CODES_BYTES_MAX);
    bool done = list_dossiers(entity, records, count, &codes)
                    ? ask(db, arena, entity, records, codes.data, err)
                    : error_set(err, EXIT_SOURCE, "the page has too much text");
    buf_release(&codes);
    return done;
}

bool handler_find_one(Db *db, Arena *arena, const struct Entity *entity, struct Value *values,
                      struct Problem *problem, struct Error *err)
{
    struct Unplaced record = {values, problem};

    return problem->reason != NULL || problem->skipped || !handler_is_wanted(entity, values) ||
           handler_find(db, arena, entity, &record, 1, err);
}
