#include "fault.h"

#include <string.h>

#include "faultplan.h"
#include "faultreply.h"

static const Fault *const TABLES[] = {PLAN_FAULTS, REPLY_FAULTS};

enum { TABLE_COUNT = sizeof TABLES / sizeof TABLES[0] };

const Fault *fault_find(const char *name, size_t name_len)
{
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        for (const Fault *fault = TABLES[i]; fault->name != NULL; fault++) {
            if (strlen(fault->name) == name_len && memcmp(fault->name, name, name_len) == 0) {
                return fault;
            }
        }
    }
    return NULL;
}

/* Its place in all tables, one behind the other. */
static size_t place_of(const Fault *wanted)
{
    size_t place = 0;

    for (size_t i = 0; i < TABLE_COUNT; i++) {
        for (const Fault *fault = TABLES[i]; fault->name != NULL; fault++, place++) {
            if (fault == wanted && place < FAULT_MAX) {
                return place;
            }
        }
    }
    return FAULT_MAX - 1;
}

bool fault_strikes(FaultBook *book, const Fault *fault, const PageQuery *query)
{
    if (fault->page != 0 && fault->page != query->page) {
        return false;
    }
    /* A once-only fault strikes a single page, so one counter per fault counts per page. */
    return !fault->once || atomic_fetch_add(&book->hits[place_of(fault)], 1) == 0;
}
