/* Record i is derived from (seed, i) alone. What a dossier is, which way it went and what papers it
 * holds come from separate streams of random numbers; the second night and the older versions are
 * computed by changing the finished dossier. That way an unchanged record is the same to the byte
 * on both nights without anything being remembered. */
#include "randomshop.h"

#include "course.h"
#include "edges.h"
#include "nightly.h"
#include "rng.h"

enum { YEARS_OF_DAYS = 1096 /* 2023, 2024, 2025 */, NEW_PER_SECOND_NIGHT = 200 };

static const char *const NOTES[] = {
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "PII-Hẹn trả kết quả tại bộ phận một cửa vào buổi chiều, người dân ở xa xin gọi điện trước",
    "PII-Người nộp ghi \\\"nhà ở cạnh trường\\\", thửa đất số 12\\/34, tờ bản đồ số 5",
    "PII-Đường dẫn c\\u0169 C:\\\\hoso\\\\nam2024, t\\u1EC7p \\u0111\\u00ednh k\\u00e8m caf\\u00e9",
    "PII-Cảm ơn cán bộ \\ud83d\\ude00 đã hướng dẫn tận tình,\\nxin chào\\tvà hẹn gặp lại",
    "PII-Bổ sung giấy ủy quyền có chứng thực, nộp kèm bản chính để đối chiếu khi nhận kết quả",
};

enum { NOTE_COUNT = sizeof NOTES / sizeof NOTES[0] };

/* ---- which index holds what ---- */

/* The last slot of each full block of indexes holds the older version of a dossier in the block
 * half the list away, so that the older version comes first for one half and second for the
 * other. */
static bool is_older_slot(const Scenario *scenario, uint64_t index)
{
    return index % RANDOMSHOP_BLOCK == RANDOMSHOP_BLOCK - 1 && index < scenario->count;
}

/* Index of the dossier whose older version the last slot of block holds. */
static uint64_t twin_index(const Scenario *scenario, uint64_t block)
{
    uint64_t blocks = scenario->count / RANDOMSHOP_BLOCK;
    Rng rng = rng_start(scenario->seed, block, RNG_TWIN);
    uint64_t other = (block + blocks / 2) % blocks;

    return other * RANDOMSHOP_BLOCK + rng_below(&rng, RANDOMSHOP_BLOCK - 1);
}

/* True when some slot holds an older version of this index. */
static bool has_older_version(const Scenario *scenario, uint64_t index)
{
    uint64_t blocks = scenario->count / RANDOMSHOP_BLOCK;
    uint64_t block = index / RANDOMSHOP_BLOCK;

    if (block >= blocks) {
        return false;
    }
    return twin_index(scenario, (block + blocks - blocks / 2) % blocks) == index;
}

/* ---- the parts of a dossier ---- */

/* Mostly online; a vendor that does not know the channel sends nothing, or no key at all. */
static int8_t draw_channel(Rng *rng)
{
    uint32_t draw = rng_below(rng, 100);

    if (draw < 60) {
        return 2;
    }
    if (draw < 85) {
        return 1;
    }
    if (draw < 93) {
        return 3;
    }
    return draw < 97 ? CODE_EMPTY : CODE_ABSENT;
}

/* A moment of office hours on a weekday of the three years. New dossiers of the second night come
 * in on the day after the first one. */
static Wall draw_reception(const Scenario *scenario, uint64_t index, Rng *rng)
{
    Wall day = wall_make(2023, 1, 1, 0, 0, 0) + (Wall)rng_below(rng, YEARS_OF_DAYS) * WALL_DAY;
    Wall clock = 7 * WALL_HOUR + WALL_HOUR / 2 + (Wall)rng_below(rng, 9 * WALL_HOUR);

    if (index >= scenario->count) {
        return edges_first_night_end() + clock;
    }
    if (wall_is_weekend(day)) {
        /* Two days back from the first weekend would leave the period; forward never does, since
         * the three years end on a Wednesday. */
        day += 2 * WALL_DAY;
    }
    return day + clock;
}

