/* 1,286 dossiers of one commune, received from 2023-12-07 to 2024-06-06.
 *
 *   1,271 resolved: 1,232 on an earlier date than due, 39 on a later one, none on the due date
 *      13 open: 12 due after 2024-06-10, 1 due before 2024-06-04;  2 withdrawn
 *   1,270 online, 16 direct;  1,217 with digitised components;  700 at level 4
 *   1,045 of the resolved with a result link, 13 of these filed in the store
 *     410 with a fee, all of them paid online
 *   of the 39 late: 27 with a letter (20 of them a day or more before the due date), and 6 whose
 *      result was handed over in time although the system was told late
 *     411 answers on resolved dossiers: 341 very satisfied, 70 satisfied
 *
 * Each property takes its own fixed permutation of the indexes and a threshold, so the counts are
 * exact by construction and the properties are spread over each other. */
#include "tinhchau.h"

#include "course.h"
#include "rng.h"

enum {
    WEEKDAYS = 131, /* Monday to Friday within the period */
    LAST_DAY = WEEKDAYS - 1,
    RESOLVED = 1271,
    LATE = 39,
    LATE_FIRST = 20,
    LATE_STEP = 27,
    OPEN = 12,
    OPEN_FIRST = 1185,
    OPEN_STEP = 8,
    OVERDUE_INDEX = 1100,
    OVERDUE_DUE_DAY = 127, /* 2024-06-03 */
    DIRECT = 16,
    DIGITISED = 1217,
    WITH_RESULT = 1045,
    STORED = 13,
    LEVEL_4 = 700,
    PER_LEVEL_4_PROCEDURE = 35,
    LEVEL_4_WITH_FEE = 210,
    LEVEL_3_WITH_FEE = 200,
    ANSWERS = 411,
    VERY_SATISFIED = 341,
    LETTERS = 27,
    LETTERS_IN_TIME = 20,
    HANDED_OVER_IN_TIME = 6
};

static const int WITHDRAWN_INDEXES[] = {400, 900};

typedef enum { EARLY, LATE_CASE, OPEN_CASE, OVERDUE, WITHDRAWN } Case;

/* The case of an index; for late ones *rank becomes their number 0..38. */
static Case case_of(int index, int *rank)
{
    *rank = 0;
    if (index == WITHDRAWN_INDEXES[0] || index == WITHDRAWN_INDEXES[1]) {
        return WITHDRAWN;
    }
    if (index == OVERDUE_INDEX) {
        return OVERDUE;
    }
    int open = index - OPEN_FIRST;
    if (open >= 0 && open % OPEN_STEP == 0 && open / OPEN_STEP < OPEN) {
        return OPEN_CASE;
    }
    /* All late ones came early enough for a due date and a closing within the period. */
    int late = index - LATE_FIRST;
    if (late >= 0 && late % LATE_STEP == 0 && late / LATE_STEP < LATE) {
        *rank = late / LATE_STEP;
        return LATE_CASE;
    }
    return EARLY;
}

/* Number of the index among the resolved ones: itself less the unresolved ones before it. */
static int resolved_rank(int index)
{
    int rank = index;

    rank -= index > WITHDRAWN_INDEXES[0];
    rank -= index > WITHDRAWN_INDEXES[1];
    rank -= index > OVERDUE_INDEX;
    if (index > OPEN_FIRST) {
        int open = (index - OPEN_FIRST + OPEN_STEP - 1) / OPEN_STEP;
        rank -= open < OPEN ? open : OPEN;
    }
    return rank;
}

/* Position of index in a permutation; factor is a prime that does not divide 1286. */
static int spread(int index, int factor, int shift)
{
    return (index * factor + shift) % TINHCHAU_COUNT;
}

/* Midnight of weekday number day of the period; beyond its end for due dates. */
static Wall period_day(int day)
{
    return wall_add_weekdays(wall_make(2023, 12, 7, 0, 0, 0), day);
}

/* Some moment of the morning or early afternoon, 08:00 to 15:59. */
static Wall office_time(int day, uint64_t noise)
{
    return period_day(day) + 8 * WALL_HOUR + (Wall)(noise % (8 * WALL_HOUR));
}

