#include "stats/page/stories.h"

#include "common/memory.h"
#include "common/text.h"
#include "stats/page/fields.h"
#include "stats/print/jsonout.h"

#include <string.h>

#include "common/banned.h"

static const char query[] =
    "SELECT s.source, s.code, to_char(s.at, " READING_ISO ") AS at, s.kind, s.text_vi"
    " FROM (SELECT array_agg(w.source) AS sources, array_agg(w.code) AS codes"
    "       FROM json_to_recordset($1) AS w (source text, code text)) AS w"
    " CROSS JOIN LATERAL stats.stories(w.sources, w.codes) WITH ORDINALITY"
    "     AS s (source, code, at, kind, text_vi, place) ORDER BY s.place";

static bool is_head(const DbRows *rows, int row)
{
    long long place, each;

    return text_to_int(db_field(rows, row, "place"), 0, 1000000000, &place) &&
           text_to_int(SETS_STORIES_EACH, 0, 1000, &each) && place <= each;
}

/* The same dossier stands in lists of several offices; the database tells them apart. */
static cJSON *wanted(const struct Sets *sets)
{
    cJSON *list = memory_need(cJSON_CreateArray());

    for (int name = SET_FIRST_LIST; name < SETS; name++) {
        const DbRows *rows = sets->rows[name];
        for (int row = 0; rows != NULL && row < db_row_count(rows); row++) {
            if (is_head(rows, row)) {
                cJSON *dossier = jsonout_add_object(list, NULL);
                jsonout_add_text_field(dossier, rows, row, "source");
                jsonout_add_text_field(dossier, rows, row, "code");
            }
        }
    }
    return list;
}

bool stories_read(Db *db, const struct Sets *sets, struct Stories *stories, struct Error *err)
{
    cJSON *list = wanted(sets);
    char *text = memory_need(cJSON_PrintUnformatted(list));
    const char *values[] = {text};

    stories->rows = db_query(db, query, 1, values, err);
    cJSON_free(text);
    cJSON_Delete(list);
    return stories->rows != NULL;
}

/* The first row of a dossier; -1 when its story is not told. */
static int find_story(const DbRows *rows, const char *source, const char *code)
{
    int low = 0, high = db_row_count(rows);

    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = strcmp(db_field(rows, middle, "source"), source);
        if (order == 0) {
            order = strcmp(db_field(rows, middle, "code"), code);
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool is_found = low < db_row_count(rows) && text_equal(db_field(rows, low, "code"), code) &&
                    text_equal(db_field(rows, low, "source"), source);
    return is_found ? low : -1;
}

static void add_story(cJSON *stories, const DbRows *rows, const char *source, const char *code)
{
    int first = find_story(rows, source, code), end = first;

    if (first < 0 || cJSON_HasObjectItem(stories, code)) {
        return;
    }
    while (end < db_row_count(rows) && text_equal(db_field(rows, end, "code"), code) &&
           text_equal(db_field(rows, end, "source"), source)) {
        end++;
    }
    fields_add_list(stories, code, rows, first, end, "--ttt");
}

void stories_add(cJSON *office, const struct Sets *sets, const struct Stories *stories)
{
    cJSON *object = jsonout_add_object(office, "stories");

    for (int name = SET_FIRST_LIST; name < SETS; name++) {
        const DbRows *rows = sets->rows[name];
        for (int row = sets->first[name]; rows != NULL && row < sets->end[name]; row++) {
            if (is_head(rows, row)) {
                add_story(object, stories->rows, db_field(rows, row, "source"),
                          db_field(rows, row, "code"));
            }
        }
    }
}

void stories_release(struct Stories *stories)
{
    db_rows_free(stories->rows);
}
