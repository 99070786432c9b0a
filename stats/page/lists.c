#include "stats/page/lists.h"

#include "common/text.h"
#include "stats/page/fields.h"
#include "stats/print/jsonout.h"

#include <string.h>

#include "common/banned.h"

struct List {
    const char *key;
    enum SetName set;
    const char *command; /* of motcua-stats, without period and office */
};

/* Of the columns that every list has; those that are null are left out of a row. */
static const char row_kinds[] = "----ttttTTTTNTTTT";

static const struct List lists[] = {
    {"late", SET_EXCEPTIONS, "dossiers --rate late"},
    {"overdue", SET_EXCEPTIONS, "dossiers --bucket pending_overdue"},
    {"near_due", SET_NEAR_DUE, "near-due --days " SETS_NEAR_DUE_DAYS},
    {"letters", SET_EXCEPTIONS, "dossiers --rate apology --missing"},
    {"flagged", SET_FLAGGED, "integrity"},
    {"moved", SET_MOVED, "restated"},
};

/* One argument of a shell, whatever is in it. */
static const char *quoted(Arena *arena, const char *text)
{
    static const char plain[] = TEXT_ALPHANUMERIC ".-_/";
    char *copy, *to;

    if (text[strspn(text, plain)] == '\0') {
        return text;
    }
    copy = to = arena_alloc(arena, 4 * strlen(text) + 3);
    *to++ = '\'';
    for (; *text != '\0'; text++) {
        if (*text == '\'') {
            memcpy(to, "'\\'", 3);
            to += 3;
        }
        *to++ = *text;
    }
    *to = '\'';
    return copy;
}

static const char *command_of(Arena *arena, const struct List *list, const struct Sets *sets,
                              const char *code)
{
    bool is_restated = list->set == SET_MOVED;
    const char *period = "";

    if (list->set != SET_NEAR_DUE) {
        period = arena_printf(
            arena, " --period %s..%s",
            is_restated ? db_field(sets->frame, 0, "restated_from") : sets->reading.from,
            is_restated ? db_field(sets->frame, 0, "restated_to") : sets->reading.to);
    }
    return arena_printf(arena, "motcua-stats %s%s --office %s", list->command, period,
                        quoted(arena, code));
}

static bool is_listed(const DbRows *rows, int row)
{
    long long place, most;

    return text_to_int(db_field(rows, row, "place"), 0, 1000000000, &place) &&
           text_to_int(SETS_ROWS_MAX, 0, 1000000000, &most) && place <= most;
}

/* Of the rows of the office at hand those of one list, which stand together. */
static void find_list(const struct Sets *sets, const struct List *list, int *first, int *end)
{
    const DbRows *rows = sets->rows[list->set];

    *first = *end = sets->end[list->set];
    for (int row = sets->first[list->set]; rows != NULL && row < sets->end[list->set]; row++) {
        if (text_equal(db_field(rows, row, "list"), list->key)) {
            *first = row < *first ? row : *first;
            *end = row + 1;
        }
    }
}

static void add_list(Arena *arena, cJSON *object, const struct List *list, const struct Sets *sets,
                     const char *code)
{
    const DbRows *rows = sets->rows[list->set];
    cJSON *entry = jsonout_add_object(object, list->key);
    int first, end;

    find_list(sets, list, &first, &end);
    jsonout_add_number(entry, "total", first < end ? db_field(rows, first, "total") : "0");
    cJSON *array = jsonout_add_array(entry, "rows");
    for (int row = first; row < end; row++) {
        if (is_listed(rows, row)) {
            fields_add(jsonout_add_object(array, NULL), rows, row, row_kinds);
        }
    }
    jsonout_add_text(entry, "command", command_of(arena, list, sets, code));
}

static void add_names(cJSON *names, const struct Sets *sets, enum SetName set)
{
    const DbRows *rows = sets->rows[set];

    for (int row = sets->first[set]; rows != NULL && row < sets->end[set]; row++) {
        const char *code = db_field(rows, row, "procedure");
        const char *name = db_field(rows, row, "procedure_name");
        if (code != NULL && name != NULL && cJSON_GetObjectItemCaseSensitive(names, code) == NULL) {
            jsonout_add_text(names, code, name);
        }
    }
}

void lists_add(Arena *arena, cJSON *detail, const struct Sets *sets, const char *code)
{
    cJSON *object = jsonout_add_object(detail, "lists");
    cJSON *names = jsonout_add_object(detail, "procedure_names");

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        add_list(arena, object, &lists[i], sets, code);
        add_names(names, sets, lists[i].set);
    }
}
