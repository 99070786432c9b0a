/* What makes figures doubtful: for all figures of an office data that is late, rejected or far out of
 * its usual band; for some rates days that had to be taken for others; for one figure an empty
 * denominator. */
#ifndef MOTCUA_STATS_FIGURE_DOUBT_H
#define MOTCUA_STATS_FIGURE_DOUBT_H

#include "common/arena.h"
#include "common/database/db.h"
#include "stats/figure/reading.h"
#include "stats/print/rowout.h"

#include <cjson/cJSON.h>

/* Kind of doubt of a rate without a denominator, and why it has no percentage. */
#define DOUBT_EMPTY "empty_denominator"
#define DOUBT_EMPTY_REASON "mẫu số bằng 0"

/* Kind of doubt of a rate whose legal source was not in force in the period. */
#define DOUBT_RULE "rule_not_in_force"

/* SQL: the column rule_doubt of rates of a period ($1 to $2), from r, the row of motcua.rate. */
#define DOUBT_RULE_COLUMN "motcua.rule_doubt(r.valid_from, r.valid_to, $1, $2) AS rule_doubt"

/* SQL: the columns of doubts, from rows such as those of stats.doubts. */
#define DOUBT_COLUMNS                                                                              \
    "office, kind, source, reason,"                                                                \
    " chr(10) || array_to_string(rates, chr(10)) || chr(10) AS rates,"                             \
    " array_to_json(rates) AS rates_json"

/* What stands behind a doubtful figure in a table, and above the reasons. */
#define DOUBT_MARK "(*)"
#define DOUBT_TITLE "Số liệu có thể chưa đủ"

/* Rows of one office, or of all when it is NULL, in the order of offices. NULL on error. */
DbRows *doubt_read(Db *db, const struct Reading *reading, const char *office,
                   struct Error *err) MUST_CHECK;

/* The same for points under a version of a scoring set, which may itself not be in force on the day of scoring. */
DbRows *doubt_read_points(Db *db, const struct Reading *reading, const char *office,
                          const char *version, struct Error *err) MUST_CHECK;

/* Adds "doubts": the rows from first up to, without, end as [{"kind", "source", "reason", "rates"}];
 * rates are those that it is about, null for all figures of the office. */
void doubt_add_json(cJSON *office, const DbRows *doubts, int first, int end);

/* Adds "doubt" and "reason" to a figure whose column percent is null; else nothing. */
void doubt_add_figure_json(cJSON *figure, const DbRows *figures, int row);

/* The same for a rate, also when its column rule_doubt is not null. */
void doubt_add_rate_json(cJSON *rate, const DbRows *rates, int row);

/* The column rule_doubt: why the rule of a rate says nothing about the period, or NULL. */
const char *doubt_of_rule(const DbRows *rates, int row);

/* The doubt of a rate for a cell of CSV: DOUBT_EMPTY, the reason, or NULL. */
const char *doubt_of_rate(const DbRows *rates, int row);

/* Prints the rates (text_vi) from first up to, without, end that have such a reason; silent when none has. */
void doubt_print_rules(Arena *arena, const DbRows *figures, int first, int end);

/* Puts the same rows: office, name and kind, then empty cells, and the reason as the last one. They
 * are about figures of the office, which is that of row in offices. */
void doubt_put_rows(struct RowOut *out, const DbRows *offices, int row, const DbRows *doubts,
                    int first, int end, int empty_cells);

/* The doubts of one office: the rows from first up to, without, end. */
struct DoubtSpan {
    const DbRows *rows;
    int first;
    int end;
};

/* True when one of them is about the rate, or about all figures; the latter only, when rate is NULL. */
bool doubt_concerns(Arena *arena, struct DoubtSpan doubts, const char *rate) MUST_CHECK;

/* A percentage as "96,93 %", with the mark "(*)" when it is doubtful. */
const char *doubt_percent(Arena *arena, const char *percent, bool is_doubtful);

/* Prints what the mark stands for; silent when there are none. */
void doubt_print(Arena *arena, const DbRows *doubts, int first, int end);

/* True when the column percent is null in a row from first up to, without, end. */
bool doubt_has_empty(const DbRows *figures, int first, int end);

#endif
