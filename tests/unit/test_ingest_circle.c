#include "ingest/fetch/circle.h"

#include <criterion/criterion.h>

#include "common/banned.h"

Test(circle, knows_the_page_where_something_was)
{
    enum { MANY = 10000 };
    Circle *circle = circle_new();

    for (long long page = 1; page <= MANY; page++) {
        cr_assert_eq(circle_met_on(circle, (uint64_t)page << 20, page), 0);
        cr_assert_eq(circle_met_on(circle, (uint64_t)page << 20, page), 0, "the same page");
    }
    for (long long page = 1; page <= MANY; page++) {
        cr_assert_eq(circle_met_on(circle, (uint64_t)page << 20, MANY + 1), page);
    }
    circle_free(circle);
    circle_free(NULL);
}
