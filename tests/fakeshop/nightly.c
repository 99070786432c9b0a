/* Two tables of changes, one for open and one for closed dossiers. The share of regressions and
 * backdated closings is exaggerated: they are what a nightly comparison is there to find. */
#include "nightly.h"

#include "course.h"
#include "edges.h"

typedef void ChangeFn(Dossier *dossier, Rng *rng, Wall now);

typedef struct {
    uint32_t share; /* of 10,000 changes */
    ChangeFn *apply;
} Change;

/* No further steps are to be expected; 3 never comes back and 7 to 10 are ends. */
static bool is_closed(const Dossier *dossier)
{
    return dossier->status == STATUS_NOT_ACCEPTED || dossier->status >= STATUS_WITHDRAWN;
}

/* ---- changes of open dossiers ---- */

/* The next step of the usual way. A dossier only submitted so far is received by it. */
static void move_on(Dossier *dossier, Rng *rng, Wall now)
{
    static const int8_t NEXT[] = {
        [STATUS_SUBMITTED] = STATUS_RECEIVED,    [STATUS_RECEIVED] = STATUS_PROCESSING,
        [STATUS_PROCESSING] = STATUS_SUPPLEMENT, [STATUS_SUPPLEMENT] = STATUS_PROCESSING,
        [STATUS_FINANCIAL] = STATUS_PROCESSING,
    };

    (void)rng;
    dossier->status = NEXT[dossier->status];
    if (dossier->received == WALL_NONE) {
        dossier->received = now;
        dossier->due = now + 10 * WALL_DAY;
    }
}

/* Closed during the day; the result is often handed over at once. */
static void finish(Dossier *dossier, Rng *rng, Wall now)
{
    if (dossier->received == WALL_NONE) {
        move_on(dossier, rng, now);
        return;
    }
    dossier->finished = now;
    dossier->status = STATUS_DONE;
    if (rng_chance(rng, 6000)) {
        dossier->status = STATUS_HANDED_OVER;
        dossier->returned = now;
    }
}

/* ---- changes of any dossier ---- */

/* Due dates are moved before and after they have passed; both are seen in practice. */
static void move_due(Dossier *dossier, Rng *rng, Wall now)
{
    Wall base = dossier->due != WALL_NONE ? dossier->due : wall_day_start(now) + 17 * WALL_HOUR;

    dossier->due = base + (Wall)(1 + rng_below(rng, 10)) * WALL_DAY;
}

/* A letter of apology dated the day it was entered. */
static void add_letter(Dossier *dossier, Rng *rng, Wall now)
{
    (void)rng;
    dossier->apology = now;
}

/* ---- changes of closed dossiers ---- */

/* The usual last step. Whoever has the result already only signs for it, which changes no mapped
 * field: an update that is none. */
static void hand_over(Dossier *dossier, Rng *rng, Wall now)
{
    (void)rng;
    if (dossier->status == STATUS_DONE) {
        dossier->status = STATUS_HANDED_OVER;
        dossier->returned = now;
    } else {
        dossier->return_info = "PII-Đã ký nhận kết quả";
    }
}

/* Back to processing. Some systems clear the closing date then, some leave it behind. */
static void reopen(Dossier *dossier, Rng *rng, Wall now)
{
    (void)now;
    dossier->status = STATUS_PROCESSING;
    dossier->returned = WALL_NONE;
    if (rng_chance(rng, 5000)) {
        dossier->finished = WALL_NONE;
    }
}

/* The closing is given an earlier date than it had the night before. */
static void backdate(Dossier *dossier, Rng *rng, Wall now)
{
    (void)rng;
    (void)now;
    if (dossier->finished == WALL_NONE) {
        return;
    }
    if (dossier->finished > dossier->received + 2) {
        dossier->finished -= (dossier->finished - dossier->received) / 2;
    } else {
        dossier->finished -= WALL_HOUR;
    }
}

static const Change OPEN_CHANGES[] = {
    {5000, finish},
    {3000, move_on},
    {1200, move_due},
    {800, add_letter},
};

static const Change CLOSED_CHANGES[] = {
    {5000, hand_over}, {1000, move_due}, {1600, add_letter}, {1200, reopen}, {1200, backdate},
};

void nightly_change(Dossier *dossier, Rng *rng)
{
    bool closed = is_closed(dossier);
    const Change *changes = closed ? CLOSED_CHANGES : OPEN_CHANGES;
    Wall now = edges_first_night_end() + 7 * WALL_HOUR + (Wall)rng_below(rng, 10 * WALL_HOUR);

    /* Together about 1 % of all, since roughly one dossier in eleven is open. */
    if (!rng_chance(rng, closed ? 60 : 520)) {
        return;
    }
    uint32_t draw = rng_below(rng, 10000);
    while (draw >= changes->share) {
        draw -= changes->share;
        changes++;
    }
    changes->apply(dossier, rng, now);
    dossier->updated = now;
}
