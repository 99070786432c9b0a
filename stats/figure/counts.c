#include "stats/figure/counts.h"

#include "common/program/table.h"
#include "common/text.h"
#include "stats/print/notation.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/banned.h"

/* A count that somebody added to stats.counts without a bucket goes by its own name. */
const char *counts_label(const DbRows *labels, const char *count)
{
    for (int row = 0; row < db_row_count(labels); row++) {
        if (text_equal(db_field(labels, row, "bucket"), count)) {
            return db_field(labels, row, "text_vi");
        }
    }
    return count;
}

/* How deep a count stands under the one that it is a part of; what is no part of its class, only of
 * another part, must not look like a summand. */
static int depth_of(const char *count)
{
    static const char *const wholes[] = {"received_", "resolved_", "pending_"};

    if (text_equal(count, "resolved_on_day_after_hour")) {
        return 2;
    }
    for (size_t i = 0; i < sizeof wholes / sizeof wholes[0]; i++) {
        if (strncmp(count, wholes[i], strlen(wholes[i])) == 0) {
            return 1;
        }
    }
    return text_equal(count, "paused") ? 1 : 0;
}

/* What there was to do: the sum of what came before it in the table, and of what follows. */
static const char *total_text(Arena *arena, const DbRows *counts, int row)
{
    long long carried_in = 0, received = 0;

    if (!text_to_int(db_field(counts, row, "carried_in"), 0, INT64_MAX, &carried_in) ||
        !text_to_int(db_field(counts, row, "received"), 0, INT64_MAX, &received)) {
        return NULL;
    }
    return notation_count(arena, arena_printf(arena, "%lld", carried_in + received));
}

void counts_print(Arena *arena, const DbRows *counts, int row, int first_count,
                  const DbRows *labels)
{
    static const char *const indents[] = {"", "  ", "    trong đó: "};
    const char *total[] = {"tổng số phải giải quyết", total_text(arena, counts, row)};
    Table *table = table_new(arena, "lr", 0);

    for (int i = first_count; i < db_column_count(counts); i++) {
        const char *name = db_column_name(counts, i);
        const char *cells[] = {
            arena_printf(arena, "%s%s%s", indents[depth_of(name)],
                         text_equal(name, "paused") ? "trong đó: " : "",
                         counts_label(labels, name)),
            notation_count(arena, db_value(counts, row, i)),
        };
        if (text_equal(name, "resolved")) {
            table_add(table, total);
        }
        table_add(table, cells);
    }
    table_print(table, stdout);
}
