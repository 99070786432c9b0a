#include "stats/page/disclosure.h"

#include "common/text.h"

#include <string.h>

#include "common/banned.h"

enum { GROUPS_MAX = 256, FIRST_COUNT = 3, EACH_RATE = 2, EACH_MONTH = 4, MORE = 3, FEW = 2 };

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
    {"pending_overdue", "stock"},
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

/* When the first is not told, the second one would give it away. */
static const struct {
    const char *group;
    const char *teller;
} tellers[] = {
    {"flow", "stock"},
    {"late", "in time"},
    {"late", "letters"},
    {"stock", "letters"},
    {"late", DISCLOSURE_MONTHS},
    {DISCLOSURE_BEFORE "late", DISCLOSURE_BEFORE "in time"},
    {DISCLOSURE_BEFORE "late", DISCLOSURE_MONTHS},
};

struct Disclosure {
    Arena *arena;
    const struct Family *family;
    const char *groups[GROUPS_MAX];
    int group_count;
    int measures;    /* numbers of each office, the same of all */
    int *group_of;   /* of each measure */
    int64_t *values; /* of each office each measure */
    bool *hidden;    /* of each office each group */
};

static const char *group_name(Arena *arena, const char *figure)
{
    size_t skip = strlen(DISCLOSURE_BEFORE);
    bool is_before = strncmp(figure, DISCLOSURE_BEFORE, skip) == 0;
    const char *name = is_before ? figure + skip : figure;

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (text_equal(table[i].figure, name)) {
            name = table[i].group;
            break;
        }
    }
    return is_before ? arena_printf(arena, DISCLOSURE_BEFORE "%s", name) : name;
}

static int find_group(const struct Disclosure *d, const char *name)
{
    for (int group = 0; group < d->group_count; group++) {
        if (text_equal(d->groups[group], name)) {
            return group;
        }
    }
    return -1;
}

/* Past the last place all others share it: together they are told less, never more. */
static int need_group(struct Disclosure *d, const char *figure)
{
    const char *name = group_name(d->arena, figure);
    int group = find_group(d, name);

    if (group < 0 && d->group_count < GROUPS_MAX) {
        d->groups[d->group_count++] = arena_strdup(d->arena, name);
        group = d->group_count - 1;
    }
    return group >= 0 ? group : GROUPS_MAX - 1;
}

static int64_t *value_at(const struct Disclosure *d, int office, int measure)
{
    return &d->values[(size_t)office * (size_t)d->measures + (size_t)measure];
}

static bool *hidden_at(const struct Disclosure *d, int office, int group)
{
    return &d->hidden[(size_t)office * GROUPS_MAX + (size_t)group];
}

/* --- the numbers of an office ---------------------------------------------------------------------------- */

struct Collector {
    struct Disclosure *d;
    const struct Sets *sets;
    int office;
    int measure; /* the next one */
};

