/* Builds one page of a list as the JSON envelope that one-stop systems answer with. */
#ifndef FAKESHOP_PAGE_H
#define FAKESHOP_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "out.h"
#include "scenario.h"
#include "shape.h"

enum { PAGE_DEFAULT_SIZE = 500, PAGE_MAX_SIZE = 10000 };

typedef enum {
    RESOURCE_DOSSIERS,
    RESOURCE_OFFICES,
    RESOURCE_PROCEDURES,
    RESOURCE_FEEDBACK,
    RESOURCE_RATINGS
} Resource;

typedef enum { ORDER_PLAIN, ORDER_REVERSE, ORDER_SHUFFLE } Order;

/* How the reply names the page behind it. */
typedef enum { WALK_NONE, WALK_CURSOR, WALK_NEXT, WALK_LINK } Walk;

/* What the client asked for. */
typedef struct {
    Resource resource;
    int night;     /* 1 or 2 */
    uint64_t page; /* from 1 */
    uint64_t size; /* 1 .. PAGE_MAX_SIZE */
    bool by_start; /* the rows from start on were asked for; page follows from that */
    uint64_t start;
    Walk walk;
    const Shape *shape; /* dossiers only */
    Order order;        /* dossiers only, like the two that follow */
    bool filtered;
    Wall changed_since;
    Wall changed_until; /* the first moment that is not wanted any more; WALL_NONE = no bound */
} PageQuery;

/* What the answer will be: page_plan derives it from the query, a fault may then change it. */
typedef struct {
    uint64_t start; /* rows [start, start + limit) of the list in the order asked for */
    uint64_t limit;
    bool no_total;
    bool empty;           /* total 0 and no rows */
    uint64_t total_extra; /* added to the true total */
    uint64_t repeat_size; /* adds the rows of page 2 at this page size to the total; 0 = not */
    Quirk first_quirk;    /* put on the first dossier of the page */
    const char *error_code;
    const char *message;
    const char *next_path; /* of the same list */
    const char *next_host; /* scheme and host before it, or "" */
    uint16_t port;         /* behind the host */
    uint64_t next_start;   /* first row of the page named as next; 0 = the row behind this page */
} PagePlan;

/* The honest plan for a query. */
PagePlan page_plan(const PageQuery *query);

/* Appends the page to out and returns the number of rows in the whole list. */
uint64_t page_write(Out *out, const Scenario *scenario, const PageQuery *query,
                    const PagePlan *plan);

#endif
