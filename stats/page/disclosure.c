#include "stats/page/disclosure.h"

#include "stats/page/measures.h"

#include "common/banned.h"

enum { FEW = 2 };

/* When the first is not told, the second one would give it away. */
static const struct {
    const char *group;
    const char *teller;
} tellers[] = {
    {"flow", "stock"},
    {"late", "in time"},
    {"late", "letters"},
    {"overdue", "stock"},
    {"overdue", "letters"},
    {"late", MEASURES_MONTHS},
    {MEASURES_BEFORE "late", MEASURES_BEFORE "in time"},
    {MEASURES_BEFORE "late", MEASURES_MONTHS},
};

struct Disclosure {
    const struct Family *family;
    struct Measures *measures;
    bool *hidden; /* of each office each group */
};

static bool *hidden_at(const struct Disclosure *d, int office, int group)
{
    return &d->hidden[(size_t)office * MEASURES_GROUPS + (size_t)group];
}

static bool is_few(int64_t value)
{
    return value > 0 && value <= FEW;
}

static void hide_few(const struct Disclosure *d, int office)
{
    for (int measure = 0; measure < d->measures->count; measure++) {
        if (is_few(*measures_at(d->measures, office, measure))) {
            *hidden_at(d, office, d->measures->group_of[measure]) = true;
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
    int size = measures_find_group(d->measures, "size");
    bool is_news = false;

    for (int group = 0;
         size >= 0 && *hidden_at(d, office, size) && group < d->measures->group_count; group++) {
        is_news = hide(d, office, group) || is_news;
    }
    for (size_t i = 0; i < sizeof tellers / sizeof tellers[0]; i++) {
        int told = measures_find_group(d->measures, tellers[i].group),
            teller = measures_find_group(d->measures, tellers[i].teller);
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

    for (int measure = 0; measure < d->measures->count; measure++) {
        size += d->measures->group_of[measure] == group ? *measures_at(d->measures, office, measure)
                                                        : 0;
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
    int64_t untold = *measures_at(d->measures, parent, measure), rest = untold;

    for (int office = 0; office < d->family->count; office++) {
        if (is_child(d, office, parent)) {
            rest -= *measures_at(d->measures, office, measure);
            untold -= *hidden_at(d, office, d->measures->group_of[measure])
                          ? 0
                          : *measures_at(d->measures, office, measure);
        }
    }
    sum->has_rest = sum->has_rest || rest != 0;
    sum->is_few = sum->is_few || is_few(untold);
}

static struct Sum look_at(const struct Disclosure *d, int parent, int group)
{
    struct Sum sum = {.next = -1};

    look_at_offices(d, parent, group, &sum);
    for (int measure = 0; measure < d->measures->count; measure++) {
        if (d->measures->group_of[measure] == group) {
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
            for (int group = 0; has_offices && group < d->measures->group_count; group++) {
                is_news = hide_beside(d, office, group) || is_news;
            }
        }
    }
}

struct Disclosure *disclosure_find(Arena *arena, struct Sets *sets, const struct Family *family)
{
    struct Disclosure *d = arena_alloc(arena, sizeof *d);

    d->family = family;
    d->measures = measures_read(arena, sets, family->count);
    d->hidden = arena_alloc(arena, (size_t)family->count * MEASURES_GROUPS + 1);
    for (int office = 0; office < family->count; office++) {
        hide_few(d, office);
    }
    hide_all(d);
    return d;
}

bool disclosure_hides(const struct Disclosure *disclosure, int office, const char *figure)
{
    if (disclosure == NULL) {
        return false;
    }
    int group = measures_find_group(disclosure->measures, figure);
    return group < 0 || *hidden_at(disclosure, office, group);
}
