/* One function per case and one table with the shares. A case that needs a closing first makes
 * sure that the dossier is old enough, since no event of the first night may lie in the future.
 * About a quarter of all records is an edge case: far more than in life, where each of them is
 * rare and yet the reason why two reports on the same office differ. */
#include "edges.h"

#include "course.h"

typedef void EdgeFn(Dossier *dossier, Rng *rng);

typedef struct {
    uint32_t share; /* of 10,000 */
    EdgeFn *apply;
} Edge;

Wall edges_first_night_end(void)
{
    return wall_make(2026, 1, 1, 0, 0, 0);
}

/* ---- building blocks ---- */

/* Whole days as seconds. */
static Wall days(uint32_t count)
{
    return (Wall)count * WALL_DAY;
}

/* The due date the time limit gives: at a round hour of the afternoon. */
static void set_due(Dossier *dossier, Rng *rng)
{
    Wall last = dossier->received + (Wall)dossier->procedure->term_days * WALL_DAY;

    dossier->due = wall_day_start(last) + (Wall)(14 + rng_below(rng, 4)) * WALL_HOUR;
}

/* Moves a dossier back by a year when it is too young for everything to be over by now. */
static void make_old(Dossier *dossier, Rng *rng)
{
    if (dossier->received > edges_first_night_end() - days(120)) {
        dossier->received -= days(365);
        dossier->submitted -= days(365);
    }
    set_due(dossier, rng);
}

/* Resolves the dossier at finished; most results are handed over the same or one of the next
 * days. */
static void resolve(Dossier *dossier, Rng *rng, Wall finished)
{
    Wall returned = finished + (Wall)rng_below(rng, 3 * WALL_DAY);

    dossier->finished = finished;
    dossier->status = STATUS_DONE;
    if (rng_chance(rng, 8500) && returned < edges_first_night_end()) {
        dossier->status = STATUS_HANDED_OVER;
        dossier->returned = returned;
    }
}

/* Open states in about the proportions of a real export: mostly in process, few waiting for the
 * citizen. */
static void leave_open(Dossier *dossier, Rng *rng)
{
    static const int8_t STATUSES[] = {4, 4, 4, 4, 4, 2, 2, 2, 5, 6};

    dossier->status = STATUSES[rng_below(rng, sizeof STATUSES)];
}

/* An end without a result: withdrawn or stopped. */
static void end_without_result(Dossier *dossier, Rng *rng)
{
    dossier->status = rng_chance(rng, 5000) ? STATUS_WITHDRAWN : STATUS_STOPPED;
    if (dossier->status == STATUS_STOPPED && rng_chance(rng, 3000)) {
        dossier->refused = dossier->finished;
    }
}

/* When an ordinary dossier is closed: one in ten late, a few within hours of the due time, all
 * others some time between reception and due day. */
static Wall plain_finish(const Dossier *dossier, Rng *rng)
{
    Wall due_day = wall_day_start(dossier->due);
    Wall span = due_day - dossier->received;

    if (rng_chance(rng, 1000)) {
        /* One draw per statement: C leaves the order within an expression to the compiler. */
        Wall day = due_day + days(1 + rng_below(rng, 30));
        return day + 8 * WALL_HOUR + (Wall)rng_below(rng, 8 * WALL_HOUR);
    }
    if (span <= 0 || rng_chance(rng, 300)) {
        return dossier->due - (Wall)rng_below(rng, 4 * WALL_HOUR);
    }
    return dossier->received + WALL_MINUTE + (Wall)rng_below(rng, (uint32_t)span);
}

/* The ordinary case, with the dates that received and due give. */
static void follow_plain_course(Dossier *dossier, Rng *rng)
{
    Wall finished = plain_finish(dossier, rng);

    if (finished >= edges_first_night_end() || rng_chance(rng, 700)) {
        leave_open(dossier, rng);
        return;
    }
    if (rng_chance(rng, 600)) {
        dossier->finished = finished;
        end_without_result(dossier, rng);
        return;
    }
    resolve(dossier, rng, finished);
}

