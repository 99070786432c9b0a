#include "ingest/settings/sourcefile.h"
#include "ingest/store/identity.h"

#include "common/buf.h"
#include "common/memory.h"
#include "ingest/store/array.h"

#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { NAMES_BYTES_MAX = 1024 * 1024, CODES_BYTES_MAX = 64 * 1024 * 1024 };

struct Identity {
    Db *db;
    const struct Source *source;
    struct Buf left; /* names of sources without a file */
    struct Buf codes;
};

static bool list_files(const char *directory, struct Buf *names, struct Error *err)
{
    Arena *arena = arena_new();
    struct NameList list;
    bool done = sourcefile_names(arena, directory, &list, err);

    array_begin(names);
    for (size_t i = 0; done && i < list.count; i++) {
        array_put(names, list.items[i], strlen(list.items[i]));
    }
    done = done && array_end(names);
    arena_free(arena);
    return done;
}

static bool find_left(Db *db, const struct Source *source, const char *with_files,
                      struct Identity **identity, struct Error *err)
{
    const char *values[] = {source->name, with_files};
    DbRows *rows = db_query(db, "SELECT motcua.sources_left($1, $2)", 2, values, err);

    if (rows != NULL && db_value(rows, 0, 0) != NULL) {
        *identity = memory_need(calloc(1, sizeof **identity));
        (*identity)->db = db;
        (*identity)->source = source;
        buf_init(&(*identity)->left, NAMES_BYTES_MAX);
        buf_init(&(*identity)->codes, CODES_BYTES_MAX);
        buf_puts(&(*identity)->left, db_value(rows, 0, 0));
    }
    db_rows_free(rows);
    return rows != NULL;
}

bool identity_new(Db *db, const struct Source *source, const char *directory, Identity **identity,
                  struct Error *err)
{
    struct Buf with_files;

    *identity = NULL;
    buf_init(&with_files, NAMES_BYTES_MAX);
    bool done = list_files(directory, &with_files, err) &&
                find_left(db, source, with_files.data, identity, err);
    buf_release(&with_files);
    return done;
}

void identity_free(Identity *identity)
{
    if (identity != NULL) {
        buf_release(&identity->left);
        buf_release(&identity->codes);
        free(identity);
    }
}

void identity_begin(Identity *identity)
{
    array_begin(&identity->codes);
}

void identity_add(Identity *identity, const char *code, size_t length)
{
    array_put(&identity->codes, code, length);
}

bool identity_check(Identity *identity, struct Error *err)
{
    const char *name = identity->source->name;
    const char *values[] = {identity->left.data, identity->source->entity_name,
                            identity->codes.data};

    if (!array_end(&identity->codes)) {
        return error_set(err, EXIT_SOURCE, "the page has too much text");
    }
    DbRows *rows = db_query(
        identity->db, "SELECT source, known FROM motcua.former_source($1, $2, $3)", 3, values, err);
    if (rows == NULL) {
        return false;
    }
    bool is_new = db_row_count(rows) == 0;
    if (!is_new) {
        const char *former = db_value(rows, 0, 0);
        error_set(
            err, EXIT_SOURCE,
            "%s of its codes have come from source '%s' before, which has no file any more: they "
            "would count twice",
            db_value(rows, 0, 1), former);
        error_hint(err,
                   "'motcua-ingest rename %s %s' if this is the same source under another name; "
                   "if it is not, put the file of '%s' back",
                   former, name, former);
    }
    db_rows_free(rows);
    return is_new;
}
