#include "ingest/fetch/circle.h"

#include "common/memory.h"

#include <stdlib.h>

#include "common/banned.h"

enum { FIRST_PLACES = 64 }; /* a power of two, like all that follow */

struct Sight {
    uint64_t digest;
    long long page; /* 0 = the place is free */
};

struct Circle {
    struct Sight *places;
    size_t size;
    size_t count;
};

Circle *circle_new(void)
{
    return memory_need(calloc(1, sizeof(Circle)));
}

void circle_free(Circle *circle)
{
    if (circle != NULL) {
        free(circle->places);
        free(circle);
    }
}

/* Where the digest is, or belongs. */
static struct Sight *place_of(const Circle *circle, uint64_t digest)
{
    size_t at = digest & (circle->size - 1);

    while (circle->places[at].page != 0 && circle->places[at].digest != digest) {
        at = (at + 1) & (circle->size - 1);
    }
    return &circle->places[at];
}

static void grow(Circle *circle)
{
    Circle larger = {.size = circle->size == 0 ? FIRST_PLACES : 2 * circle->size};

    larger.places = memory_need(calloc(larger.size, sizeof *larger.places));
    for (size_t i = 0; i < circle->size; i++) {
        if (circle->places[i].page != 0) {
            *place_of(&larger, circle->places[i].digest) = circle->places[i];
        }
    }
    free(circle->places);
    circle->places = larger.places;
    circle->size = larger.size;
}

long long circle_met_on(Circle *circle, uint64_t digest, long long page)
{
    if (2 * circle->count >= circle->size) {
        grow(circle);
    }
    struct Sight *sight = place_of(circle, digest);
    if (sight->page != 0) {
        return sight->page != page ? sight->page : 0;
    }
    *sight = (struct Sight){digest, page};
    circle->count++;
    return 0;
}
