#include "stats/doubt.h"

#include "common/text.h"
#include "stats/json.h"

#include <stdio.h>

#include "common/banned.h"

static const char doubts_query[] = "SELECT office, kind, source, reason"
                                   " FROM stats.doubts($1, $2, $3)"
                                   " ORDER BY office COLLATE \"C\", kind, source";

DbRows *doubt_read(Db *db, const struct Reading *reading, const char *office, struct Error *err)
{
    const char *values[] = {reading->from, reading->to, office};

    return db_query(db, doubts_query, 3, values, err);
}

void doubt_add_json(cJSON *office, const DbRows *doubts, int first, int end)
{
    cJSON *list = json_add_array(office, "doubts");

    for (int row = first; row < end; row++) {
        cJSON *doubt = json_add_object(list, NULL);
        json_add_text_field(doubt, doubts, row, "kind");
        json_add_text_field(doubt, doubts, row, "source");
        json_add_text_field(doubt, doubts, row, "reason");
    }
}

void doubt_print(Arena *arena, const DbRows *doubts, int first, int end)
{
    if (first == end) {
        return;
    }
    puts("Số liệu có thể chưa đủ:");
    for (int row = first; row < end; row++) {
        printf("  - %s\n", text_sanitize(arena, db_field(doubts, row, "reason")));
    }
    putchar('\n');
}