static void put(struct Collector *c, const char *figure, int64_t value)
{
    if (c->measure < c->d->measures) {
        c->d->group_of[c->measure] = need_group(c->d, figure);
        *value_at(c->d, c->office, c->measure++) = value;
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
    put(c, "paused",
        number_of(c, SET_COUNTS, row, "pending") - number_of(c, SET_COUNTS, row, "paused"));
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
            arena_printf(c->d->arena, "%s%s", prefix, rate != NULL ? rate : "no rate");
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
        put(c, DISCLOSURE_MONTHS, number_of(c, SET_MONTHS, row, "received"));
        put(c, DISCLOSURE_MONTHS, resolved);
        put(c, DISCLOSURE_MONTHS, late);
        put(c, DISCLOSURE_MONTHS, resolved - late);
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

static void collect(struct Disclosure *d, const struct Sets *sets, int office)
{
    struct Collector c = {d, sets, office, 0};

    put_counts(&c);
    put_rates(&c, SET_RATES, "");
    put_answers(&c);
    put_months(&c);
    put_rates(&c, SET_PREVIOUS, DISCLOSURE_BEFORE);
    put_rates(&c, SET_POINTS, "");
}

/* --- what is not told ------------------------------------------------------------------------------------ */

static bool is_few(int64_t value)
{
    return value > 0 && value <= FEW;
}

static void hide_few(const struct Disclosure *d, int office)
{
    for (int measure = 0; measure < d->measures; measure++) {
        if (is_few(*value_at(d, office, measure))) {
            *hidden_at(d, office, d->group_of[measure]) = true;
        }
    }
}

static bool hide(const struct Disclosure *d, int office, int group)
{
    bool *hidden = hidden_at(d, office, group);
    bool is_news = !*hidden;

    *hidden = true;
    return is_news;
}

/* Without its size nothing is told of an office. True when something is hidden that was not. */
static bool hide_tellers(const struct Disclosure *d, int office)
{
    int size = find_group(d, "size");
    bool is_news = false;

    for (int group = 0; size >= 0 && *hidden_at(d, office, size) && group < d->group_count;
         group++) {
        is_news = hide(d, office, group) || is_news;
    }
    for (size_t i = 0; i < sizeof tellers / sizeof tellers[0]; i++) {
        int told = find_group(d, tellers[i].group), teller = find_group(d, tellers[i].teller);
        if (told >= 0 && teller >= 0 && *hidden_at(d, office, told)) {
            is_news = hide(d, office, teller) || is_news;
        }
    }
    return is_news;
}

static bool is_child(const struct Disclosure *d, int office, int parent)
{
    return d->family->members[office].is_shown && d->family->members[office].parent == parent;
}

/* An office above others, one group: what readers know of its parts. */
struct Sum {
    int hidden;    /* offices under it that do not tell */
    bool has_rest; /* it has dossiers of its own, which stand nowhere */
    bool is_few;   /* what is not told is 1 or 2 together */
    int next;      /* of those that tell the one with the least, -1: none */
};

static int64_t size_of(const struct Disclosure *d, int office, int group)
{
    int64_t size = 0;

    for (int measure = 0; measure < d->measures; measure++) {
        size += d->group_of[measure] == group ? *value_at(d, office, measure) : 0;
    }
    return size;
}

static void look_at_offices(const struct Disclosure *d, int parent, int group, struct Sum *sum)
{
    int64_t least = INT64_MAX;

    for (int office = 0; office < d->family->count; office++) {
        if (!is_child(d, office, parent)) {
            continue;
        }
        int64_t size = size_of(d, office, group);
        if (*hidden_at(d, office, group)) {
            sum->hidden++;
        } else if (size > 0 && size < least) {
            least = size;
            sum->next = office;
        }
    }
}

static void look_at_measure(const struct Disclosure *d, int parent, int measure, struct Sum *sum)
{
    int64_t untold = *value_at(d, parent, measure), rest = untold;

    for (int office = 0; office < d->family->count; office++) {
        if (is_child(d, office, parent)) {
            rest -= *value_at(d, office, measure);
            untold -=
                *hidden_at(d, office, d->group_of[measure]) ? 0 : *value_at(d, office, measure);
        }
    }
    sum->has_rest = sum->has_rest || rest != 0;
    sum->is_few = sum->is_few || is_few(untold);
}

static struct Sum look_at(const struct Disclosure *d, int parent, int group)
{
    struct Sum sum = {.next = -1};

    look_at_offices(d, parent, group, &sum);
    for (int measure = 0; measure < d->measures; measure++) {
        if (d->group_of[measure] == group) {
            look_at_measure(d, parent, measure, &sum);
        }
    }
    return sum;
}

/* Hides what it takes in one office above others and its own; true when that was anything. */
static bool hide_beside(const struct Disclosure *d, int parent, int group)
{
    bool is_news = false;

    for (;;) {
        struct Sum sum = look_at(d, parent, group);
        bool is_hidden = *hidden_at(d, parent, group);
        bool is_safe = is_hidden ? sum.hidden > 0 || sum.has_rest
                                 : !sum.is_few && (sum.hidden != 1 || sum.has_rest);
        if (is_safe || (is_hidden && sum.next < 0)) {
            return is_news;
        }
        is_news = hide(d, sum.next >= 0 ? sum.next : parent, group) || is_news;
    }
}

static bool is_above_any(const struct Disclosure *d, int office)
{
    for (int other = 0; other < d->family->count; other++) {
        if (is_child(d, other, office)) {
            return true;
        }
    }
    return false;
}

/* What is hidden in one place may have to be hidden in another for it: until nothing is left to do. */
static void hide_all(const struct Disclosure *d)
{
    bool is_news = true;

    while (is_news) {
        is_news = false;
        for (int office = 0; office < d->family->count; office++) {
            bool has_offices = is_above_any(d, office);
            is_news = hide_tellers(d, office) || is_news;
            for (int group = 0; has_offices && group < d->group_count; group++) {
                is_news = hide_beside(d, office, group) || is_news;
            }
        }
    }
}

struct Disclosure *disclosure_find(Arena *arena, struct Sets *sets, const struct Family *family)
{
    struct Disclosure *d = arena_alloc(arena, sizeof *d);
    size_t count = (size_t)family->count;

    *d = (struct Disclosure){.arena = arena, .family = family};
    for (int office = 0; office < family->count; office++) {
        sets_go_to(sets, office);
        int measures = measures_at_hand(sets);
        d->measures = measures > d->measures ? measures : d->measures;
    }
    sets_rewind(sets);
    size_t places = (size_t)d->measures;
    d->group_of = arena_alloc(arena, (places + 1) * sizeof *d->group_of);
    d->values = arena_alloc(arena, (count * places + 1) * sizeof *d->values);
    d->hidden = arena_alloc(arena, count * GROUPS_MAX + 1);
    for (int office = 0; office < family->count; office++) {
        sets_go_to(sets, office);
        collect(d, sets, office);
        hide_few(d, office);
    }
    sets_rewind(sets);
    hide_all(d);
    return d;
}

bool disclosure_hides(const struct Disclosure *disclosure, int office, const char *figure)
{
    if (disclosure == NULL) {
        return false;
    }
    int group = find_group(disclosure, group_name(disclosure->arena, figure));
    return group < 0 || *hidden_at(disclosure, office, group);
}