/* Where the dossier belongs and when it came in. */
static void set_place(const Scenario *scenario, uint64_t index, Dossier *dossier)
{
    const Catalog *catalog = &scenario->catalog;
    Rng rng = rng_start(scenario->seed, index, RNG_PLACE);

    dossier->office = &catalog->offices[rng_below(&rng, (uint32_t)catalog->office_count)];
    dossier->procedure = &catalog->procedures[rng_below(&rng, (uint32_t)catalog->procedure_count)];
    dossier->procedure_code_missing = rng_chance(&rng, 60);
    dossier->level = rng_chance(&rng, 1000) ? CODE_ABSENT : (int8_t)dossier->procedure->level;
    dossier->channel = draw_channel(&rng);
    dossier->applicant_type = (int8_t)(1 + rng_below(&rng, 4));
    dossier->return_way = (int8_t)rng_below(&rng, 2);
    dossier->verified_account = (int8_t)rng_below(&rng, 2);
    dossier->received = draw_reception(scenario, index, &rng);
    dossier->submitted = dossier->received;
    if (dossier->channel == 2 && rng_chance(&rng, 7000)) {
        dossier->submitted -= (Wall)rng_below(&rng, 2 * WALL_DAY);
    }
}

/* Letters: before and after the due date of late dossiers, and now and then without any
 * lateness. */
static void set_letter(Dossier *dossier, Rng *rng)
{
    bool late = dossier->due != WALL_NONE && dossier->finished > dossier->due;
    Wall letter = dossier->due;

    if (dossier->received == WALL_NONE || dossier->due == WALL_NONE ||
        !rng_chance(rng, late ? 6000 : 100)) {
        return;
    }
    if (rng_chance(rng, 6000)) {
        letter -= (Wall)(1 + rng_below(rng, 3)) * WALL_DAY;
    } else {
        letter += (Wall)rng_below(rng, 2 * WALL_DAY);
    }
    if (letter < edges_first_night_end()) {
        dossier->apology = letter;
    }
}

/* A fee by procedure, from which some applicants are exempt. */
static void set_fees(Dossier *dossier, Rng *rng)
{
    bool fee = dossier->procedure->has_fee && !rng_chance(rng, 1500);

    if (fee) {
        dossier->fee_kind = FEE_AMOUNT;
        dossier->fee = 1000 * (1 + rng_below(rng, 200));
        dossier->fee_extra = rng_chance(rng, 2000) ? 5000 : 0;
        dossier->paid_online = (int8_t)rng_below(rng, 3);
    } else {
        dossier->fee_kind = rng_chance(rng, 3000) ? FEE_ZERO : FEE_NONE;
        /* Some systems set the flag without any fee. */
        dossier->paid_online = rng_chance(rng, 120) ? (int8_t)(1 + rng_below(rng, 2)) : 0;
    }
}

/* Two to four; mostly two, as in real exports, which also sets the size of a record. */
static unsigned component_count(Rng *rng)
{
    uint32_t draw = rng_below(rng, 10);

    return draw < 8 ? 2 : draw < 9 ? 3 : 4;
}

/* Flags of the submitted papers; one dossier in seven has nothing digitised. */
static void set_components(Dossier *dossier, Rng *rng)
{
    bool digitised = rng_chance(rng, 8500);

    dossier->component_count = component_count(rng);
    for (unsigned i = 0; i < dossier->component_count; i++) {
        Component *component = &dossier->components[i];
        uint32_t reuse = rng_below(rng, 100);
        component->reused = reuse < 4 ? 1 : reuse < 7 ? 2 : 0;
        component->digitised = digitised && rng_chance(rng, 7000) ? 1 : 0;
        component->from_store = rng_chance(rng, 300) ? 1 : 0;
    }
}

/* Result papers of resolved dossiers; every draw is made first, so that the stream does not
 * depend on the status. */
static void set_results(Dossier *dossier, Rng *rng)
{
    bool resolved = dossier->status == STATUS_DONE || dossier->status == STATUS_HANDED_OVER;
    uint32_t draw = rng_below(rng, 100);
    bool stored = rng_chance(rng, 600);

    if (!resolved || draw >= 85) {
        return;
    }
    dossier->result = draw < 75 ? RESULT_LINK : RESULT_NO_LINK;
    dossier->stored = dossier->result == RESULT_LINK && stored ? 1 : 0;
}