/* The dossiers of a day come one after the other from 07:30 to 11:00 and 13:30 to 15:30. */
static Wall reception_time(int day, int number, uint64_t noise)
{
    int slot = number * 33 + (int)(noise % 33);
    int minute = slot < 210 ? 7 * 60 + 30 + slot : 13 * 60 + 30 + slot - 210;

    return period_day(day) + (Wall)minute * WALL_MINUTE + (Wall)(noise / 64 % 60);
}

/* Half the due dates keep the hour of reception, the other half the end of office hours. */
static Wall due_time(const Dossier *dossier, int day, uint64_t noise)
{
    Wall hour = (noise & 1) != 0 ? dossier->received % WALL_DAY : 17 * WALL_HOUR;

    return period_day(day) + hour;
}

/* Nine of ten results are handed over within the hour. */
static void hand_over(Dossier *dossier, uint64_t noise)
{
    dossier->status = STATUS_DONE;
    if (noise % 10 != 0) {
        dossier->status = STATUS_HANDED_OVER;
        dossier->returned = dossier->finished + (Wall)(5 + noise % 36) * WALL_MINUTE;
    }
}

/* Closed at least one weekday before the due day and not after the last day of the period. */
static void close_early(Dossier *dossier, int day, Rng *rng)
{
    int term = dossier->procedure->term_days;
    int most = term - 1 < LAST_DAY - day ? term - 1 : LAST_DAY - day;
    int taken = (int)rng_below(rng, (uint32_t)most + 1);

    dossier->due = due_time(dossier, day + term, rng_next(rng));
    if (taken == 0) {
        dossier->finished = dossier->received + (Wall)(20 + rng_below(rng, 60)) * WALL_MINUTE;
    } else {
        dossier->finished = office_time(day + taken, rng_next(rng));
    }
}

/* Closed one to five weekdays after the due day. */
static void close_late(Dossier *dossier, int day, int rank, Rng *rng)
{
    int term = dossier->procedure->term_days;
    /* Three days at least leave room for a letter between reception and due date; fifteen at most
     * keep the closing inside the period. */
    int clamped = term < 3 ? 3 : term > 15 ? 15 : term;
    int due_day = day + clamped;
    /* Factors coprime to 39 deal the properties out over the months. */
    int letter = rank * 7 % LATE;
    int delay = 1 + (int)rng_below(rng, 5);

    dossier->due = due_time(dossier, due_day, rng_next(rng));
    dossier->finished = office_time(due_day + delay, rng_next(rng));
    hand_over(dossier, rng_next(rng));
    if (letter < LETTERS_IN_TIME) {
        dossier->apology = office_time(due_day - 1, rng_next(rng));
    } else if (letter < LETTERS) {
        dossier->apology = dossier->due + (Wall)rng_below(rng, 2) * WALL_HOUR;
    }
    if (rank * 5 % LATE < HANDED_OVER_IN_TIME) {
        dossier->status = STATUS_HANDED_OVER;
        dossier->returned = office_time(due_day - 1, rng_next(rng));
    }
}

/* Status and dates of one dossier by its case. */
static void set_course(Dossier *dossier, int index, int day, Rng *rng)
{
    int rank;

    switch (case_of(index, &rank)) {
    case EARLY:
        close_early(dossier, day, rng);
        hand_over(dossier, rng_next(rng));
        break;
    case LATE_CASE:
        close_late(dossier, day, rank, rng);
        break;
    case OPEN_CASE:
        dossier->due = due_time(dossier, day + 15 + index % 3 * 5, rng_next(rng));
        dossier->status = index % 16 == 1 ? STATUS_RECEIVED : STATUS_PROCESSING;
        break;
    case OVERDUE:
        dossier->due = due_time(dossier, OVERDUE_DUE_DAY, rng_next(rng));
        dossier->status = STATUS_PROCESSING;
        break;
    case WITHDRAWN:
        close_early(dossier, day, rng);
        dossier->status = STATUS_WITHDRAWN;
        break;
    }
}

/* The position decides the procedure and with it level and fee, so that all dossiers of one
 * procedure have the same level. */
