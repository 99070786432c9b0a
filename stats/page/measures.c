#include "stats/page/measures.h"

#include "common/text.h"

#include <string.h>

#include "common/banned.h"

enum { FIRST_COUNT = 3, EACH_RATE = 2, EACH_MONTH = 4, MORE = 4 };

/* Which figures stand and fall together; any other one is alone. */
static const struct {
    const char *figure;
    const char *group;
} table[] = {
    {"received", "size"},
    {"resolved", "size"},
    {"carried_in", "flow"},
    {"withdrawn", "flow"},
    {"returned", "flow"},
    {"pending", "flow"},
    {"pending_in_time", "stock"},
    {"pending_overdue", "overdue"},
    {"pending_no_due", "stock"},
    {"paused", "stock"},
    {"received_online", "channel"},
    {"received_direct", "channel"},
    {"received_postal", "channel"},
    {"online", "channel"},
    {"direct", "channel"},
    {"postal", "channel"},
    {"resolved_early", "in time"},
    {"resolved_on_time", "in time"},
    {"resolved_on_day_after_hour", "in time"},
    {"resolved_no_due", "in time"},
    {"on_time", "in time"},
    {"resolved_late", "late"},
    {"late", "late"},
    {"apology", "letters"},
    {"apology_in_time", "letters"},
    {"rated", "answers"},
    {"very_satisfied", "answers"},
    {"satisfied", "answers"},
    {"dissatisfied", "answers"},
};

static const char *group_name(Arena *arena, const char *figure)
{
    size_t skip = strlen(MEASURES_BEFORE);
    bool is_before = strncmp(figure, MEASURES_BEFORE, skip) == 0;
    const char *name = is_before ? figure + skip : figure;

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (text_equal(table[i].figure, name)) {
            name = table[i].group;
            break;
        }
    }
    return is_before ? arena_printf(arena, MEASURES_BEFORE "%s", name) : name;
}

int measures_find_group(const struct Measures *measures, const char *figure)
{
    const char *name = group_name(measures->arena, figure);

    for (int group = 0; group < measures->group_count; group++) {
        if (text_equal(measures->groups[group], name)) {
            return group;
        }
    }
    return -1;
}

/* Past the last place all others share it: together they are told less, never more. */
static int need_group(struct Measures *measures, const char *figure)
{
    int group = measures_find_group(measures, figure);

    if (group < 0 && measures->group_count < MEASURES_GROUPS) {
        group = measures->group_count++;
        measures->groups[group] =
            arena_strdup(measures->arena, group_name(measures->arena, figure));
    }
    return group >= 0 ? group : MEASURES_GROUPS - 1;
}

int64_t *measures_at(const struct Measures *measures, int office, int measure)
{
    return &measures->values[(size_t)office * (size_t)measures->count + (size_t)measure];
}

struct Collector {
    struct Measures *measures;
    const struct Sets *sets;
    int office;
    int next;
};

static void put(struct Collector *c, const char *figure, int64_t value)
{
    if (c->next < c->measures->count) {
        c->measures->group_of[c->next] = need_group(c->measures, figure);
        *measures_at(c->measures, c->office, c->next++) = value;
    }
}

static int64_t number(const char *text)
{
    long long value = 0;

    return text != NULL && text_to_int(text, 0, INT64_MAX, &value) ? value : 0;
}

static int64_t number_of(const struct Collector *c, enum SetName set, int row, const char *column)
{
    return number(db_field(c->sets->rows[set], row, column));
}

static void put_counts(struct Collector *c)
{
    const DbRows *rows = c->sets->rows[SET_COUNTS];
    int row = c->sets->first[SET_COUNTS];

    for (int i = FIRST_COUNT; i < db_column_count(rows); i++) {
        put(c, db_column_name(rows, i), number(db_value(rows, row, i)));
    }
    int64_t pending = number_of(c, SET_COUNTS, row, "pending");
    put(c, "paused", pending - number_of(c, SET_COUNTS, row, "paused"));
    put(c, "pending_overdue", pending - number_of(c, SET_COUNTS, row, "pending_overdue"));
}