/* No edge case at all; three quarters of all dossiers. */
static void edge_plain(Dossier *dossier, Rng *rng)
{
    set_due(dossier, rng);
    follow_plain_course(dossier, rng);
}

/* ---- due date ---- */

/* A due date without an hour. Read as a timestamp it would be over before its own day begins. */
static void edge_due_midnight(Dossier *dossier, Rng *rng)
{
    set_due(dossier, rng);
    dossier->due = wall_day_start(dossier->due);
    if (rng_chance(rng, 3000)) {
        /* On the due day itself, which a due time of 00:00:00 still allows. */
        make_old(dossier, rng);
        dossier->due = wall_day_start(dossier->due);
        resolve(dossier, rng, dossier->due + (Wall)rng_below(rng, WALL_DAY));
        return;
    }
    follow_plain_course(dossier, rng);
}

/* Closing and due date agree to the second, as when a system copies one into the other. */
static void edge_same_second(Dossier *dossier, Rng *rng)
{
    make_old(dossier, rng);
    resolve(dossier, rng, dossier->due);
}

/* On the due day and before the hour: on time by date and by timestamp. */
static void edge_same_day_before(Dossier *dossier, Rng *rng)
{
    make_old(dossier, rng);
    resolve(dossier, rng, dossier->due - 1 - (Wall)rng_below(rng, 5 * WALL_HOUR));
}

/* On the due day and after the hour: on time by date, late by timestamp. Rules disagree here. */
static void edge_same_day_after(Dossier *dossier, Rng *rng)
{
    make_old(dossier, rng);
    resolve(dossier, rng, dossier->due + 1 + (Wall)rng_below(rng, 5 * WALL_HOUR));
}

/* No due date: some rules call this on time, some leave it out; it must not vanish. */
static void edge_no_due(Dossier *dossier, Rng *rng)
{
    edge_plain(dossier, rng);
    dossier->due = WALL_NONE;
}

/* A due date that was over when the dossier came in; a span of days would be negative. */
static void edge_due_before_received(Dossier *dossier, Rng *rng)
{
    make_old(dossier, rng);
    dossier->due = dossier->received - days(1 + rng_below(rng, 3));
    resolve(dossier, rng, dossier->received + (Wall)rng_below(rng, 2 * WALL_DAY));
}

/* ---- reception and closing at borders ---- */

/* Entered into the system after the fact, with the closing before the reception. */
static void edge_finished_before_received(Dossier *dossier, Rng *rng)
{
    make_old(dossier, rng);
    resolve(dossier, rng, dossier->received - WALL_HOUR - (Wall)rng_below(rng, 2 * WALL_DAY));
}

/* Receives the dossier at a given moment and goes on as usual. */
static void receive_at(Dossier *dossier, Rng *rng, Wall when)
{
    dossier->received = when;
    dossier->submitted = when - (Wall)rng_below(rng, WALL_HOUR);
    edge_plain(dossier, rng);
}

/* The first second of a day belongs to that day and not to the one before. */
static void edge_received_midnight(Dossier *dossier, Rng *rng)
{
    receive_at(dossier, rng, wall_day_start(dossier->received));
}

/* The same where two months, two quarters or two years meet. */
static void edge_received_month_start(Dossier *dossier, Rng *rng)
{
    receive_at(dossier, rng, wall_month_start(dossier->received));
}

/* The last second of a month: lost by a period that ends at 00:00:00 of its last day. */
static void edge_received_month_end(Dossier *dossier, Rng *rng)
{
    receive_at(dossier, rng, wall_month_end(dossier->received));
}

/* The same border for closings. */
static void edge_closed_month_end(Dossier *dossier, Rng *rng)
{
    make_old(dossier, rng);
    resolve(dossier, rng, wall_month_end(dossier->received + days(rng_below(rng, 20))));
}