static void set_procedure(Dossier *dossier, const Scenario *scenario, int index)
{
    int place = spread(index, 773, 100);
    int after = place - LEVEL_4;
    int number = place / PER_LEVEL_4_PROCEDURE;
    bool fee = place < LEVEL_4_WITH_FEE;

    if (after >= 0) {
        number = 20 + after * 20 / (TINHCHAU_COUNT - LEVEL_4);
        fee = after < LEVEL_3_WITH_FEE;
    }
    dossier->procedure = &scenario->catalog.procedures[number];
    dossier->level = (int8_t)dossier->procedure->level;
    dossier->paid_online = 0;
    if (fee) {
        dossier->fee_kind = FEE_AMOUNT;
        dossier->fee = 2000U * (1U + (unsigned)index % 20U);
        dossier->fee_extra = index % 5 == 0 ? 10000 : 0;
        dossier->paid_online = index % 3 == 0 ? 1 : 2;
    } else {
        /* Exempt from the fee of the procedure, or no fee at all. */
        dossier->fee_kind = dossier->procedure->has_fee || index % 4 == 0 ? FEE_ZERO : FEE_NONE;
    }
}

/* Components and results; only resolved dossiers have a result. */
static void set_papers(Dossier *dossier, int index, Rng *rng)
{
    bool digitised = spread(index, 359, 77) < DIGITISED;

    dossier->component_count = index % 10 < 7 ? 2 : index % 10 < 9 ? 3 : 4;
    for (unsigned i = 0; i < dossier->component_count; i++) {
        bool this_one = digitised && (i == 0 || rng_chance(rng, 7000));
        dossier->components[i].digitised = this_one ? 1 : 0;
    }
    if (dossier->status == STATUS_DONE || dossier->status == STATUS_HANDED_OVER) {
        int place = (resolved_rank(index) * 457 + 11) % RESOLVED;
        dossier->result = index % 2 == 0 ? RESULT_NONE : RESULT_NO_LINK;
        if (place < WITH_RESULT) {
            dossier->result = RESULT_LINK;
        }
        dossier->stored = place < STORED ? 1 : 0;
    }
}

uint64_t tinhchau_total(const Scenario *scenario, int night)
{
    (void)night; /* the second night is the first one again */
    return scenario->count;
}

void tinhchau_get(const Scenario *scenario, int night, uint64_t index, Dossier *dossier)
{
    int i = (int)index;
    int day = i * WEEKDAYS / TINHCHAU_COUNT;
    int number = i - (day * TINHCHAU_COUNT + WEEKDAYS - 1) / WEEKDAYS;
    Rng rng = rng_start(UINT64_C(482325), index, RNG_COURSE);

    (void)night;
    *dossier = (Dossier){
        .office = &scenario->catalog.offices[0],
        .person = index + 1,
        .channel = spread(i, 571, 5) < DIRECT ? 1 : 2,
        .applicant_type = i % 12 == 0 ? 2 : 1,
        .return_way = i % 9 == 0 ? 1 : 0,
        .other_info = "",
        .note = i % 3 == 0 ? "PII-Hẹn liên hệ qua điện thoại trước khi trả kết quả tại bộ phận một "
                             "cửa của xã"
                           : "",
        .return_info = i % 2 == 0 ? "PII-Trả kết quả cho người được ủy quyền tại xã" : "",
        .verified_account = i % 4 == 0 ? 1 : 0,
    };
    dossier->received = reception_time(day, number, rng_next(&rng));
    dossier->submitted = dossier->received;
    if (dossier->channel == 2) {
        dossier->submitted -= (Wall)(5 + rng_below(&rng, 600)) * WALL_MINUTE;
    }
    set_procedure(dossier, scenario, i);
    set_course(dossier, i, day, &rng);
    set_papers(dossier, i, &rng);
    course_set_code(dossier, dossier->received, (uint64_t)number + 1, 4);
    course_set_updated(dossier);
}

Rating tinhchau_rate(uint64_t rank)
{
    uint64_t place = (rank * 311 + 29) % RESOLVED;

    return place < VERY_SATISFIED ? RATING_VERY_SATISFIED
           : place < ANSWERS      ? RATING_SATISFIED
                                  : RATING_NONE;
}
