#include "faultplan.h"

#include <string.h>

enum { SHORT_PAGE = 100, TOTAL_WRONG_BY = 10 };

/* ---- faults of the paging ---- */

/* The server has a smaller limit than the client asks for. A client that computes its offset from
 * the size it asked for skips records. */
static void plan_short_pages(const PageQuery *query, PagePlan *plan)
{
    plan->limit = query->size < SHORT_PAGE ? query->size : SHORT_PAGE;
    plan->start = query->by_start ? query->start : (query->page - 1) * plan->limit;
}

/* Rows that a page has left after a filter of the server: page 3 one, even pages half. */
static uint64_t filtered_size(uint64_t page, uint64_t size)
{
    if (page == 3) {
        return 1;
    }
    return page % 2 == 0 && size > 1 ? size / 2 : size;
}

/* Pages shrink in the middle of the list. A client that takes a short page for the last one loses
 * the rest. */
static void plan_short_last(const PageQuery *query, PagePlan *plan)
{
    uint64_t odd_before = query->page / 2;
    uint64_t even_before = (query->page - 1) / 2;

    plan->limit = filtered_size(query->page, query->size);
    if (query->by_start) {
        return;
    }
    plan->start = odd_before * query->size + even_before * filtered_size(2, query->size);
    if (query->page > 3) {
        plan->start -= query->size - 1;
    }
}

/* A server that does not understand page numbers: without a total, nothing says where to stop but
 * the records themselves. */
static void plan_loop(const PageQuery *query, PagePlan *plan)
{
    plan->no_total = true;
    if (query->page > 2) {
        plan->start = query->size;
    }
}

static void plan_duplicate_page(const PageQuery *query, PagePlan *plan)
{
    /* Page 3 is page 2 again and everything after it comes one page later: nothing is lost. */
    plan->repeat_size = query->size;
    if (query->page > 2) {
        plan->start -= query->size;
    }
}

/* The total counts records that the pages never show. */
static void plan_total_wrong(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->total_extra = TOTAL_WRONG_BY;
}

/* Dossiers come in while the list is read, at its front: the total grows and the last page has room
 * for what was there before. */
static void plan_total_moves(const PageQuery *query, PagePlan *plan)
{
    plan->total_extra = query->page - 1;
}

/* From page 2 on, page 2 is named as the next one. */
static void plan_next_loop(const PageQuery *query, PagePlan *plan)
{
    plan->no_total = true;
    plan->next_start = query->size;
}

/* The next page is at another host, which is the same machine and counts tokens. */
static void plan_next_other(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->next_host = "http://localhost";
    plan->next_path = strstr(plan->next_path, "/n1/");
}

/* Nothing announces the size of the list. */
static void plan_no_total(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->no_total = true;
}

/* An empty list where there were thousands the night before. */
static void plan_empty(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->empty = true;
}

/* An expired session in the manner of these systems: HTTP says 200, only the envelope says no. */
static void plan_error_code(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->empty = true;
    plan->error_code = "-1";
    plan->message = "phiên làm việc hết hạn";
}

/* A dossier comes in at the front of the list behind the first page: the last row of that page comes
 * again. */
static void plan_shift_in(const PageQuery *query, PagePlan *plan)
{
    if (query->page > 1) {
        plan->start--;
        plan->total_extra = 1;
    }
}

/* One leaves the list: the first row of page 2 has gone to page 1, which has been read already. The
 * total wraps around to one less. */
static void plan_shift_out(const PageQuery *query, PagePlan *plan)
{
    if (query->page > 1) {
        plan->start++;
        plan->total_extra = UINT64_MAX;
    }
}

/* ---- faults of one record ---- */

/* Keys that differ from the right ones only in case, before them. */
static void plan_wrong_case(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_WRONG_CASE;
}

/* 29 February of a common year, 24:00, and what systems write for "never". */
static void plan_no_such_day(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_NO_SUCH_DAY;
}

static void plan_no_such_time(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_NO_SUCH_TIME;
}

static void plan_first_day(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_FIRST_DAY;
}

static void plan_last_day(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_LAST_DAY;
}

/* Bytes of another encoding in one record; the others of the page are good. */
static void plan_invalid_utf8(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_INVALID_UTF8;
}

/* Nesting deeper than any parser limit, in a field that nobody maps. */
static void plan_deep(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_DEEP;
}

/* A file pasted into a text field, larger than all other records of the page together. */
static void plan_huge_string(const PageQuery *query, PagePlan *plan)
{
    (void)query;
    plan->first_quirk = QUIRK_HUGE_STRING;
}

const Fault PLAN_FAULTS[] = {
    {"short-pages", 0, false, plan_short_pages, NULL},
    {"short-last", 0, false, plan_short_last, NULL},
    {"total-wrong", 0, false, plan_total_wrong, NULL},
    {"total-moves", 0, false, plan_total_moves, NULL},
    {"next-loop", 0, false, plan_next_loop, NULL},
    {"next-other", 0, false, plan_next_other, NULL},
    {"shift-in", 0, false, plan_shift_in, NULL},
    {"shift-out", 0, false, plan_shift_out, NULL},
    {"wrong-case", 2, false, plan_wrong_case, NULL},
    {"no-such-day", 2, false, plan_no_such_day, NULL},
    {"no-such-time", 2, false, plan_no_such_time, NULL},
    {"first-day", 2, false, plan_first_day, NULL},
    {"last-day", 2, false, plan_last_day, NULL},
    {"no-total", 0, false, plan_no_total, NULL},
    {"loop", 0, false, plan_loop, NULL},
    {"duplicate-page", 0, false, plan_duplicate_page, NULL},
    {"error-code", 2, false, plan_error_code, NULL},
    {"invalid-utf8", 2, false, plan_invalid_utf8, NULL},
    {"deep", 2, false, plan_deep, NULL},
    {"huge-string", 2, false, plan_huge_string, NULL},
    {"empty-all", 0, false, plan_empty, NULL},
    {0},
};