/* One second later, and in the next month. */
static void edge_closed_month_start(Dossier *dossier, Rng *rng)
{
    make_old(dossier, rng);
    resolve(dossier, rng, wall_month_end(dossier->received + days(rng_below(rng, 20))) + 1);
}

/* ---- status and dates that do not fit each other ---- */

/* Resolved with only the day on which the result was handed over. */
static void edge_done_without_finish(Dossier *dossier, Rng *rng)
{
    make_old(dossier, rng);
    resolve(dossier, rng, plain_finish(dossier, rng));
    dossier->returned = dossier->finished;
    dossier->finished = WALL_NONE;
}

/* Resolved by its status, but no date says when: it cannot be put into any period. */
static void edge_done_without_dates(Dossier *dossier, Rng *rng)
{
    edge_done_without_finish(dossier, rng);
    dossier->returned = WALL_NONE;
}

/* The same for dossiers withdrawn or stopped. */
static void edge_ended_without_finish(Dossier *dossier, Rng *rng)
{
    edge_done_without_finish(dossier, rng);
    end_without_result(dossier, rng);
}

/* An open status with a closing date left over from an earlier state: it is open. */
static void edge_open_with_finish(Dossier *dossier, Rng *rng)
{
    static const int8_t STATUSES[] = {2, 4, 5, 6};

    make_old(dossier, rng);
    dossier->finished = plain_finish(dossier, rng);
    dossier->status = STATUSES[rng_below(rng, sizeof STATUSES)];
}

/* Only submitted, yet with a date of reception: the status decides, it is not counted. */
static void edge_submitted_received(Dossier *dossier, Rng *rng)
{
    set_due(dossier, rng);
    dossier->status = STATUS_SUBMITTED;
}

/* Only submitted, the regular way: nothing but the day of submission. */
static void edge_submitted(Dossier *dossier, Rng *rng)
{
    (void)rng;
    dossier->received = WALL_NONE;
    dossier->status = STATUS_SUBMITTED;
}

/* Not accepted after all: has a date of reception and still does not count as received. */
static void edge_not_accepted_received(Dossier *dossier, Rng *rng)
{
    make_old(dossier, rng);
    dossier->status = STATUS_NOT_ACCEPTED;
    dossier->refused = dossier->received + (Wall)rng_below(rng, 2 * WALL_DAY);
}

/* Not accepted at the counter: never received and never due. */
static void edge_not_accepted(Dossier *dossier, Rng *rng)
{
    edge_not_accepted_received(dossier, rng);
    dossier->received = WALL_NONE;
    dossier->due = WALL_NONE;
}

/* Tests look for each case in a few thousand records, hence no share below 0.8 %. */
static const Edge EDGES[] = {
    {250, edge_due_midnight},
    {100, edge_same_second},
    {180, edge_same_day_before},
    {140, edge_same_day_after},
    {140, edge_no_due},
    {90, edge_due_before_received},
    {90, edge_finished_before_received},
    {90, edge_received_midnight},
    {90, edge_received_month_start},
    {90, edge_received_month_end},
    {90, edge_closed_month_end},
    {90, edge_closed_month_start},
    {100, edge_done_without_finish},
    {90, edge_done_without_dates},
    {100, edge_ended_without_finish},
    {100, edge_open_with_finish},
    {85, edge_submitted_received},
    {85, edge_submitted},
    {85, edge_not_accepted_received},
    {85, edge_not_accepted},
};

void edges_apply(Dossier *dossier, Rng *rng)
{
    uint32_t draw = rng_below(rng, 10000);

    for (size_t i = 0; i < sizeof EDGES / sizeof EDGES[0]; i++) {
        if (draw < EDGES[i].share) {
            EDGES[i].apply(dossier, rng);
            return;
        }
        draw -= EDGES[i].share;
    }
    edge_plain(dossier, rng);
}