/* Of a set of rates, whose rows have the names of those of the page in their order, or their own. */
static void put_rates(struct Collector *c, enum SetName set, const char *prefix)
{
    const DbRows *rows = c->sets->rows[set];
    int first = c->sets->first[set];

    for (int row = first; row < c->sets->end[set]; row++) {
        const char *rate = set == SET_PREVIOUS
                               ? db_field(c->sets->rows[SET_FIGURES], row - first, "figure")
                               : db_field(rows, row, "rate");
        const char *figure =
            arena_printf(c->measures->arena, "%s%s", prefix, rate != NULL ? rate : "no rate");
        int64_t n = number_of(c, set, row, "numerator");
        put(c, figure, n);
        put(c, figure, number_of(c, set, row, "denominator") - n);
    }
}

static int64_t numerator_of(const struct Collector *c, const char *rate)
{
    for (int row = c->sets->first[SET_RATES]; row < c->sets->end[SET_RATES]; row++) {
        if (text_equal(db_field(c->sets->rows[SET_RATES], row, "rate"), rate)) {
            return number_of(c, SET_RATES, row, "numerator");
        }
    }
    return 0;
}

/* Answers between those that have a rate. */
static void put_answers(struct Collector *c)
{
    int64_t satisfied = numerator_of(c, "satisfied");

    put(c, "satisfied", satisfied - numerator_of(c, "very_satisfied"));
    put(c, "satisfied", numerator_of(c, "rated") - satisfied - numerator_of(c, "dissatisfied"));
}

static void put_months(struct Collector *c)
{
    for (int row = c->sets->first[SET_MONTHS]; row < c->sets->end[SET_MONTHS]; row++) {
        int64_t resolved = number_of(c, SET_MONTHS, row, "resolved");
        int64_t late = number_of(c, SET_MONTHS, row, "late");
        put(c, MEASURES_MONTHS, number_of(c, SET_MONTHS, row, "received"));
        put(c, MEASURES_MONTHS, resolved);
        put(c, MEASURES_MONTHS, late);
        put(c, MEASURES_MONTHS, resolved - late);
    }
}

static int rows_at_hand(const struct Sets *sets, enum SetName set)
{
    return sets->end[set] - sets->first[set];
}

static int measures_at_hand(const struct Sets *sets)
{
    return db_column_count(sets->rows[SET_COUNTS]) + MORE +
           EACH_RATE * (rows_at_hand(sets, SET_RATES) + rows_at_hand(sets, SET_PREVIOUS) +
                        rows_at_hand(sets, SET_POINTS)) +
           EACH_MONTH * rows_at_hand(sets, SET_MONTHS);
}

static void collect(struct Measures *measures, const struct Sets *sets, int office)
{
    struct Collector c = {measures, sets, office, 0};

    put_counts(&c);
    put_rates(&c, SET_RATES, "");
    put_answers(&c);
    put_months(&c);
    put_rates(&c, SET_PREVIOUS, MEASURES_BEFORE);
    put_rates(&c, SET_POINTS, "");
}

struct Measures *measures_read(Arena *arena, struct Sets *sets, int offices)
{
    struct Measures *measures = arena_alloc(arena, sizeof *measures);

    measures->arena = arena;
    for (int office = 0; office < offices; office++) {
        sets_go_to(sets, office);
        int count = measures_at_hand(sets);
        measures->count = count > measures->count ? count : measures->count;
    }
    sets_rewind(sets);
    size_t count = (size_t)measures->count;
    measures->group_of = arena_alloc(arena, (count + 1) * sizeof *measures->group_of);
    measures->values = arena_alloc(arena, ((size_t)offices * count + 1) * sizeof *measures->values);
    for (int office = 0; office < offices; office++) {
        sets_go_to(sets, office);
        collect(measures, sets, office);
    }
    sets_rewind(sets);
    return measures;
}
