/* Records are generated straight into the buffer of the reply; nothing is kept from one request to
 * the next. A page far behind the end of the list costs as little as the first. */
#include "page.h"

#include "feedback.h"
#include "rng.h"
#include "walk.h"

PagePlan page_plan(const PageQuery *query)
{
    return (PagePlan){
        .start = query->by_start ? query->start : (query->page - 1) * query->size,
        .limit = query->size,
        .error_code = "0",
        .message = "",
        .next_path = "",
        .next_host = "",
    };
}

/* Index of the record at a position of the list. */
static uint64_t index_at(Order order, uint64_t position, uint64_t total)
{
    switch (order) {
    case ORDER_REVERSE:
        return total - 1 - position;
    case ORDER_SHUFFLE:
        return rng_permute(position, total);
    case ORDER_PLAIN:
        break;
    }
    return position;
}

/* The comma between two rows of a catalogue. */
static void begin_row(Out *rows)
{
    if (rows->len > 0) {
        out_char(rows, ',');
    }
}

/* Written without an addition, which could wrap around for absurd page numbers. */
static bool in_window(const PagePlan *plan, uint64_t position)
{
    return position >= plan->start && position - plan->start < plan->limit;
}

/* A quirk asked for by a fault goes to the first row of the page. */
static void write_dossier(Out *rows, const Shape *shape, Dossier *dossier, const PagePlan *plan)
{
    if (rows->len == 0 && plan->first_quirk != QUIRK_NONE) {
        dossier->quirk = plan->first_quirk;
    }
    if (rows->len > 0) {
        out_text(rows, shape->separator);
    }
    shape->write(rows, dossier);
}

/* Appends the records of the window and returns how many there are in the whole list. */
static uint64_t write_dossiers(Out *rows, const Scenario *scenario, const PageQuery *query,
                               const PagePlan *plan)
{
    uint64_t total = scenario->total(scenario, query->night);
    Dossier dossier;

    for (uint64_t i = plan->start; i < total && in_window(plan, i); i++) {
        scenario->get(scenario, query->night, index_at(query->order, i, total), &dossier);
        write_dossier(rows, query->shape, &dossier, plan);
    }
    return total;
}

/* The same for the records changed between two dates. Walks all of them, since only that gives the
 * position of a match and the total; making a record costs far less than writing it. */
static uint64_t write_changed(Out *rows, const Scenario *scenario, const PageQuery *query,
                              const PagePlan *plan)
{
    uint64_t total = scenario->total(scenario, query->night);
    uint64_t matches = 0;
    Dossier dossier;

    for (uint64_t i = 0; i < total; i++) {
        scenario->get(scenario, query->night, index_at(query->order, i, total), &dossier);
        if (dossier.updated < query->changed_since ||
            (query->changed_until != WALL_NONE && dossier.updated >= query->changed_until)) {
            continue;
        }
        if (in_window(plan, matches)) {
            write_dossier(rows, query->shape, &dossier, plan);
        }
        matches++;
    }
    return matches;
}

/* The same for offices; catalogues know neither order nor filter. */
static uint64_t write_offices(Out *rows, const Catalog *catalog, const PagePlan *plan)
{
    for (uint64_t i = plan->start; i < catalog->office_count && in_window(plan, i); i++) {
        begin_row(rows);
        catalog_write_office(rows, &catalog->offices[i]);
    }
    return catalog->office_count;
}

/* The same for procedures. */
static uint64_t write_procedures(Out *rows, const Catalog *catalog, const PagePlan *plan)
{
    for (uint64_t i = plan->start; i < catalog->procedure_count && in_window(plan, i); i++) {
        begin_row(rows);
        catalog_write_procedure(rows, &catalog->procedures[i]);
    }
    return catalog->procedure_count;
}

/* The same for feedback. */
static uint64_t write_feedback(Out *rows, const Catalog *catalog, const PagePlan *plan)
{
    for (uint64_t i = plan->start; i < feedback_count() && in_window(plan, i); i++) {
        begin_row(rows);
        feedback_write(rows, catalog, i);
    }
    return feedback_count();
}

/* The same for answers, of which only a walk over all dossiers tells how many there are. */
static uint64_t write_ratings(Out *rows, const Scenario *scenario, const PageQuery *query,
                              const PagePlan *plan)
{
    uint64_t total = scenario->total(scenario, query->night);
    uint64_t asked = 0;
    uint64_t answers = 0;
    Dossier dossier;

    for (uint64_t i = 0; i < total; i++) {
        scenario->get(scenario, query->night, i, &dossier);
        Rating rating = rating_is_asked(&dossier) ? scenario->rate(asked++) : RATING_NONE;
        if (rating == RATING_NONE) {
            continue;
        }
        if (in_window(plan, answers)) {
            begin_row(rows);
            rating_write(rows, &dossier, i, rating);
        }
        answers++;
    }
    return answers;
}

/* Appends the rows of the window, whatever the list, and returns the total. */
static uint64_t write_rows(Out *rows, const Scenario *scenario, const PageQuery *query,
                           const PagePlan *plan)
{
    switch (query->resource) {
    case RESOURCE_OFFICES:
        return write_offices(rows, &scenario->catalog, plan);
    case RESOURCE_PROCEDURES:
        return write_procedures(rows, &scenario->catalog, plan);
    case RESOURCE_FEEDBACK:
        return write_feedback(rows, &scenario->catalog, plan);
    case RESOURCE_RATINGS:
        return write_ratings(rows, scenario, query, plan);
    case RESOURCE_DOSSIERS:
        break;
    }
    if (query->filtered) {
        return write_changed(rows, scenario, query, plan);
    }
    return write_dossiers(rows, scenario, query, plan);
}

/* Rows that page 2 of the list has at the given page size. */
static uint64_t second_page_rows(uint64_t total, uint64_t size)
{
    uint64_t rest = total > size ? total - size : 0;

    return rest < size ? rest : size;
}

uint64_t page_write(Out *out, const Scenario *scenario, const PageQuery *query,
                    const PagePlan *plan)
{
    const Shape *shape = query->shape;
    Out rows;
    Out next;
    Out total_text;
    uint64_t total = 0;

    /* The total stands before the rows but a filter only knows it after them. */
    out_init(&rows);
    out_init(&next);
    out_init(&total_text);
    if (!plan->empty) {
        total = write_rows(&rows, scenario, query, plan) + plan->total_extra;
    }
    if (plan->repeat_size > 0) {
        total += second_page_rows(total, plan->repeat_size);
    }
    if (!plan->no_total) {
        out_padded(&total_text, total, 1);
    }
    out_char(&total_text, '\0');
    walk_write(&next, query, plan, total);
    out_char(&next, '\0');
    shape->head(out, plan->error_code, plan->message, total_text.data);
    out_mem(out, rows.data, rows.len);
    shape->tail(out, next.data, total_text.data);
    if (shape->finish != NULL) {
        shape->finish(out);
    }
    out_release(&next);
    out_release(&total_text);
    out_release(&rows);
    return total;
}
