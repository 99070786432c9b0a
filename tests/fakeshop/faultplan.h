/* Faults that work on the plan of a page, before it is written. The comments in the .c say why a fault
 * matters to a client, not how it is made. */
#ifndef FAKESHOP_FAULTPLAN_H
#define FAKESHOP_FAULTPLAN_H

#include "fault.h"

/* Ends with an entry whose name is NULL. */
extern const Fault PLAN_FAULTS[];

#endif