/* Everything but the course. The order of the draws is part of the data: a new one goes last. */
static void set_papers(const Scenario *scenario, uint64_t index, Dossier *dossier)
{
    Rng rng = rng_start(scenario->seed, index, RNG_PAPERS);

    set_letter(dossier, &rng);
    set_fees(dossier, &rng);
    set_components(dossier, &rng);
    set_results(dossier, &rng);
    dossier->supplement = dossier->status == STATUS_SUPPLEMENT || rng_chance(&rng, 300);
    dossier->note = NOTES[rng_below(&rng, NOTE_COUNT)];
    dossier->other_info = rng_chance(&rng, 4000) ? NOTES[rng_below(&rng, NOTE_COUNT)] : "";
    dossier->return_info = NOTES[rng_below(&rng, NOTE_COUNT)];
}

/* ---- versions ---- */

/* The dossier as the first night shows it. */
static void make_dossier(const Scenario *scenario, uint64_t index, Dossier *dossier)
{
    Rng rng = rng_start(scenario->seed, index, RNG_COURSE);

    *dossier = (Dossier){.person = index + 1};
    set_place(scenario, index, dossier);
    if (index >= scenario->count) {
        /* A dossier of the second night: nothing has happened to it yet. */
        dossier->due = dossier->received + (Wall)dossier->procedure->term_days * WALL_DAY;
        dossier->status = rng_chance(&rng, 5000) ? STATUS_RECEIVED : STATUS_PROCESSING;
    } else {
        edges_apply(dossier, &rng);
    }
    set_papers(scenario, index, dossier);
    Wall day = dossier->received != WALL_NONE ? dossier->received : dossier->submitted;
    course_set_code(dossier, day, index, 7);
    course_set_updated(dossier);
}

/* Takes the dossier back to an earlier state, with a last update before the present one. */
static void rewind_dossier(Dossier *dossier)
{
    Wall latest = dossier->updated;
    bool was_received = dossier->received != WALL_NONE && dossier->received < latest - WALL_HOUR;

    dossier->finished = WALL_NONE;
    dossier->returned = WALL_NONE;
    dossier->refused = WALL_NONE;
    dossier->apology = WALL_NONE;
    dossier->result = RESULT_NONE;
    dossier->stored = 0;
    dossier->status = STATUS_PROCESSING;
    if (!was_received) {
        dossier->received = WALL_NONE;
        dossier->status = STATUS_SUBMITTED;
    }
    if (dossier->submitted > latest - WALL_HOUR) {
        dossier->submitted = latest - WALL_HOUR;
    }
    course_set_updated(dossier);
}

/* What is wrong with a record on purpose; the same on both nights. */
static Quirk draw_quirk(const Scenario *scenario, uint64_t index)
{
    Rng rng = rng_start(scenario->seed, index, RNG_BAD);

    /* Dossiers with two versions stay well-formed, so that their number is not blurred. */
    if (!scenario->bad || !rng_chance(&rng, 40) || has_older_version(scenario, index)) {
        return QUIRK_NONE;
    }
    return (Quirk)(1 + rng_below(&rng, QUIRK_BAD_COUNT - 1));
}

uint64_t randomshop_total(const Scenario *scenario, int night)
{
    return scenario->count + (night == 2 ? scenario->count / NEW_PER_SECOND_NIGHT : 0);
}

void randomshop_get(const Scenario *scenario, int night, uint64_t index, Dossier *dossier)
{
    if (is_older_slot(scenario, index)) {
        make_dossier(scenario, twin_index(scenario, index / RANDOMSHOP_BLOCK), dossier);
        rewind_dossier(dossier);
        return;
    }
    make_dossier(scenario, index, dossier);
    if (night == 2 && index < scenario->count) {
        Rng rng = rng_start(scenario->seed, index, RNG_NIGHT);
        nightly_change(dossier, &rng);
    }
    dossier->quirk = draw_quirk(scenario, index);
}

/* Every third one answers, and one of ten of these is not satisfied. */
Rating randomshop_rate(uint64_t rank)
{
    uint64_t answer = rank / 3 % 10;

    if (rank % 3 != 0) {
        return RATING_NONE;
    }
    return answer < 6 ? RATING_VERY_SATISFIED : answer < 9 ? RATING_SATISFIED : RATING_DISSATISFIED;
}
